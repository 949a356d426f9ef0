package dev.duet.deploy.run;

import dev.duet.apply.store.PauseStore;
import dev.duet.apply.store.PauseStore.Pause;
import dev.duet.schemas.catalog.Table;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.FieldConfig;
import dev.duet.schemas.config.SystemConfig;

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
    private Fitting() {}

    /// For a command beside the sync, which pauses nothing.
    ///
    /// @throws CannotRun when no entity fits, or one has not even its key
    public static Fitted beside(DuetConfig config, Map<String, Side> sides) throws SQLException {
        try {
            return new Fitted(config, Blueprint.compile(config, sides), List.of());
        } catch (CannotRun _) {
            List<Misfit> misfits = new ArrayList<>();
            DuetConfig fitting =
                    of(
                            config,
                            sides,
                            _ -> true,
                            (pause, why) -> misfits.add(Misfit.of(pause, why)));
            Fitted.requireSome(config, misfits);
            return new Fitted(fitting, Blueprint.compile(fitting, sides), misfits);
        }
    }

    /// @param hasFitted whether a sync was under way with an entity as the file has it: one that
    ///   does not fit any more is paused then, and does not keep the others from going on
    static DuetConfig of(DuetConfig config, Map<String, Side> sides, Predicate<String> hasFitted)
            throws SQLException {
        return of(
                config,
                sides,
                pause -> !pause.isOn() || hasFitted.test(pause.entity()),
                (pause, why) ->
                        Pauses.sayAltered(
                                side(sides, config.first()),
                                pause.entity(),
                                "its tables do not fit the file",
                                why));
    }

    /// Is told of an entity that does not fit.
    private interface Notice {
        /// @param pause what was last said of it
        void misfit(Pause pause, String why) throws SQLException;
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
                            ? misfit(config, sides, config.wholeOf(entity), entity)
                            : Optional.empty();
            Optional<EntityConfig> whole =
                    fitting.stream()
                            .filter(it -> entity.partOf().equals(Optional.of(it.name())))
                            .findFirst();
            Optional<EntityConfig> left =
                    misfit.isPresent() ? reduced(config, sides, whole, entity) : Optional.empty();
            if (left.isPresent()) {
                notice.misfit(pause, misfit.get());
            }
            fitting.add(left.orElse(entity));
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
            if (CannotRun.isWithoutInit(e)) {
                return Map.of();
            }
            throw e;
        }
    }

    private static Side side(Map<String, Side> sides, SystemConfig system) {
        return Objects.requireNonNull(sides.get(system.name()));
    }

    /// @param whole what the entity is part of
    /// @param as the entity, or what is left of it
    private static Optional<String> misfit(
            DuetConfig config,
            Map<String, Side> sides,
            Optional<EntityConfig> whole,
            EntityConfig as)
            throws SQLException {
        List<EntityConfig> alone = new ArrayList<>(whole.stream().toList());
        alone.add(as);
        try {
            Blueprint.compile(new DuetConfig(config.systems(), alone, config.settings()), sides);
            return Optional.empty();
        } catch (CannotRun e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /// What both tables have still of an entity; nothing where that is not even its key.
    ///
    /// @param whole as far as it fits
    private static Optional<EntityConfig> reduced(
            DuetConfig config,
            Map<String, Side> sides,
            Optional<EntityConfig> whole,
            EntityConfig entity)
            throws SQLException {
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
        for (Set<String> some : List.of(there, Set.<String>of())) {
            EntityConfig left = entity.reducedTo(some, config.first().name());
            if (misfit(config, sides, whole, left).isEmpty()) {
                return Optional.of(left);
            }
        }
        return Optional.empty();
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
