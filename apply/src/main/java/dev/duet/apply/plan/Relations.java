package dev.duet.apply.plan;

import dev.duet.schemas.Key;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.catalog.Table;
import dev.duet.schemas.catalog.TableColumn;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// Which tables of a target constrain each other: foreign keys, and unique keys beside the primary
/// one; and which of their columns change by themselves. Immutable.
public final class Relations {
    private final Map<Shape, Set<Shape>> parents = new HashMap<>();
    private final Map<Shape, BitSet> uniqueColumns = new HashMap<>();
    private final Map<Shape, List<BitSet>> uniqueKeys = new HashMap<>();
    private final Map<Shape, BitSet> foreignColumns = new HashMap<>();
    private final Map<Shape, BitSet> selfUpdatingColumns = new HashMap<>();
    private final Map<Shape, List<Reference>> references = new HashMap<>();

    /// A foreign key that leads to the key of a mapped table.
    ///
    /// @param columns the child's, in the order of the parent's key
    private record Reference(Shape parent, int[] columns) {}

    /// A record that another refers to.
    public record Parent(String entity, Key key) {}

    public Relations(Map<Shape, Table> tables) {
        this(tables, Map.of());
    }

    /// @param tables each entity's shape with what the target's catalog says of its table
    /// @param wholes of each entity that is part of another's rows, that one: it refers to it as by
    ///   a foreign key
    public Relations(Map<Shape, Table> tables, Map<Shape, Shape> wholes) {
        Set<Shape> owners = new HashSet<>(tables.keySet());
        owners.removeAll(wholes.keySet());
        tables.forEach(
                (shape, table) -> {
                    Set<Shape> above = new HashSet<>();
                    BitSet foreign = new BitSet();
                    for (Table.ForeignKey key : table.foreignKeys()) {
                        owners.stream()
                                .filter(other -> other.table().equals(key.target()))
                                .forEach(above::add);
                        foreign.or(columns(shape, key.columns()));
                        references
                                .computeIfAbsent(shape, absent -> new ArrayList<>())
                                .addAll(references(shape, key, owners));
                    }
                    Shape whole = wholes.get(shape);
                    if (whole != null) {
                        above.add(whole);
                        references
                                .computeIfAbsent(shape, absent -> new ArrayList<>())
                                .add(
                                        new Reference(
                                                whole,
                                                IntStream.range(0, whole.keySize()).toArray()));
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
                        if (!key.computed() && mapped.cardinality() == key.columns().size()) {
                            uniqueKeys
                                    .computeIfAbsent(shape, absent -> new ArrayList<>())
                                    .add(mapped);
                        }
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

    private static List<Reference> references(
            Shape child, Table.ForeignKey key, Set<Shape> shapes) {
        List<Reference> found = new ArrayList<>();
        for (Shape parent : shapes) {
            if (!parent.table().equals(key.target())
                    || parent.keySize() != key.targetColumns().size()) {
                continue;
            }
            int[] columns = new int[parent.keySize()];
            boolean leadsToKey = true;
            for (int i = 0; i < columns.length; i++) {
                int at = key.targetColumns().indexOf(parent.columns().get(i).name());
                columns[i] =
                        at < 0 ? -1 : columns(child, List.of(key.columns().get(at))).nextSetBit(0);
                leadsToKey &= columns[i] >= 0;
            }
            if (leadsToKey) {
                found.add(new Reference(parent, columns));
            }
        }
        return found;
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

    /// The mapped records that a row refers to by their key.
    public List<Parent> parents(Shape child, Row row) {
        List<Parent> parents = new ArrayList<>();
        for (Reference reference : references.getOrDefault(child, List.of())) {
            @Nullable Object[] key = new Object[reference.columns.length];
            boolean refers = true;
            for (int i = 0; i < key.length; i++) {
                key[i] = row.get(reference.columns[i]);
                refers &= key[i] != null;
            }
            if (refers) {
                parents.add(new Parent(reference.parent.entity(), Key.of(key)));
            }
        }
        return parents;
    }

    /// The columns of each unique key beside the primary one, of those that are mapped whole.
    public List<BitSet> uniqueKeys(Shape shape) {
        return uniqueKeys.getOrDefault(shape, List.of());
    }

    /// The same shapes, each behind those that it refers to; where they go round, as they came.
    public List<Shape> parentsFirst(List<Shape> shapes) {
        List<Shape> left = new ArrayList<>(shapes);
        List<Shape> sorted = new ArrayList<>();
        while (!left.isEmpty()) {
            Shape next =
                    left.stream()
                            .filter(
                                    it ->
                                            left.stream()
                                                    .noneMatch(
                                                            above ->
                                                                    !above.equals(it)
                                                                            && isParent(above, it)))
                            .findFirst()
                            .orElse(left.getFirst());
            left.remove(next);
            sorted.add(next);
        }
        return sorted;
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
