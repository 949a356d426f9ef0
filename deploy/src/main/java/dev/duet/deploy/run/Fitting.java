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
/// to remember its records by. One that has not even that is left out. Stateless.
public final class Fitting {
    private Fitting() {}

    /// For a command beside the sync, which pauses nothing.
    ///
    /// @throws CannotRun when no entity fits
    public static Fitted beside(DuetConfig config, Map<String, Side> sides) throws SQLException {
        try {
            return new Fitted(config, Blueprint.compile(config, sides), List.of());
        } catch (CannotRun _) {
            ForCommand command = new ForCommand(new ArrayList<>());
            List<EntityConfig> fitting = of(config, sides, command);
            Fitted.requireSome(config, command.misfits);
            DuetConfig left = config.of(fitting);
            return new Fitted(left, Blueprint.compile(left, sides), command.misfits);
        }
    }

    /// @param hasFitted whether a sync was under way with an entity as the file has it: one that
    ///   does not fit any more is paused then, and does not keep the others from going on
    /// @param preflight for one that was left out and is to come back: its table may be a new one
    /// @throws CannotRun when nothing fits
    static DuetConfig of(
            DuetConfig config,
            Map<String, Side> sides,
            Predicate<String> hasFitted,
            Preflight preflight)
            throws SQLException {
        Side first = side(sides, config.first());
        ForSync sync = new ForSync(first, hasFitted, preflight, new ArrayList<>());
        List<EntityConfig> fitting = of(config, sides, sync);
        if (fitting.isEmpty()) {
            throw new CannotRun(
                    "nothing of the file fits its tables: " + String.join("; ", sync.misfits));
        }
        return config.of(fitting);
    }

    /// For whom the configuration is to fit.
    private interface Asking {
        /// @param pause what was last said of an entity
        boolean mayNotFit(Pause pause);

        /// Whether all is as is needed of an entity that was left out.
        ///
        /// @param alone with it and what it is part of
        /// @throws CannotRun when it is not
        void require(DuetConfig alone) throws SQLException;

        /// Is told of an entity that does not fit.
        ///
        /// @param isLeftOut whether nothing is left of it
        void misfit(Pause pause, String why, boolean isLeftOut) throws SQLException;
    }

    private record ForCommand(List<Misfit> misfits) implements Asking {
        @Override
        public boolean mayNotFit(Pause pause) {
            return true;
        }

        @Override
        public void require(DuetConfig alone) {}

        @Override
        public void misfit(Pause pause, String why, boolean isLeftOut) {
            misfits.add(Misfit.of(pause, why));
        }
    }

    private record ForSync(
            Side first, Predicate<String> hasFitted, Preflight preflight, List<String> misfits)
            implements Asking {
        @Override
        public boolean mayNotFit(Pause pause) {
            return !pause.isOn() || hasFitted.test(pause.entity());
        }

        @Override
        public void require(DuetConfig alone) throws SQLException {
            preflight.require(alone);
        }

        @Override
        public void misfit(Pause pause, String why, boolean isLeftOut) throws SQLException {
            misfits.add(why);
            if (isLeftOut) {
                Pauses.sayLeftOut(first, pause.entity(), why);
            } else {
                Pauses.sayAltered(first, pause.entity(), "its tables do not fit the file", why);
            }
        }
    }

    private static List<EntityConfig> of(DuetConfig config, Map<String, Side> sides, Asking asking)
            throws SQLException {
        Map<String, Pause> said = said(config, sides);
        List<EntityConfig> fitting = new ArrayList<>();
        for (EntityConfig entity : config.entities()) {
            Pause pause = said.getOrDefault(entity.name(), Pause.none(entity.name()));
            Optional<EntityConfig> whole =
                    fitting.stream()
                            .filter(it -> entity.partOf().equals(Optional.of(it.name())))
                            .findFirst();
            if (entity.partOf().isPresent() && whole.isEmpty()) {
                String why = "it is part of " + entity.partOf().get() + ", which is left out";
                asking.misfit(pause, why, true);
                continue;
            }
            if (!asking.mayNotFit(pause)) {
                fitting.add(entity);
                continue;
            }
            Optional<String> misfit = misfit(config, sides, config.wholeOf(entity), entity);
            if (misfit.isEmpty() && pause.isUnseen()) {
                misfit = misfit(() -> asking.require(alone(config, whole, entity)));
            }
            if (misfit.isEmpty()) {
                fitting.add(entity);
                continue;
            }
            Optional<EntityConfig> left =
                    pause.isUnseen() ? Optional.empty() : reduced(config, sides, whole, entity);
            asking.misfit(pause, misfit.get(), left.isEmpty());
            left.ifPresent(fitting::add);
        }
        return fitting;
    }

    /// What was last said of each entity.
    static Map<String, Pause> said(DuetConfig config, Map<String, Side> sides) throws SQLException {
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

    private static Optional<String> misfit(
            DuetConfig config,
            Map<String, Side> sides,
            Optional<EntityConfig> whole,
            EntityConfig as)
            throws SQLException {
        return misfit(() -> Blueprint.compile(alone(config, whole, as), sides));
    }

    /// @param whole what the entity is part of
    /// @param as the entity, or what is left of it
    private static DuetConfig alone(
            DuetConfig config, Optional<EntityConfig> whole, EntityConfig as) {
        List<EntityConfig> alone = new ArrayList<>(whole.stream().toList());
        alone.add(as);
        return config.of(alone);
    }

    /// Fails with [CannotRun] where something does not fit.
    @FunctionalInterface
    private interface Trial {
        void run() throws SQLException;
    }

    private static Optional<String> misfit(Trial trial) throws SQLException {
        try {
            trial.run();
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
