package dev.duet.deploy.run;

import dev.duet.apply.TargetTerms;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.plan.Relations;
import dev.duet.deploy.lookup.References;
import dev.duet.mapping.Derivations;
import dev.duet.mapping.EntityMapping;
import dev.duet.mapping.EntityMappings;
import dev.duet.mapping.EntityMappings.NamedTable;
import dev.duet.mapping.NoValue;
import dev.duet.mapping.SoftDelete;
import dev.duet.mapping.SystemMapping;
import dev.duet.mapping.Validation;
import dev.duet.mapping.fields.FieldMapping;
import dev.duet.mapping.fields.Place;
import dev.duet.mapping.fields.Reference;
import dev.duet.mapping.types.TypeTable;
import dev.duet.schemas.Column;
import dev.duet.schemas.Shape;
import dev.duet.schemas.TableName;
import dev.duet.schemas.catalog.Table;
import dev.duet.schemas.catalog.TableColumn;
import dev.duet.schemas.config.ConflictRule;
import dev.duet.schemas.config.DerivedConfig;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.FieldConfig;
import dev.duet.schemas.config.LookupConfig;
import dev.duet.schemas.config.OnTrigger;
import dev.duet.schemas.config.SoftDeleteConfig;
import dev.duet.schemas.config.SystemConfig;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What the configuration means for the tables as they are: shapes, mappings and relations,
/// compiled once. Immutable.
public final class Blueprint {
    private final DuetConfig config;
    private final Map<String, Side> sides;
    private final Map<String, EntityMappings> entities = new LinkedHashMap<>();

    /// By system, and there by entity.
    private final Map<String, Map<String, Table>> tables = new LinkedHashMap<>();

    /// By system.
    private final Map<String, Map<LookupConfig, Reference>> references = new LinkedHashMap<>();

    private Blueprint(DuetConfig config, Map<String, Side> sides) {
        this.config = config;
        this.sides = Map.copyOf(sides);
    }

    /// Reads both catalogs and compiles every entity.
    ///
    /// @throws CannotRun when a table or column is missing or a pair of types is refused
    public static Blueprint compile(DuetConfig config, Map<String, Side> sides)
            throws SQLException {
        Blueprint blueprint = new Blueprint(config, sides);
        for (SystemConfig system : config.systems()) {
            Side side = sides.get(system.name());
            if (side == null) {
                throw new IllegalArgumentException("no side for " + system.name());
            }
            try (Connection connection = side.pool().getConnection()) {
                blueprint.tables.put(system.name(), blueprint.tables(system, side, connection));
                blueprint.references.put(
                        system.name(), blueprint.references(system, side, connection));
                connection.rollback();
            }
        }
        for (EntityConfig entity : config.entities()) {
            blueprint.entities.put(entity.name(), blueprint.mappings(entity));
        }
        return blueprint;
    }

    /// The shapes of all entities on one system, in the order of the file.
    public List<Shape> shapes(String system) {
        return entities.values().stream().map(entity -> on(entity, system).shape()).toList();
    }

    /// The shapes of all entities' canonical records, likewise.
    public List<Shape> canonical() {
        return entities.values().stream().map(EntityMappings::canonical).toList();
    }

    /// The mappings of the direction into a system.
    public Mappings mappingsInto(String system) {
        return new Mappings(into(system));
    }

    /// How canonical records look at the ends of the direction into a system.
    public TargetTerms termsOf(String target) {
        Map<String, EntityMapping> mappings = into(target);
        EntityRelations relations = entityRelations(target);
        return new TargetTerms(
                mappings, kept(), relations.undeclared(config), relations.links(config, mappings));
    }

    /// Which records of an entity each system sends to the other.
    public EntityMappings.Sent sent(String entity) {
        return Objects.requireNonNull(entities.get(entity), entity).sent();
    }

    private Map<String, EntityMapping> into(String system) {
        boolean first = isFirst(system);
        Map<String, EntityMapping> mappings = new LinkedHashMap<>();
        entities.forEach(
                (name, entity) ->
                        mappings.put(name, first ? entity.intoFirst() : entity.fromFirst()));
        return mappings;
    }

    /// The rules of all entities, as the file says.
    public List<EntityRules> rules() {
        List<Shape> second =
                entities.values().stream().map(entity -> entity.second().byField()).toList();
        return ConflictRules.compile(config, canonical(), second).stream()
                .map(rules -> Sends.of(rules, Objects.requireNonNull(entities.get(rules.entity()))))
                .toList();
    }

