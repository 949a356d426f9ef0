package dev.duet.mapping;

import dev.duet.schemas.Column;
import dev.duet.schemas.Shape;
import dev.duet.schemas.TableName;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// One entity on both systems. Immutable.
public record EntityMappings(SystemMapping first, SystemMapping second) {
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
        return new EntityMappings(
                system(canonical, tables.getFirst(), fields, FieldMapping.Carried::first),
                system(canonical, tables.getLast(), fields, FieldMapping.Carried::second));
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
            readers.add(
                    new Cell.Carried(there.column().name(), at, there.read(), there.differences()));
            writers.add(
                    new Cell.Carried(
                            field.canonical().name(), at, there.write(), there.differences()));
        }
        Shape shape = new Shape(canonical.entity(), table, columns, canonical.keySize());
        return new SystemMapping(shape, canonical, readers, writers);
    }

    /// The direction out of the system listed first.
    public EntityMapping fromFirst() {
        return new EntityMapping(first, second);
    }

    /// The direction into it.
    public EntityMapping intoFirst() {
        return new EntityMapping(second, first);
    }

    /// The shape of the entity's canonical records.
    public Shape canonical() {
        return first.canonical();
    }
}
