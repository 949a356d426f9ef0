package dev.duet.deploy.compare;

import dev.duet.apply.Failure;
import dev.duet.apply.TargetTerms;
import dev.duet.apply.ToolWriter;
import dev.duet.apply.ToolWriter.Refusal;
import dev.duet.apply.conflict.RowWrite;
import dev.duet.apply.store.CheckpointStore;
import dev.duet.apply.store.RepairStore;
import dev.duet.deploy.compare.Verdict.Mend;
import dev.duet.deploy.run.CannotRun;
import dev.duet.deploy.run.Side;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.Images;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Writes what a record shall be, where both sides still have it as it was compared. One thread.
///
/// One more writer behind the checkpoint row (decision 6): what it writes is marked, so that it is
/// no echo, and to the core it is one of its own repairs. Both rows are locked while it looks and
/// until it has written, so there is a moment at which both were as they were compared, and no
/// client comes between.
final class Mender {
    private static final int TRIES = 5;

    /// The sync waits meanwhile.
    private static final Duration LOCK_WAIT = Duration.ofSeconds(2);

    private final Repairing wanted;
    private final RepairStore repairs = new RepairStore();

    /// One side of one entity.
    ///
    /// @param peer the name of the other
    record Place(Side side, String peer, TargetTerms terms, Shelf shelf) {}

    /// What came of it.
    sealed interface Outcome {
        record Written() implements Outcome {}

        /// A side has another record now than when it was compared: nothing was written.
        record Changed(String system) implements Outcome {}

        record Refused(String system, Refusal why) implements Outcome {}
    }

    Mender(Repairing wanted) {
        this.wanted = wanted;
    }

    /// Both sides are written, or none; but for a crash between two commits.
    Outcome mend(Mend mend, Place first, Place second) throws SQLException {
        for (int tried = 1; ; tried++) {
            try (Connection one = first.side.pool().getConnection();
                    Connection two = second.side.pool().getConnection()) {
                return attempt(mend, new Half(first, one), new Half(second, two));
            } catch (SQLException e) {
                if (!isTransient(first.side, e) && !isTransient(second.side, e)) {
                    throw e;
                }
                if (tried == TRIES) {
                    return new Outcome.Refused(
                            first.side.name() + " or " + second.side.name(), busy(e));
                }
            }
        }
    }

    private static boolean isTransient(Side side, SQLException e) {
        return side.target().classify(e) == Failure.TRANSIENT;
    }

    private static Refusal busy(SQLException e) {
        return new Refusal(
                String.valueOf(e.getSQLState()),
                "tried "
                        + TRIES
                        + " times: "
                        + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                false);
    }

    private Outcome attempt(Mend mend, Half first, Half second) throws SQLException {
        try {
            limitLockWait(first);
            limitLockWait(second);
            Outcome outcome = write(mend, first, second);
            if (outcome instanceof Outcome.Written) {
                first.connection.commit();
                second.connection.commit();
            }
            return outcome;
        } finally {
            first.connection.rollback();
            second.connection.rollback();
        }
    }

    private static void limitLockWait(Half half) throws SQLException {
        try (Statement statement = half.connection.createStatement()) {
            statement.execute(half.place.side.target().limitLockWait(LOCK_WAIT));
        }
    }

    /// A side with the transaction in it.
    private record Half(Place place, Connection connection) {}

    private Outcome write(Mend mend, Half first, Half second) throws SQLException {
        List<Half> halves = List.of(first, second);
        for (Half half : halves) {
            if (mend.in(half == first) != null) {
                mark(half);
            }
        }
        for (Half half : halves) {
            Seen then = half == first ? mend.record().first() : mend.record().second();
            if (!isAsSeen(mend.record(), half, then)) {
                return new Outcome.Changed(half.place.side.name());
            }
        }
        for (Half half : halves) {
            RowWrite write = mend.in(half == first);
            if (write != null) {
                Optional<Refusal> refusal = write(mend, half, write);
                if (refusal.isPresent()) {
                    return new Outcome.Refused(half.place.side.name(), refusal.get());
                }
            }
        }
        return new Outcome.Written();
    }

    /// Whoever else writes for Duet into this database waits from here on.
    private static void mark(Half half) throws SQLException {
        CheckpointStore checkpoints = new CheckpointStore(half.place.peer);
        Checkpoint stored =
                checkpoints
                        .lock(half.connection)
                        .orElseThrow(() -> CannotRun.withoutInit(half.place.side.name()));
        if (!checkpoints.advance(half.connection, stored.marked())) {
            throw new IllegalStateException("the checkpoint row is locked");
        }
    }

    private static boolean isAsSeen(Unlike it, Half half, Seen then) throws SQLException {
        Seen now = half.place.shelf.lock(half.connection, it.key());
        return it.likeness().print(now.sight()).equals(it.likeness().print(then.sight()))
                && (then.version().isEmpty() || then.version().equals(now.version()));
    }

    private Optional<Refusal> write(Mend mend, Half half, RowWrite write) throws SQLException {
        Place place = half.place;
        Unlike it = mend.record();
        String before = image(it, half);
        Optional<Refusal> refusal =
                new ToolWriter(place.side.target(), place.terms).write(half.connection, write);
        if (refusal.isEmpty()) {
            repairs.add(
                    half.connection,
                    new RepairStore.Repaired(
                            it.entity(), it.name(), before, image(it, half), mend.rules()),
                    wanted.reason(),
                    wanted.by());
        }
        return refusal;
    }

    private static @Nullable String image(Unlike it, Half half) throws SQLException {
        Shape shape = half.place.terms.shape(it.entity());
        return Images.toJson(shape, half.place.shelf.row(half.connection, it.key()).orElse(null));
    }
}
