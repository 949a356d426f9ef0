package dev.duet.mapping;

import dev.duet.mapping.fields.FieldMapping;
import dev.duet.mapping.fields.Nulls;
import dev.duet.schemas.Column;
import dev.duet.schemas.Shape;
import dev.duet.schemas.TableName;
import dev.duet.schemas.Unchanged;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;

/// One entity on both systems. Immutable.
///
/// @param ignored the fields whose changes alone are nothing to tell the other side
/// @param filter which rows are records
public record EntityMappings(
        SystemMapping first, SystemMapping second, BitSet ignored, Filter filter) {
    /// @param fields the key first
    /// @param tables of the system listed first, and of the other
    public static EntityMappings of(
            String entity, List<FieldMapping.Carried> fields, List<TableName> tables, int keySize) {
        Shape canonical =
                new Shape(
                        entity,
                        tables.getFirst(),
                        fields.stream().map(FieldMapping.Carried::canonical).toList(),
                        keySize);
        BitSet ignored = new BitSet();
        for (int i = 0; i < fields.size(); i++) {
            ignored.set(i, fields.get(i).ignored());
        }
        return new EntityMappings(
                system(canonical, tables.getFirst(), fields, FieldMapping.Carried::first),
                system(canonical, tables.getLast(), fields, FieldMapping.Carried::second),
                ignored,
                Filter.ALL);
    }

    /// The same, of these rows alone.
    public EntityMappings of(Filter some) {
        return new EntityMappings(first, second, ignored, some);
    }

    private static SystemMapping system(
            Shape canonical,
            TableName table,
            List<FieldMapping.Carried> fields,
            Function<FieldMapping.Carried, FieldMapping.End> end) {
        List<Column> columns = new ArrayList<>();
        List<Cell> readers = new ArrayList<>();
        List<Cell> writers = new ArrayList<>();
        for (FieldMapping.Carried field : fields) {
            FieldMapping.End there = end.apply(field);
            int at = columns.size();
            columns.add(there.column());
            readers.add(reader(there, at));
            writers.add(writer(there, at, field.canonical().name()));
        }
        Shape shape = new Shape(canonical.entity(), table, columns, canonical.keySize());
        return new SystemMapping(shape, canonical, readers, writers);
    }

    private static Cell reader(FieldMapping.End end, int at) {
        Nulls nulls = end.nulls();
        var cell = new Cell.Carried(end.column().name(), at, end.read(), end.differences());
        return nulls.readsPlain()
                ? cell
                : new Cell.Blank(cell, nulls.blanks(), nulls.unsaid() ? Unchanged.UNSAID : null);
    }

    private static Cell writer(FieldMapping.End end, int at, String field) {
        Nulls nulls = end.nulls();
        var cell = new Cell.Carried(field, at, end.write(), end.differences());
        return nulls.writesPlain()
                ? cell
                : new Cell.Filled(cell, field, nulls.written(), nulls.refused());
    }

    /// The direction out of the system listed first.
    public EntityMapping fromFirst() {
        return new EntityMapping(first, second, ignored, filter);
    }

    /// The direction into it.
    public EntityMapping intoFirst() {
        return new EntityMapping(second, first, ignored, filter);
    }

    /// The shape of the entity's canonical records.
    public Shape canonical() {
        return first.canonical();
    }
}
