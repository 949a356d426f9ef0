package dev.duet.deploy.run;

import dev.duet.apply.plan.Links;
import dev.duet.apply.plan.Relations;
import dev.duet.apply.plan.UndeclaredKeys;
import dev.duet.mapping.EntityMapping;
import dev.duet.mapping.Validation;
import dev.duet.schemas.Column;
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
/// what the file says of it. What names an entity that is left out refers to nothing that is known.
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
            Optional<String> referred = entity.referred(field).filter(shapes::containsKey);
            if (column.isPresent() && referred.isPresent()) {
                Shape parent = shape(referred.get());
                all.add(
                        new ForeignKey(
                                field.name(),
                                List.of(column.get()),
                                parent.table(),
                                List.of(parent.columns().getFirst().name()),
                                "NO ACTION",
                                "NO ACTION"));
            }
        }
        return table.with(all);
    }

    /// What the file says that a field names, and no foreign key of the database does. Keys that
    /// each system makes up are looked after where they are translated.
    UndeclaredKeys undeclared(DuetConfig config) {
        Map<String, List<UndeclaredKeys.Reference>> of = new LinkedHashMap<>();
        for (EntityConfig entity : config.entities()) {
            Table table = Objects.requireNonNull(tables.get(entity.name()));
            for (FieldConfig field : entity.allFields()) {
                if (field.form().conversion().orElse(null) instanceof Conversion.Reference reference
                        && shapes.containsKey(reference.entity())
                        && !entity.isWarnedOf(field)
                        && !isDeclared(table, field, reference.entity())) {
                    int column = column(shape(entity.name()), field);
                    requireType(shape(entity.name()), column, shape(reference.entity()));
                    of.computeIfAbsent(entity.name(), absent -> new ArrayList<>())
                            .add(new UndeclaredKeys.Reference(column, shape(reference.entity())));
                }
            }
        }
        return new UndeclaredKeys(of);
    }

    /// What the rules of the file say of such fields.
    ///
    /// @param mappings by entity
    Links links(DuetConfig config, Map<String, EntityMapping> mappings) {
        Map<String, List<Links.Link>> of = new LinkedHashMap<>();
        for (EntityConfig entity : config.entities()) {
            EntityMapping mapping = Objects.requireNonNull(mappings.get(entity.name()));
            for (Validation.Linked said : mapping.validation().links()) {
                FieldConfig field = entity.allFields().get(said.field());
                String parent = entity.referred(field).orElseThrow();
                if (!shapes.containsKey(parent)) {
                    continue;
                }
                Table table = Objects.requireNonNull(tables.get(entity.name()));
                of.computeIfAbsent(entity.name(), absent -> new ArrayList<>())
                        .add(
                                new Links.Link(
                                        said,
                                        column(shape(entity.name()), field),
                                        shape(parent),
                                        isDeclared(table, field, parent)));
            }
        }
        return new Links(of);
    }

    private boolean isDeclared(Table table, FieldConfig field, String parent) {
        return table.foreignKeys().stream().anyMatch(key -> isOf(key, field, parent));
    }

    private void requireType(Shape child, int column, Shape parent) {
        Column holds = child.columns().get(column);
        Column key = parent.columns().getFirst();
        if (holds.kind() != key.kind()) {
            throw new CannotRun(
                    "%s of %s in %s references %s, whose key is %s and not %s: see 'duet check' (SC038)"
                            .formatted(
                                    holds.name(),
                                    child.table(),
                                    system,
                                    parent.entity(),
                                    key.type(),
                                    holds.type()));
        }
    }

    private boolean isOf(ForeignKey key, FieldConfig field, String parent) {
        return key.columns().equals(field.column(system).stream().toList())
                && key.target().equals(shape(parent).table());
    }

    private int column(Shape shape, FieldConfig field) {
        String name = field.column(system).orElseThrow();
        return shape.columns().stream().map(Column::name).toList().indexOf(name);
    }

    private Shape shape(String entity) {
        return Objects.requireNonNull(shapes.get(entity), entity);
    }
}
