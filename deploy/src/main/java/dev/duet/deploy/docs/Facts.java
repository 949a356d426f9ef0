package dev.duet.deploy.docs;

import dev.duet.deploy.docs.page.Line;
import dev.duet.schemas.config.DerivedConfig;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.FieldConfig;
import dev.duet.schemas.config.SystemConfig;
import dev.duet.schemas.config.ValidationRule;

import java.util.LinkedHashMap;
import java.util.Map;

/// All that a file says of the mapping, thing by thing and point by point, so that two files can be
/// held beside each other. What the file leaves to a default is among it.
///
/// @param things the points of each thing, in the order of the file
record Facts(Map<Thing, Map<String, Line>> things) {

    /// @param entity empty for a system
    /// @param name of the system or field; empty for the entity itself
    record Thing(String entity, String name) {
        Line shown() {
            if (entity.isEmpty()) {
                return Line.of("system ").code(name);
            }
            return name.isEmpty()
                    ? Line.of("entity ").code(entity)
                    : Line.of("field ").code(entity + "." + name);
        }
    }

    static Facts of(DuetConfig config) {
        Map<Thing, Map<String, Line>> things = new LinkedHashMap<>();
        for (SystemConfig system : config.systems()) {
            things.put(new Thing("", system.name()), system(config, system));
        }
        for (EntityConfig entity : config.entities()) {
            things.put(new Thing(entity.name(), ""), entity(config, entity));
            for (FieldConfig field : entity.key()) {
                Map<String, Line> points = columns(config, field);
                points.put("part", Line.of("key"));
                things.put(new Thing(entity.name(), field.name()), points);
            }
            for (FieldConfig field : entity.fields()) {
                things.put(new Thing(entity.name(), field.name()), field(config, entity, field));
            }
            for (DerivedConfig column : entity.derived()) {
                things.put(new Thing(entity.name(), column.name()), derived(column));
            }
        }
        return new Facts(things);
    }

    /// Whether this is a field of an entity that is not here.
    boolean lacksEntityOf(Thing thing) {
        return !thing.entity().isEmpty()
                && !thing.name().isEmpty()
                && !things.containsKey(new Thing(thing.entity(), ""));
    }

    private static Map<String, Line> system(DuetConfig config, SystemConfig system) {
        Map<String, Line> points = new LinkedHashMap<>();
        points.put("kind", Line.of(system.kind().productName()));
        points.put("database", Line.ofCode(database(system)));
        points.put("listed", Line.of(system.equals(config.first()) ? "first" : "second"));
        return points;
    }

    static String database(SystemConfig system) {
        return "%s at %s:%d".formatted(system.database(), system.host(), system.port());
    }

    private static Map<String, Line> entity(DuetConfig config, EntityConfig entity) {
        Map<String, Line> points = new LinkedHashMap<>();
        for (SystemConfig system : config.systems()) {
            points.put("table in " + system.name(), EntityWords.table(entity, system.name()));
        }
        for (SystemConfig system : config.systems()) {
            Line lone = EntityWords.onlyIn(entity, system.name());
            points.put("only in " + system.name(), lone.isEmpty() ? Line.of("none") : lone);
        }
        EntityWords.parts(config, entity).ifPresent(it -> points.put("parts", it));
        points.put("rows", EntityWords.rows(entity));
        EntityWords.sends(entity).ifPresent(it -> points.put("sends", it));
        points.put("triggers", EntityWords.onTrigger(entity));
        points.put("deletes", EntityWords.deletes(entity));
        points.put(
                "changed here, deleted there",
                EntityWords.updateVsDelete(entity).text(" ").and(EntityWords.spelled(entity)));
        for (ValidationRule rule : entity.validation()) {
            points.put(
                    "rule " + rule.name(),
                    EntityWords.asked(rule)
                            .text(", ")
                            .and(Line.ofCode(rule.test().text()))
                            .text(": else ")
                            .and(EntityWords.unmet(rule)));
        }
        return points;
    }

    private static Map<String, Line> field(
            DuetConfig config, EntityConfig entity, FieldConfig field) {
        FieldWords words = FieldWords.of(config, entity, field);
        Map<String, Line> points = columns(config, field);
        points.put("part", Line.of("field"));
        points.put("direction", words.direction());
        points.put("who decides", words.decides().text(" ").and(words.spelled()));
        points.put("how values go over", words.conversion());
        points.put("no value on one side", words.whenEmpty());
        return points;
    }

    private static Line column(FieldConfig field, SystemConfig system) {
        return field.column(system.name()).map(Line::ofCode).orElse(Line.of("none"));
    }

    private static Map<String, Line> derived(DerivedConfig column) {
        Map<String, Line> points = new LinkedHashMap<>();
        points.put("part", Line.of("derived column"));
        points.put("column in " + column.system(), Line.ofCode(column.column()));
        points.put("how it is computed", DerivedWords.computed(column));
        return points;
    }

    private static Map<String, Line> columns(DuetConfig config, FieldConfig field) {
        Map<String, Line> points = new LinkedHashMap<>();
        for (SystemConfig system : config.systems()) {
            points.put("column in " + system.name(), column(field, system));
        }
        return points;
    }
}
