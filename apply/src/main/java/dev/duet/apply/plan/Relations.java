package dev.duet.apply.plan;

import dev.duet.schemas.Shape;
import dev.duet.schemas.catalog.Table;
import dev.duet.schemas.catalog.TableColumn;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which tables of a target constrain each other: foreign keys, and unique keys beside the primary
/// one; and which of their columns change by themselves. Immutable.
public final class Relations {
    private final Map<Shape, Set<Shape>> parents = new HashMap<>();
    private final Map<Shape, BitSet> uniqueColumns = new HashMap<>();
    private final Map<Shape, BitSet> foreignColumns = new HashMap<>();
    private final Map<Shape, BitSet> selfUpdatingColumns = new HashMap<>();

    /// @param tables each entity's shape with what the target's catalog says of its table
    public Relations(Map<Shape, Table> tables) {
        tables.forEach(
                (shape, table) -> {
                    Set<Shape> above = new HashSet<>();
                    BitSet foreign = new BitSet();
                    for (Table.ForeignKey key : table.foreignKeys()) {
                        tables.keySet().stream()
                                .filter(other -> other.table().equals(key.target()))
                                .forEach(above::add);
                        foreign.or(columns(shape, key.columns()));
                    }
                    BitSet unique = new BitSet();
                    for (Table.UniqueKey key : table.uniques()) {
                        BitSet mapped = columns(shape, key.columns());
                        if (key.computed() || mapped.isEmpty()) {
                            unique.set(
                                    0,
                                    shape.size()); // over what we cannot see: any write may meet it
                        }
                        unique.or(mapped);
                    }
                    parents.put(shape, above);
                    foreignColumns.put(shape, foreign);
                    uniqueColumns.put(shape, unique);
                    selfUpdatingColumns.put(
                            shape,
                            columns(
                                    shape,
                                    table.columns().stream()
                                            .filter(TableColumn::selfUpdating)
                                            .map(TableColumn::name)
                                            .toList()));
                });
    }

    private static BitSet columns(Shape shape, List<String> names) {
        BitSet found = new BitSet();
        for (int i = 0; i < shape.size(); i++) {
            if (names.contains(shape.columns().get(i).name())) {
                found.set(i);
            }
        }
        return found;
    }

    /// The columns an update must write, and with these those that the database would change by
    /// itself if the update left them out.
    public BitSet written(Shape shape, BitSet touched) {
        BitSet written = (BitSet) touched.clone();
        written.or(selfUpdatingColumns.getOrDefault(shape, new BitSet()));
        return written;
    }

    boolean isParent(Shape parent, Shape child) {
        return parents.getOrDefault(child, Set.of()).contains(parent);
    }

    boolean hasUniques(Shape shape) {
        return !uniqueColumns.getOrDefault(shape, new BitSet()).isEmpty();
    }

    boolean touchesUniques(Shape shape, BitSet touched) {
        return touched.intersects(uniqueColumns.getOrDefault(shape, new BitSet()));
    }

    boolean touchesForeign(Shape shape, BitSet touched) {
        return touched.intersects(foreignColumns.getOrDefault(shape, new BitSet()));
    }
}
