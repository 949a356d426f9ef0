package dev.duet.deploy.load;

import dev.duet.apply.store.CheckpointStore;
import dev.duet.apply.store.ControlStore;
import dev.duet.deploy.status.Instance;
import dev.duet.deploy.terminal.Progress;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.Position;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Keeps a load from running far ahead of a running sync, which remembers in memory what was put
/// beside it until it has come past. One thread.
final class Ahead {
    /// A sync remembers three times as many at most.
    static final long ROWS = 200_000;

    private static final Duration ASK_AGAIN = Duration.ofMillis(100);

    private final Lane lane;
    private final Progress progress;
    private final BooleanSupplier stopped;
    private final long most;
    private long since;

    /// The end of the target's log when the last so many rows had been put there.
    private @Nullable Position reached;

    /// @param most so many rows, and as many again, may be put there without a look
    Ahead(Lane lane, Progress progress, BooleanSupplier stopped, long most) {
        this.lane = lane;
        this.progress = progress;
        this.stopped = stopped;
        this.most = most;
    }

    /// To be told of rows that were put there; waits where they are too many.
    void put(long rows) throws SQLException, InterruptedException {
        since += rows;
        if (since < most) {
            return;
        }
        since = 0;
        Position before = reached;
        reached = end();
        while (before != null && !stopped.getAsBoolean() && !isPast(before)) {
            Thread.sleep(ASK_AGAIN);
        }
    }

    private Position end() throws SQLException {
        try (Connection target = lane.target().reads().getConnection()) {
            Position end = lane.target().logCheck().end(target);
            target.rollback();
            return end;
        }
    }

    /// Whether the sync has the target's log up to there, or none is at work.
    private boolean isPast(Position place) throws SQLException {
        String target = lane.target().name();
        try (Connection source = lane.source().pool().getConnection()) {
            boolean isLive = Instance.read(source).isLive();
            boolean isPaused = new ControlStore(target).read(source).isPaused();
            Checkpoint has = new CheckpointStore(target).read(source).orElseThrow();
            source.rollback();
            if (isPaused) {
                progress.say(
                        "waits until %s→%s has come past what was put into %s; it is paused"
                                .formatted(target, lane.source().name(), target));
            }
            return !isLive || place.isAtOrBefore(has.position());
        }
    }
}
