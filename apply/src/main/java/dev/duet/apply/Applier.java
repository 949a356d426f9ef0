package dev.duet.apply;

import dev.duet.apply.BatchWriter.NeedsCare;
import dev.duet.apply.Milestones.Milestone;
import dev.duet.apply.store.Checkpoints;
import dev.duet.apply.store.QuarantineStore.Held;
import dev.duet.schemas.Anchor;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.Origin;
import dev.duet.schemas.Position;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import javax.sql.DataSource;

/// Takes one direction's mapped transactions and leaves them committed in the target. One thread.
///
/// A target transaction is the marker first (the checkpoint row, written only under our fencing
/// token and on top of the counter we know) and then the rows. Whatever is transient is tried again
/// whole; when the answer to a commit is lost, the checkpoint row says what happened.
public final class Applier {
    private static final Logger log = LoggerFactory.getLogger(Applier.class);

    private final ApplySettings settings;
    private final DataSource target;
    private final ResumePositions resumes;
    private final Milestones milestones;
    private final RowWriter rows;
    private final GuardFailure guardFailure;
    private final Checkpoints checkpoints;
    private final QuarantineBudget budget;
    private final Backoff backoff;
    private Checkpoint current;
    private Set<Held> held;

    /// @param current the checkpoint row as it is, under our lease
    /// @param held the records in quarantine
    public Applier(
            ApplySettings settings,
            DataSource target,
            ResumePositions resumes,
            Milestones milestones,
            Checkpoint current,
            Set<Held> held) {
        this.settings = settings;
        this.target = target;
        this.resumes = resumes;
        this.milestones = milestones;
        this.rows = settings.database().rowWriter();
        this.guardFailure = new GuardFailure(settings.direction(), settings.conflicts());
        this.checkpoints = settings.checkpoints();
        this.budget =
                new QuarantineBudget(
                        settings.direction().toString(),
                        settings.settings().quarantine().budget(),
                        settings.settings().quarantine().window(),
                        InstantSource.system());
        this.backoff = new Backoff(settings.settings().retry());
        this.current = current;
        this.held = new HashSet<>(held);
    }

    /// Everything of the source up to here is in the target.
    public Position position() {
        return current.position();
    }

    /// How many transactions Duet has written into the target.
    public long counter() {
        return current.counter();
    }

    /// Commits a batch, or with an empty one moves the checkpoint alone, trying again for as long
    /// as that may help.
    ///
    /// @param upTo the last source transaction of the batch, or a later one with nothing for us
    /// @throws Fenced when another instance has taken over
    /// @throws BudgetExceeded when too many records were refused; nothing of the batch is committed
    /// @throws CannotApply when the target refuses for good
    public ApplyOutcome apply(List<MappedTransaction> batch, Origin upTo)
            throws InterruptedException {
        boolean careful = false;
        backoff.reset();
        while (true) {
            Checkpoint next = next(upTo);
            try {
                ApplyOutcome outcome = attempt(batch, next, careful);
                committed(next, upTo);
                budget.spend(outcome.refused());
                return outcome;
            } catch (Overtaken e) {
                if (!batch.isEmpty() && upTo.position().isAtOrBefore(current.position())) {
                    return applied(batch, upTo);
                }
                log.info(
                        "another tool of ours wrote a marker, taking the batch again direction={}",
                        settings.direction());
            } catch (NeedsCare e) {
                if (careful) {
                    throw new CannotApply(settings.direction().toString(), e);
                }
                log.info(
                        "a row was refused, the batch is taken again row by row direction={}"
                                + " reason={}",
                        settings.direction(),
                        e.getMessage());
                careful = true;
            } catch (CommitUnknown e) {
                Checkpoint stored = settled();
                if (stored.fencingToken() == next.fencingToken()
                        && stored.counter() >= next.counter()
                        && next.position().isAtOrBefore(stored.position())) {
                    current = stored;
                    return applied(batch, upTo);
                }
            } catch (SQLException e) {
                if (settings.database().classify(e) != Failure.TRANSIENT) {
                    throw new CannotApply(settings.direction().toString(), e);
                }
                backoff.pause(settings.direction(), e);
            }
        }
    }

