package dev.duet.schemas.config;

import dev.duet.schemas.TableName;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// All that the configuration file says. Systems and entities stand in file order; the first system
/// wins where no rule says otherwise.
public record DuetConfig(
        List<SystemConfig> systems, List<EntityConfig> entities, Settings settings) {

    public DuetConfig {
        systems = List.copyOf(systems);
        entities = List.copyOf(entities);
        if (systems.size() != 2) {
            throw new IllegalArgumentException("two systems are needed, not " + systems.size());
        }
        if (systems.get(0).name().equals(systems.get(1).name())) {
            throw new IllegalArgumentException("both systems are named " + systems.get(0).name());
        }
        if (systems.get(0).kind() == systems.get(1).kind()) {
            throw new IllegalArgumentException("both systems are " + systems.get(0).kind());
        }
        if (entities.isEmpty()) {
            throw new IllegalArgumentException("there is no entity");
        }
        requireDistinctEntityNames(entities);
        requireKnownSystems(systems, entities);
        requireWholes(systems, entities);
        for (SystemConfig system : systems) {
            checkTables(system, entities);
        }
    }

    /// The same for other entities.
    public DuetConfig of(List<EntityConfig> others) {
        return new DuetConfig(systems, others, settings);
    }

    /// The system that the file names first.
    public SystemConfig first() {
        return systems.get(0);
    }

    public SystemConfig second() {
        return systems.get(1);
    }

    /// The names of both, in the order of the file.
    public List<String> systemNames() {
        return systems.stream().map(SystemConfig::name).toList();
    }

    public SystemConfig system(String name) {
        for (SystemConfig system : systems) {
            if (system.name().equals(name)) {
                return system;
            }
        }
        throw new IllegalArgumentException("there is no system " + name);
    }

    /// The other system.
    public SystemConfig peerOf(String name) {
        return system(name).equals(first()) ? second() : first();
    }

    public SystemConfig postgres() {
        return ofKind(DatabaseKind.POSTGRES);
    }

    public SystemConfig mysql() {
        return ofKind(DatabaseKind.MYSQL);
    }

    public EntityConfig entity(String name) {
        for (EntityConfig entity : entities) {
            if (entity.name().equals(name)) {
                return entity;
            }
        }
        throw new IllegalArgumentException("there is no entity " + name);
    }

    private SystemConfig ofKind(DatabaseKind kind) {
        return first().kind() == kind ? first() : second();
    }

    /// The entity that another is part of, if it is.
    public Optional<EntityConfig> wholeOf(EntityConfig entity) {
        return entity.partOf().map(this::entity);
    }

    /// The system in which an entity has its table together with the one that it is part of.
    public Optional<SystemConfig> sharedBy(EntityConfig part) {
        return wholeOf(part)
                .flatMap(
                        whole ->
                                systems.stream()
                                        .filter(it -> part.sharesTable(whole, it.name()))
                                        .findFirst());
    }

    /// The tables of a system, each once, with the entities that have it: the whole, then its
    /// parts.
    public Map<TableName, List<EntityConfig>> tables(String system) {
        return entities.stream()
                .collect(
                        Collectors.groupingBy(
                                entity -> entity.table(system),
                                LinkedHashMap::new,
                                Collectors.toList()));
    }

    /// The columns of a table that the file maps, each once.
    public List<String> mappedColumns(String system, TableName table) {
        return tables(system).getOrDefault(table, List.of()).stream()
                .flatMap(entity -> entity.mappedColumns(system))
                .distinct()
                .toList();
    }

    private static void requireDistinctEntityNames(List<EntityConfig> entities) {
        Set<String> names = new HashSet<>();
        for (EntityConfig entity : entities) {
            if (!names.add(entity.name())) {
                throw new IllegalArgumentException("entity twice: " + entity.name());
            }
        }
    }

    private static void requireKnownSystems(
            List<SystemConfig> systems, List<EntityConfig> entities) {
        List<String> names = systems.stream().map(SystemConfig::name).toList();
        for (EntityConfig entity : entities) {
            if (!names.containsAll(entity.conflicts().systems())) {
                throw new IllegalArgumentException(
                        "a rule of " + entity.name() + " names a system that is not there");
            }
        }
    }

    /// Each part stands below its whole, which is none, and shares its table in one system.
    private static void requireWholes(List<SystemConfig> systems, List<EntityConfig> entities) {
        Map<String, EntityConfig> wholes = new HashMap<>();
        for (EntityConfig entity : entities) {
            if (entity.partOf().isEmpty()) {
                wholes.put(entity.name(), entity);
                continue;
            }
            EntityConfig whole = wholes.get(entity.partOf().get());
            if (whole == null
                    || systems.stream().filter(it -> entity.sharesTable(whole, it.name())).count()
                            != 1) {
                throw new IllegalArgumentException(
                        entity.name() + " is part of no entity that has a table with it");
            }
        }
    }

    /// Each entity has its own table here, or that of its whole; and each field its own column.
    private static void checkTables(SystemConfig system, List<EntityConfig> entities) {
        Map<TableName, String> wholes = new HashMap<>();
        for (EntityConfig entity : entities) {
            TableName table = entity.table(system.name());
            if (entity.tables().size() != 2) {
                throw new IllegalArgumentException(entity.name() + " needs two tables");
            }
            requireIdentifier(system.kind(), table.schema());
            requireIdentifier(system.kind(), table.name());
            if (system.kind().isReservedSchema(table.schema())) {
                throw new IllegalArgumentException(table + " is not a table to sync");
            }
            String whole = wholes.putIfAbsent(table, entity.name());
            if (whole != null && !entity.partOf().equals(Optional.of(whole))) {
                throw new IllegalArgumentException("two entities on table " + table);
            }
            checkColumns(system, entity);
        }
    }

    private static void checkColumns(SystemConfig system, EntityConfig entity) {
        Set<String> columns = new HashSet<>();
        for (FieldConfig field : entity.allFields()) {
            if (field.columns().size() != (entity.givenBy(field).isPresent() ? 1 : 2)) {
                throw new IllegalArgumentException(field.name() + " needs two columns");
            }
        }
        for (String column : entity.mappedColumns(system.name()).toList()) {
            requireIdentifier(system.kind(), column);
            if (!columns.add(system.kind().foldColumn(column))) {
                throw new IllegalArgumentException(
                        "two fields of " + entity.name() + " on column " + column);
            }
        }
    }

    private static void requireIdentifier(DatabaseKind kind, String identifier) {
        kind.refusal(identifier)
                .ifPresent(
                        why -> {
                            throw new IllegalArgumentException("a name in the database " + why);
                        });
    }
}
