package dev.duet.deploy.run;

import dev.duet.capture.StructureWatch;
import dev.duet.deploy.structure.TableChange;
import dev.duet.schemas.catalog.Table;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.SystemConfig;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// Decides what becomes of an entity whose table is altered while the sync runs: one that the file
/// does not fit any more is paused, so that its records are remembered and the others flow; what is
/// not mapped disturbs nothing. Shared, thread-safe.
final class StructureKeeper {
    private static final Logger log = LoggerFactory.getLogger(StructureKeeper.class);

    private final DuetConfig config;
    private final Map<String, Side> sides;
    private final Pauses pauses;
    private final Runnable beginAgain;

    /// By system, and there by entity: what was seen last, and fits what the sync began with.
    private final Map<String, Map<String, Table>> tables = new HashMap<>();

    /// @param began what the sync begins with
    /// @param beginAgain ends the sync, for another to begin
    StructureKeeper(
            DuetConfig config,
            Map<String, Side> sides,
            Blueprint began,
            Pauses pauses,
            Runnable beginAgain) {
        this.config = config;
        this.sides = Map.copyOf(sides);
        this.pauses = pauses;
        this.beginAgain = beginAgain;
        for (SystemConfig system : config.systems()) {
            Map<String, Table> known = new HashMap<>();
            for (EntityConfig entity : config.entities()) {
                known.put(entity.name(), began.table(system.name(), entity.name()));
            }
            tables.put(system.name(), known);
        }
    }

    private @Nullable Table table(SystemConfig system, EntityConfig entity) throws SQLException {
        Side side = Objects.requireNonNull(sides.get(system.name()));
        try (Connection connection = side.pool().getConnection()) {
            Table table =
                    side.catalog().table(connection, entity.table(system.name())).orElse(null);
            connection.rollback();
            return table;
        }
    }

    /// Who is told by the reader of a system's log.
    StructureWatch in(String name) {
        SystemConfig system = config.system(name);
        return (shape, sight) -> mayReadOn(system, config.entity(shape.entity()), sight);
    }

    private boolean mayReadOn(
            SystemConfig system, EntityConfig entity, StructureWatch.Sight sight) {
        if (pauses.concerns(entity.name())) {
            return true; // its records are known by their keys
        }
        try {
            if (!isAsBefore(system, entity)) {
                return false;
            }
            if (sight instanceof StructureWatch.Sight.Missing missing) {
                pause(
                        entity,
                        "rows of %s in the log of %s have no column %s: it came later"
                                .formatted(
                                        entity.table(system.name()),
                                        system.name(),
                                        missing.column()));
                return false;
            }
            return true;
        } catch (SQLException e) {
            log.warn(
                    "what became of a table cannot be read, trying again system={} table={}"
                            + " reason={}",
                    system.name(),
                    entity.table(system.name()),
                    e.getMessage());
            return false;
        }
    }

    /// Whether a statement failed because a table into which it writes is not as it was. What then
    /// becomes of the entities is seen to.
    boolean explains(String name, Throwable failure) throws SQLException {
        SystemConfig target = config.system(name);
        boolean isFound = false;
        if (isOfStructure(failure)) {
            for (EntityConfig entity : config.entities()) {
                isFound |= !pauses.concerns(entity.name()) && !isAsBefore(target, entity);
            }
        }
        return isFound;
    }

    private static boolean isOfStructure(@Nullable Throwable failure) {
        return failure != null
                && (failure instanceof SQLException sql
                                && String.valueOf(sql.getSQLState()).startsWith("42")
                        || isOfStructure(failure.getCause()));
    }

    /// Looks at a table; what is mapped and not as it was is seen to.
    ///
    /// @return whether all that is mapped is as it was
    private synchronized boolean isAsBefore(SystemConfig system, EntityConfig entity)
            throws SQLException {
        Map<String, Table> known = Objects.requireNonNull(tables.get(system.name()));
        Table before = Objects.requireNonNull(known.get(entity.name()));
        Table now = table(system, entity);
        SystemConfig peer = config.peerOf(system.name());
        var change = new TableChange(entity, system, peer, before, now);
        if (change.isBreaking()) {
            String reason = change.words() + "; mend: " + String.join("; ", change.mends());
            if (change.isKeyLost()) {
                Pauses.sayLeftOut(first(), entity.name(), reason);
                beginAgain.run();
            } else {
                pause(entity, reason);
            }
            return false;
        }
        if (!change.isHarmless()) {
            log.warn(
                    "a table was altered, the sync begins again with it as it is entity={} what={}"
                            + " mend={}",
                    entity.name(),
                    change.words(),
                    change.mends());
            beginAgain.run();
            return false;
        }
        if (change.isSeen() && now != null) {
            log.info(
                    "a table was altered, and nothing of it that the file maps entity={} what={}"
                            + " mend={}",
                    entity.name(),
                    change.words(),
                    change.mends());
            known.put(entity.name(), now);
        }
        return true;
    }

    private void pause(EntityConfig entity, String reason) throws SQLException {
        Pauses.sayAltered(first(), entity.name(), "its table was altered", reason);
        beginAgain.run();
    }

    private Side first() {
        return Objects.requireNonNull(sides.get(config.first().name()));
    }
}
