package dev.duet.deploy.control;

import dev.duet.apply.Direction;
import dev.duet.apply.store.Control;
import dev.duet.apply.store.ControlStore;
import dev.duet.deploy.run.OpenSystems;
import dev.duet.deploy.run.Side;
import dev.duet.deploy.status.Instance;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Says to directions whether they may write. One thread.
record Lines(OpenSystems systems) {
    /// An instance looks every second; it may be at work on a large transaction.
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    /// What came of it.
    ///
    /// @param isChanged whether it was not so before
    /// @param isRunning whether an instance is at work
    record Told(Direction direction, Control control, boolean isChanged, boolean isRunning) {}

    /// Says it to each direction of which it is not true yet, and waits until a running instance
    /// has taken it up.
    ///
    /// @param next what to say, given what was said last
    List<Told> tell(List<Direction> directions, UnaryOperator<Control> next)
            throws SQLException, InterruptedException {
        systems.requireReachable();
        List<Told> told = new ArrayList<>();
        for (Direction direction : directions) {
            told.add(tell(direction, next));
        }
        List<Told> seen = new ArrayList<>();
        long limit = System.nanoTime() + PATIENCE.toNanos();
        for (Told one : told) {
            Told now = one;
            while (now.isRunning && !now.control.isObeyed() && System.nanoTime() < limit) {
                Thread.sleep(LOOK_AGAIN);
                now = look(one);
            }
            seen.add(now);
        }
        return seen;
    }

    private Told tell(Direction direction, UnaryOperator<Control> next) throws SQLException {
        ControlStore store = new ControlStore(direction.source());
        try (Connection connection = into(direction).pool().getConnection()) {
            Control before = store.read(connection);
            Control after = next.apply(before);
            boolean isChanged = before.isPaused() != after.isPaused();
            Control stands = isChanged ? store.write(connection, after) : before;
            connection.commit();
            return new Told(direction, stands, isChanged, Instance.read(connection).isLive());
        }
    }

    private Told look(Told told) throws SQLException {
        Direction direction = told.direction;
        try (Connection connection = into(direction).pool().getConnection()) {
            Control now = new ControlStore(direction.source()).read(connection);
            Instance instance = Instance.read(connection);
            connection.rollback();
            return new Told(direction, now, told.isChanged, instance.isLive());
        }
    }

    private Side into(Direction direction) {
        return systems.side(direction.target());
    }
}