    private Map<String, BitSet> kept() {
        return config.entities().stream()
                .collect(Collectors.toMap(EntityConfig::name, ConflictRules::kept));
    }

    /// The entities of which the file says what becomes of what triggers do.
    public Set<String> watched() {
        return config.entities().stream()
                .filter(entity -> entity.conflicts().onTrigger() != OnTrigger.NOTICE)
                .map(EntityConfig::name)
                .collect(Collectors.toSet());
    }

    public Relations relations(String system) {
        return entityRelations(system).of(config);
    }

    private EntityRelations entityRelations(String system) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        entities.forEach((name, entity) -> shapes.put(name, on(entity, system).shape()));
        return new EntityRelations(system, shapes, on(system));
    }

    private boolean isFirst(String system) {
        on(system);
        return config.first().name().equals(system);
    }

    private SystemMapping on(EntityMappings entity, String system) {
        return isFirst(system) ? entity.first() : entity.second();
    }

    private Map<String, Table> on(String system) {
        Map<String, Table> named = tables.get(system);
        if (named == null) {
            throw new IllegalArgumentException("there is no system " + system);
        }
        return named;
    }

    /// An entity's table in a system, as its catalog had it.
    Table table(String system, String entity) {
        Table table = on(system).get(entity);
        if (table == null) {
            throw new IllegalArgumentException("there is no entity " + entity);
        }
        return table;
    }

    private Map<String, Table> tables(SystemConfig system, Side side, Connection connection)
            throws SQLException {
        Map<String, Table> found = new LinkedHashMap<>();
        for (EntityConfig entity : config.entities()) {
            TableName name = entity.table(system.name());
            found.put(
                    entity.name(),
                    side.catalog()
                            .table(connection, name)
                            .orElseThrow(
                                    () ->
                                            new CannotRun(
                                                    "there is no table "
                                                            + name
                                                            + " in "
                                                            + system.name())));
        }
        return found;
    }

    private Map<LookupConfig, Reference> references(
            SystemConfig system, Side side, Connection connection) throws SQLException {
        var references = new References(system.name(), system.kind(), side.reads(), side.target());
        Map<LookupConfig, Reference> found = new LinkedHashMap<>();
        for (EntityConfig entity : config.entities()) {
            for (LookupConfig lookup : entity.lookups(system.name()).toList()) {
                found.put(
                        lookup,
                        side.catalog()
                                .table(connection, lookup.table())
                                .flatMap(table -> references.of(lookup, table))
                                .orElseThrow(
                                        () ->
                                                new CannotRun(
                                                        "%s: there is no table %s with columns %s and %s in %s, or Duet may not read it; mend: run 'duet check'"
                                                                .formatted(
                                                                        entity.name(),
                                                                        lookup.table(),
                                                                        lookup.key(),
                                                                        lookup.value(),
                                                                        system.name()))));
            }
        }
        return found;
    }

    private EntityMappings mappings(EntityConfig entity) {
        Table first = table(config.first().name(), entity.name());
        Table second = table(config.second().name(), entity.name());
        List<FieldMapping.Present> fields = new ArrayList<>();
        for (FieldConfig field : entity.allFields()) {
            FieldMapping mapping =
                    FieldMapping.of(
                            field,
                            place(config.first(), first, field),
                            place(config.second(), second, field),
                            entity.isSummed(field));
            switch (mapping) {
                case FieldMapping.Present present -> fields.add(present);
                case FieldMapping.Refused refused ->
                        throw new CannotRun(
                                entity.name()
                                        + "."
                                        + field.name()
                                        + ": "
                                        + refused.reason()
                                        + "; mend: "
                                        + refused.mend());
            }
        }
        return EntityMappings.of(
                        entity.name(),
                        fields,
                        derivations(entity, fields),
                        validation(entity, fields),
                        List.of(
                                new NamedTable(config.first().name(), first.name()),
                                new NamedTable(config.second().name(), second.name())),
                        entity.key().size(),
                        presence(entity, fields))
                .of(RowConditions.filter(entity, entity.rows(), fields))
                .of(Sends.of(config, entity, fields));
    }

    private EntityMappings.Presence presence(
            EntityConfig entity, List<FieldMapping.Present> fields) {
        SystemConfig shared = config.sharedBy(entity).orElse(null);
        if (shared == null) {
            return new EntityMappings.Presence(softDeletes(entity), null);
        }
        NoValue.needed(fields, entity.key().size(), shared.equals(config.first())).stream()
                .findFirst()
                .ifPresent(
                        column -> {
                            throw new CannotRun(
                                    "%s: column %s of %s is NOT NULL, and a part that is not there has no value in it; mend: let it take NULL, or write when-null: { %s: { default: <value> } } at its field"
                                            .formatted(
                                                    entity.name(),
                                                    column.name(),
                                                    shared.name(),
                                                    shared.name()));
                        });
        Map<String, BitSet> owned = new LinkedHashMap<>();
        for (int i = entity.key().size(); i < fields.size(); i++) {
            if (entity.conflicts().rule(entity.allFields().get(i))
                    instanceof ConflictRule.Owner owner) {
                owned.computeIfAbsent(owner.system(), absent -> new BitSet()).set(i);
            }
        }
        return new EntityMappings.Presence(Map.of(), new EntityMappings.Part(shared.name(), owned));
    }

    private Map<String, SoftDelete> softDeletes(EntityConfig entity) {
        Map<String, SoftDelete> soft = new LinkedHashMap<>();
        entity.soft()
                .forEach(
                        (system, said) -> {
                            Table table = table(system, entity.name());
                            Column column =
                                    place(config.system(system), table, said.column()).column();
                            soft.put(system, softDelete(entity, system, column, said));
                        });
        return soft;
    }

    private static SoftDelete softDelete(
            EntityConfig entity, String system, Column column, SoftDeleteConfig said) {
        try {
            return SoftDelete.of(column, said);
        } catch (IllegalArgumentException e) {
            throw new CannotRun(
                    "%s: soft-delete: column %s of %s: %s; mend: write values that it can hold"
                            .formatted(entity.name(), column.name(), system, e.getMessage()));
        }
    }

    private Derivations derivations(EntityConfig entity, List<FieldMapping.Present> fields) {
        Map<DerivedConfig, Place> places = new LinkedHashMap<>();
        for (DerivedConfig column : entity.derived()) {
            Table table = table(column.system(), entity.name());
            places.put(column, place(config.system(column.system()), table, column.column()));
        }
        Derivations derived =
                Derivations.of(
                        fields.stream().map(FieldMapping.Present::canonical).toList(), places);
        derived.wrong().stream()
                .findFirst()
                .ifPresent(
                        wrong -> {
                            throw new CannotRun(
                                    "%s: %s.%s: %s; mend: %s"
                                            .formatted(
                                                    wrong.place(),
                                                    entity.name(),
                                                    wrong.column().name(),
                                                    wrong.what(),
                                                    wrong.mend()));
                        });
        return derived;
    }

    private static Validation validation(EntityConfig entity, List<FieldMapping.Present> fields) {
        Validation.Compiled compiled = Validation.of(fields, entity.validation());
        compiled.wrong().stream()
                .findFirst()
                .ifPresent(
                        wrong -> {
                            throw new CannotRun(
                                    "%s: %s: rule %s: %s; mend: %s"
                                            .formatted(
                                                    wrong.place(),
                                                    entity.name(),
                                                    wrong.rule().name(),
                                                    wrong.what(),
                                                    wrong.mend()));
                        });
        return compiled.rules();
    }

    private Optional<Place> place(SystemConfig system, Table table, FieldConfig field) {
        return field.column(system.name())
                .map(column -> place(system, table, column))
                .map(
                        place ->
                                field.form()
                                        .lookup(system.name())
                                        .map(it -> referring(place, it))
                                        .orElse(place));
    }

    private Place referring(Place place, LookupConfig lookup) {
        Map<LookupConfig, Reference> named = references.getOrDefault(place.system(), Map.of());
        return place.with(Objects.requireNonNull(named.get(lookup)));
    }

    private Place place(SystemConfig system, Table table, String name) {
        TableColumn column =
                table.column(name)
                        .orElseThrow(
                                () ->
                                        new CannotRun(
                                                "table "
                                                        + table.name()
                                                        + " in "
                                                        + system.name()
                                                        + " has no column '"
                                                        + name
                                                        + "'"));
        return new Place(system.name(), system.kind(), TypeTable.column(system.kind(), column))
                .with(Objects.requireNonNull(sides.get(system.name())).pairs());
    }
}
