package dev.duet.deploy.control;

import dev.duet.apply.store.PauseStore;
import dev.duet.apply.store.PauseStore.Pause;
import dev.duet.deploy.run.OpenSystems;
import dev.duet.deploy.run.Pauses;
import dev.duet.deploy.run.Side;
import dev.duet.deploy.status.Instance;
import dev.duet.schemas.config.DuetConfig;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Says of entities whether they are carried over. One thread.
///
/// @param first the system listed first
record EntityLines(Side first) {
    /// The running instance begins again for it.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    /// What came of it.
    ///
    /// @param isChanged whether it was not so before
    /// @param isRunning whether an instance was at work: it gives its lease back while it begins
    ///   again
    record Told(Pause pause, boolean isChanged, boolean isRunning) {}

    /// Says it of each entity of which it is not true yet, and waits until a running instance has
    /// taken it up.
    ///
    /// @param next what to say, given what was said last; the same where that is true already
    static List<Told> tell(DuetConfig config, List<String> entities, UnaryOperator<Pause> next)
            throws SQLException, InterruptedException {
        try (OpenSystems systems = OpenSystems.of(config)) {
            systems.requireReachable();
            return new EntityLines(systems.side(config.first().name())).tell(entities, next);
        }
    }

    private List<Told> tell(List<String> entities, UnaryOperator<Pause> next)
            throws SQLException, InterruptedException {
        List<Told> told = new ArrayList<>();
        for (String entity : entities) {
            told.add(tell(entity, next));
        }
        List<Told> seen = new ArrayList<>();
        long limit = System.nanoTime() + PATIENCE.toNanos();
        for (Told one : told) {
            Told now = one;
            while (one.isRunning && !now.pause.isObeyed() && System.nanoTime() < limit) {
                Thread.sleep(LOOK_AGAIN);
                now = look(one);
            }
            seen.add(now);
        }
        return seen;
    }

    private Told tell(String entity, UnaryOperator<Pause> next) throws SQLException {
        Pauses.Said said = Pauses.say(first, entity, next);
        try (Connection connection = first.pool().getConnection()) {
            return new Told(said.pause(), said.isChanged(), Instance.read(connection).isLive());
        }
    }

    private Told look(Told told) throws SQLException {
        String entity = told.pause.entity();
        try (Connection connection = first.pool().getConnection()) {
            Pause now = new PauseStore().read(connection, entity);
            connection.rollback();
            return new Told(now, told.isChanged, told.isRunning);
        }
    }
}
