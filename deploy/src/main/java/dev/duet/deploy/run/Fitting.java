package dev.duet.deploy.run;

import dev.duet.apply.store.PauseStore;
import dev.duet.apply.store.PauseStore.Pause;
import dev.duet.schemas.catalog.Table;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.FieldConfig;
import dev.duet.schemas.config.SystemConfig;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The configuration as far as the tables fit it: of an entity that is paused, and does not, only
/// what both tables have still. Nothing is written of it while it is paused, and its key is enough
/// to remember its records by. Stateless.
public final class Fitting {
    private static final Logger log = LoggerFactory.getLogger(Fitting.class);
    private static final String BY = "duet run";

    private Fitting() {}

    /// For one who only looks: nobody is told of an entity that does not fit.
    public static DuetConfig of(DuetConfig config, Map<String, Side> sides) throws SQLException {
        return of(config, sides, Pause::isAltered, (entity, misfit) -> {});
    }

    /// @param hasBegun whether a sync of this process was under way under this configuration: then
    ///   an entity that does not fit any more is paused, and does not keep the others from going on
    static DuetConfig of(DuetConfig config, Map<String, Side> sides, boolean hasBegun)
            throws SQLException {
        return of(
                config,
                sides,
                pause -> hasBegun || !pause.isOn(),
                (entity, misfit) -> pause(config, sides, entity, misfit));
    }

    /// Is told of an entity that does not fit.
    private interface Notice {
        void misfit(EntityConfig entity, String why) throws SQLException;
    }

    private static DuetConfig of(
            DuetConfig config, Map<String, Side> sides, Predicate<Pause> mayNotFit, Notice notice)
            throws SQLException {
        Map<String, Pause> said = said(config, sides);
        List<EntityConfig> fitting = new ArrayList<>();
        for (EntityConfig entity : config.entities()) {
            Pause pause = said.getOrDefault(entity.name(), Pause.none(entity.name()));
            Optional<String> misfit =
                    mayNotFit.test(pause)
                            ? misfit(config, sides, entity, entity)
                            : Optional.empty();
            if (misfit.isPresent()) {
                notice.misfit(entity, misfit.get());
            }
            fitting.add(misfit.isPresent() ? reduced(config, sides, entity) : entity);
        }
        return new DuetConfig(config.systems(), fitting, config.settings());
    }

    private static Map<String, Pause> said(DuetConfig config, Map<String, Side> sides)
            throws SQLException {
        try (Connection connection = side(sides, config.first()).pool().getConnection()) {
            Map<String, Pause> said = new PauseStore().read(connection);
            connection.rollback();
            return said;
        } catch (SQLException e) {
            if (String.valueOf(e.getSQLState()).startsWith("42")) {
                return Map.of(); // 'duet init' is yet to make the table: the check says so
            }
            throw e;
        }
    }

    private static Side side(Map<String, Side> sides, SystemConfig system) {
        return Objects.requireNonNull(sides.get(system.name()));
    }

    /// @param as the entity, or what is left of it
    private static Optional<String> misfit(
            DuetConfig config, Map<String, Side> sides, EntityConfig entity, EntityConfig as)
            throws SQLException {
        List<EntityConfig> alone = new ArrayList<>();
        config.wholeOf(entity).ifPresent(alone::add);
        alone.add(as);
        try {
            Blueprint.compile(new DuetConfig(config.systems(), alone, config.settings()), sides);
            return Optional.empty();
        } catch (CannotRun e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static void pause(
            DuetConfig config, Map<String, Side> sides, EntityConfig entity, String misfit)
            throws SQLException {
        Pauses.Said said =
                Pauses.say(
                        side(sides, config.first()),
                        entity.name(),
                        before -> before.altered(misfit, BY));
        if (said.isChanged()) {
            log.error(
                    "an entity is paused, for its tables do not fit the file: its records are"
                            + " remembered, all else goes on entity={} reason={}",
                    entity.name(),
                    misfit);
        }
    }

    private static EntityConfig reduced(
            DuetConfig config, Map<String, Side> sides, EntityConfig entity) throws SQLException {
        Map<String, Table> tables = new LinkedHashMap<>();
        for (SystemConfig system : config.systems()) {
            Side side = side(sides, system);
            try (Connection connection = side.pool().getConnection()) {
                side.catalog()
                        .table(connection, entity.table(system.name()))
                        .ifPresent(table -> tables.put(system.name(), table));
                connection.rollback();
            }
        }
        Set<String> there =
                entity.fields().stream()
                        .filter(field -> isThere(config, tables, field))
                        .map(FieldConfig::name)
                        .collect(Collectors.toSet());
        EntityConfig some = entity.reducedTo(there, config.first().name());
        return misfit(config, sides, entity, some).isEmpty()
                ? some
                : entity.reducedTo(Set.of(), config.first().name());
    }

    private static boolean isThere(
            DuetConfig config, Map<String, Table> tables, FieldConfig field) {
        return config.systems().stream()
                .allMatch(
                        system ->
                                field.column(system.name())
                                        .flatMap(
                                                column ->
                                                        Optional.ofNullable(
                                                                        tables.get(system.name()))
                                                                .flatMap(it -> it.column(column)))
                                        .isPresent());
    }
}