    private ApplyOutcome attempt(List<MappedTransaction> batch, Checkpoint next, boolean careful)
            throws SQLException, CommitUnknown, Overtaken {
        try (Connection connection = target.getConnection()) {
            try {
                if (!checkpoints.advance(connection, next)) {
                    connection.rollback();
                    catchUp(connection);
                    throw new Overtaken();
                }
                milestones.reached(Milestone.MARKER_WRITTEN);
                BatchWriter writer = new BatchWriter(settings, rows, guardFailure, held, careful);
                ApplyOutcome outcome = writer.write(connection, batch);
                budget.require(outcome.refused());
                held = writer.held(); // too many, should the commit fail, is safe: each is asked
                // for
                milestones.reached(Milestone.ROWS_WRITTEN);
                commit(connection);
                milestones.reached(Milestone.COMMITTED);
                return outcome;
            } catch (SQLException | RuntimeException e) {
                rollback(connection, e);
                throw e;
            }
        }
    }

    /// The checkpoint row has moved under the same lease: what we know of it is old.
    private static final class Overtaken extends Exception {
        private static final long serialVersionUID = 1;
    }

    /// The answer to a commit did not arrive.
    private static final class CommitUnknown extends Exception {
        private static final long serialVersionUID = 1;

        CommitUnknown(SQLException cause) {
            super(cause);
        }
    }

    private void commit(Connection connection) throws SQLException, CommitUnknown {
        try {
            connection.commit();
        } catch (SQLException e) {
            if (settings.database().classify(e) == Failure.DATA) {
                throw new NeedsCare(e); // a deferred constraint
            }
            throw new CommitUnknown(e);
        }
    }

    private static void rollback(Connection connection, Exception failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    /// What a commit without an answer turns out to have done, at once or a little later: the
    /// server may have been at it still when the row was first read.
    private ApplyOutcome applied(List<MappedTransaction> batch, Origin upTo) {
        log.info(
                "the commit had succeeded although its answer was lost direction={}",
                settings.direction());
        committed(current, upTo);
        return new ApplyOutcome(batch.size(), 0, 0, 0, 0);
    }

    /// Reads the checkpoint row until it can be read.
    private Checkpoint settled() throws InterruptedException {
        while (true) {
            try (Connection connection = target.getConnection()) {
                Checkpoint stored = stored(connection);
                connection.rollback();
                return stored;
            } catch (SQLException e) {
                backoff.pause(settings.direction(), e);
            }
        }
    }

    /// Our idea of the row is old: another instance took over, or a tool of ours wrote under the
    /// same lease.
    private void catchUp(Connection connection) throws SQLException {
        Checkpoint stored = stored(connection);
        connection.rollback();
        if (stored.fencingToken() != current.fencingToken()) {
            throw new Fenced(current.fencingToken(), stored.fencingToken());
        }
        current = stored;
    }

    private Checkpoint stored(Connection connection) throws SQLException {
        return checkpoints
                .read(connection)
                .orElseThrow(
                        () ->
                                new SQLException(
                                        "duet.checkpoint has no row: was 'duet init' undone?",
                                        "42000"));
    }

    private Checkpoint next(Origin upTo) {
        Position position =
                upTo.position().isAfter(current.position()) ? upTo.position() : current.position();
        Anchor sourceResume = resumes.safe(settings.direction().source());
        Anchor targetResume = resumes.safe(settings.direction().target());
        return new Checkpoint(
                current.source(),
                position,
                Math.max(current.clock(), upTo.clock()),
                current.counter() + 1,
                sourceResume,
                targetResume,
                sourceResume.position(),
                targetResume.position(),
                current.incarnation(),
                current.fencingToken());
    }

    private void committed(Checkpoint next, Origin upTo) {
        current = next;
        resumes.applied(upTo);
        resumes.committed(settings.direction().source(), next.sourceResume());
        resumes.committed(settings.direction().target(), next.targetResume());
        milestones.reached(Milestone.ACKNOWLEDGED);
    }
}
