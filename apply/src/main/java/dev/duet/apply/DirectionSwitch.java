package dev.duet.apply;

import dev.duet.apply.brake.Brakes;
import dev.duet.apply.brake.Tally;
import dev.duet.apply.brake.Trip;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.apply.store.Control;
import dev.duet.apply.store.ControlStore;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;

/// Whether a direction may write: what people say in `duet.control` of its target, and what its
/// brakes say. Shared, thread-safe.
///
/// It outlives the direction's restarts within one process; what is said outlives the process.
public final class DirectionSwitch {
    private static final Logger log = LoggerFactory.getLogger(DirectionSwitch.class);

    private final Direction direction;
    private final Side source;
    private final ControlStore store;
    private final Brakes brakes;
    private final Arbiter arbiter;
    private volatile Control current = Control.NONE;

    /// Whose tally it is. A large transaction is counted once, while it is surely not committed:
    /// when its marker has been read, its rows cannot be read any more.
    private @Nullable ApplyTask counted;

    private Tally tally = Tally.NOTHING;

    /// @param source the direction's, as the core names it
    public DirectionSwitch(Direction direction, Side source, Brakes brakes, Arbiter arbiter) {
        this.direction = direction;
        this.source = source;
        this.store = new ControlStore(direction.source());
        this.brakes = brakes;
        this.arbiter = arbiter;
    }

    /// What was said last, as far as is known.
    public Control current() {
        return current;
    }

    /// Looks at what was said, and does it. To be called before the direction begins, and then all
    /// the time; commits.
    public synchronized void look(Connection connection) throws SQLException {
        Control now = store.read(connection);
        if (now.turn() != current.turn()) {
            take(now);
        }
        if (!now.isObeyed() && (!now.isPaused() || arbiter.isStill(source))) {
            store.obeyed(connection, now);
        }
        connection.commit();
    }

    private void take(Control now) {
        current = now;
        if (now.isPaused()) {
            log.warn(
                    "the direction is paused direction={} by={} reason={} mend={}",
                    direction,
                    now.by(),
                    now.reason(),
                    "duet resume " + direction);
            arbiter.pause(source);
            return;
        }
        if (!now.isObeyed()) {
            log.info(
                    "the direction goes on direction={} by={} allowance={}",
                    direction,
                    now.by(),
                    now.allowance());
            brakes.begin(now.brake(), now.allowance());
        }
        arbiter.resume(source);
    }

    /// Why a transaction may not be written; null when it may. Asked by the direction's thread
    /// alone.
    @Nullable Trip check(ApplyTask task) {
        if (counted == null || !counted.isSameWork(task)) {
            tally = task.tally();
            counted = task;
        }
        return brakes.check(tally);
    }

    /// Counts what was checked last: it is committed.
    void passed() {
        brakes.passed(tally);
    }

    /// Pauses the direction, from now on and whatever comes of [#record].
    void brake(Trip trip) {
        arbiter.pause(source);
        log.error(
                "the brake on {} pauses the direction, nothing of it is written direction={}"
                        + " reason={} mend={}",
                trip.kind(),
                direction,
                trip.reason(),
                mend(direction, trip.kind()));
    }

    /// Writes down that a brake has paused it, so that it stays so over a restart; commits.
    synchronized void record(Connection connection, Trip trip) throws SQLException {
        arbiter.pause(source); // an earlier word of a person's may have been taken up meanwhile
        current =
                store.write(connection, Control.braked(trip.kind(), trip.counted(), trip.reason()));
        connection.commit();
    }

    /// What to do about a pause.
    ///
    /// @param brake the kind that the brake counts; null for a person's pause
    public static String mend(Direction direction, @Nullable String brake) {
        String resume = "'duet resume " + direction + "'";
        return switch (brake) {
            case null -> resume + " when it may go on";
            case Brakes.CONFLICTS ->
                    "look at 'duet conflicts list' and at what writes in "
                            + direction.source()
                            + "; if it is meant, "
                            + resume
                            + " lets as many pass";
            default ->
                    "look at what was deleted in "
                            + direction.source()
                            + "; if it is meant, "
                            + resume
                            + " lets as many pass";
        };
    }
}
