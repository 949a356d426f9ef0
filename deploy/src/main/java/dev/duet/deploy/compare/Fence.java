package dev.duet.deploy.compare;

import dev.duet.apply.store.CheckpointStore;
import dev.duet.apply.store.ControlStore;
import dev.duet.deploy.run.CannotRun;
import dev.duet.deploy.run.OpenSystems;
import dev.duet.deploy.status.Instance;
import dev.duet.deploy.status.StatusReader;
import dev.duet.deploy.terminal.TimeSpan;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.Position;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.SystemConfig;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Waits until the running sync has come past all that both logs hold at this moment: it is applied
/// on the other side, and what had to be repaired has been, as far as that was known. One thread.
///
/// After one pass everything written before it is applied; after two its markers have been read
/// back as well, and no record that they are about was still other than it must be (the clean
/// positions of PROTOCOL 2.7).
final class Fence {
    private static final Duration ASK_AGAIN = Duration.ofMillis(100);

    private final DuetConfig config;
    private final OpenSystems systems;
    private final Duration patience;
    private final BooleanSupplier stopped;
    private final @Nullable String unread;
    private Optional<String> met = Optional.empty();

    /// Both logs' ends, or what one checkpoint row says of both.
    private record Places(Position first, Position second) {
        boolean isPastAll(Places ends) {
            return ends.first.isAtOrBefore(first) && ends.second.isAtOrBefore(second);
        }
    }

    Fence(DuetConfig config, OpenSystems systems, Duration patience, BooleanSupplier stopped) {
        this(config, systems, patience, stopped, null);
    }

    /// @param unread the system whose log nobody reads: then the sync is past a place when the
    ///   other one's changes up to there are applied, for nothing is read back
    Fence(
            DuetConfig config,
            OpenSystems systems,
            Duration patience,
            BooleanSupplier stopped,
            @Nullable String unread) {
        this.unread = unread;
        this.config = config;
        this.systems = systems;
        this.patience = patience;
        this.stopped = stopped;
    }

    /// Why the sync did not come past a place, the last time that it did not.
    Optional<String> met() {
        return met;
    }

    /// @return why the sync does not come past it; empty when it has
    Optional<String> pass() throws SQLException, InterruptedException {
        return pass(this::isPast);
    }

    /// The same so far that not even a restart reads it again.
    Optional<String> passForGood() throws SQLException, InterruptedException {
        return pass(this::isPastForGood);
    }

    private Optional<String> pass(Passing passing) throws SQLException, InterruptedException {
        Optional<String> obstacle = wayTo(passing);
        met = obstacle.or(() -> met);
        return obstacle;
    }

    @FunctionalInterface
    private interface Passing {
        boolean isPast(Places ends) throws SQLException;
    }

    private Optional<String> wayTo(Passing passing) throws SQLException, InterruptedException {
        var ends = new Places(end(config.first()), end(config.second()));
        if (unread != null) {
            mark(config.peerOf(unread));
        }
        long limit = System.nanoTime() + patience.toNanos();
        while (!passing.isPast(ends)) {
            Optional<String> obstacle = obstacle();
            if (obstacle.isPresent()) {
                return obstacle;
            }
            if (System.nanoTime() > limit) {
                return Optional.of(
                        "the sync did not come past what was written, within "
                                + TimeSpan.text(patience)
                                + " ('duet status' says how it is)");
            }
            Thread.sleep(ASK_AGAIN);
        }
        return Optional.empty();
    }

    /// Whether a sync holds the lease in either database.
    boolean isAtWork() throws SQLException {
        for (SystemConfig system : config.systems()) {
            try (Connection connection = reads(system)) {
                boolean live = Instance.read(connection).isLive();
                connection.rollback();
                if (live) {
                    return true;
                }
            }
        }
        return false;
    }

    /// What keeps changes from being carried over, as far as it is told.
    Optional<String> obstacle() throws SQLException {
        if (stopped.getAsBoolean()) {
            return Optional.of("the comparison was ended before it could look again");
        }
        for (SystemConfig target : config.systems()) {
            String source = config.peerOf(target.name()).name();
            try (Connection connection = reads(target)) {
                boolean live = Instance.read(connection).isLive();
                boolean paused = new ControlStore(source).read(connection).isPaused();
                connection.rollback();
                if (!live) {
                    return Optional.of("no 'duet run' is at work");
                }
                if (paused) {
                    return Optional.of(source + "→" + target.name() + " is paused");
                }
            }
        }
        return Optional.empty();
    }

    private boolean isPast(Places ends) throws SQLException {
        if (unread != null) {
            boolean isFirst = config.first().name().equals(unread);
            Position end = isFirst ? ends.second : ends.first;
            SystemConfig target = isFirst ? config.first() : config.second();
            return end.isAtOrBefore(checkpoint(target).position());
        }
        Checkpoint intoFirst = checkpoint(config.first());
        Checkpoint intoSecond = checkpoint(config.second());
        var applied = new Places(intoSecond.position(), intoFirst.position());
        var clean =
                new Places(
                        later(intoSecond.sourceClean(), intoFirst.targetClean()),
                        later(intoFirst.sourceClean(), intoSecond.targetClean()));
        return applied.isPastAll(ends) && clean.isPastAll(ends);
    }

    private boolean isPastForGood(Places ends) throws SQLException {
        Checkpoint intoFirst = checkpoint(config.first());
        Checkpoint intoSecond = checkpoint(config.second());
        return new Places(
                        later(
                                intoSecond.sourceResume().position(),
                                intoFirst.targetResume().position()),
                        later(
                                intoFirst.sourceResume().position(),
                                intoSecond.targetResume().position()))
                .isPastAll(ends);
    }

    /// So that there is something behind the end to come past: into a system whose peer's log
    /// nobody reads the sync writes no heartbeat.
    private void mark(SystemConfig system) throws SQLException {
        var store = new CheckpointStore(config.peerOf(system.name()).name());
        try (Connection connection = systems.side(system.name()).pool().getConnection()) {
            Checkpoint stored =
                    store.lock(connection).orElseThrow(() -> CannotRun.withoutInit(system.name()));
            if (!store.advance(connection, stored.marked())) {
                throw new IllegalStateException("the checkpoint row is locked");
            }
            connection.commit();
        }
    }

    private static Position later(Position one, Position two) {
        return two.isAfter(one) ? two : one;
    }

    private Checkpoint checkpoint(SystemConfig target) throws SQLException {
        String source = config.peerOf(target.name()).name();
        try (Connection connection = reads(target)) {
            Optional<Checkpoint> checkpoint = new CheckpointStore(source).read(connection);
            connection.rollback();
            return checkpoint.orElseThrow(() -> CannotRun.withoutInit(target.name()));
        }
    }

    private Position end(SystemConfig system) throws SQLException {
        try (Connection connection = reads(system)) {
            Position end = StatusReader.logStatus(system).end(connection);
            connection.rollback();
            return end;
        }
    }

    private Connection reads(SystemConfig system) throws SQLException {
        return systems.side(system.name()).reads().getConnection();
    }
}
