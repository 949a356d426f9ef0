package dev.duet.deploy.run;

import dev.duet.apply.plan.Relations;
import dev.duet.schemas.Shape;
import dev.duet.schemas.catalog.Table;
import dev.duet.schemas.catalog.Table.ForeignKey;
import dev.duet.schemas.config.Conversion;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.FieldConfig;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// How the entities' tables constrain each other on one system: by what its catalog says, and by
/// what the file says of it.
///
/// @param shapes by entity
/// @param tables by entity
record EntityRelations(String system, Map<String, Shape> shapes, Map<String, Table> tables) {
    Relations of(DuetConfig config) {
        Map<Shape, Table> of = new LinkedHashMap<>();
        Map<Shape, Shape> wholes = new LinkedHashMap<>();
        for (EntityConfig entity : config.entities()) {
            of.put(shape(entity.name()), withReferences(entity));
            if (config.sharedBy(entity).filter(it -> it.name().equals(system)).isPresent()) {
                wholes.put(shape(entity.name()), shape(entity.partOf().orElseThrow()));
            }
        }
        return new Relations(of, wholes);
    }

    /// The table as if there were a foreign key wherever the file says that a field refers to
    /// another entity.
    private Table withReferences(EntityConfig entity) {
        Table table = Objects.requireNonNull(tables.get(entity.name()));
        List<ForeignKey> all = new ArrayList<>(table.foreignKeys());
        for (FieldConfig field : entity.allFields()) {
            Optional<String> column = field.column(system);
            if (column.isPresent()
                    && field.form().conversion().orElse(null) instanceof Conversion.Crosswalk keys
                    && !entity.isCrosswalked(field)) {
                Shape referred = shape(keys.entity());
                all.add(
                        new ForeignKey(
                                field.name(),
                                List.of(column.get()),
                                referred.table(),
                                List.of(referred.columns().getFirst().name()),
                                "NO ACTION",
                                "NO ACTION"));
            }
        }
        return table.with(all);
    }

    private Shape shape(String entity) {
        return Objects.requireNonNull(shapes.get(entity), entity);
    }
}
