package dev.duet.apply;

import dev.duet.apply.Milestones.Milestone;
import dev.duet.apply.brake.Trip;
import dev.duet.apply.conflict.HoldEnd;
import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.conflict.RowWrite;
import dev.duet.apply.conflict.TargetTransaction;
import dev.duet.apply.crosswalk.CannotReadPairs;
import dev.duet.apply.crosswalk.Pairs;
import dev.duet.apply.store.Checkpoints;
import dev.duet.apply.store.HoldStore;
import dev.duet.schemas.Checkpoint;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

import javax.sql.DataSource;

/// Leaves what the core has planned for one target committed there. One thread.
///
/// A target transaction is the marker first (the checkpoint row, written only under our fencing
/// token and on top of the counter we know) and then the rows. Whatever is transient is tried again
/// whole; when the answer to a commit is lost, the checkpoint row says what happened.
public final class Applier {
    private static final Logger log = LoggerFactory.getLogger(Applier.class);

    private final ApplySettings settings;
    private final DataSource target;
    private final Arbiter arbiter;
    private final DirectionSwitch line;
    private final Milestones milestones;
    private final RowWriter rows;
    private final Pairs pairs;
    private final MissedRows firstListed;
    private final Checkpoints checkpoints;
    private final RulingRecorder conflicts;
    private final QuarantineBudget budget;
    private final Backoff backoff;
    private final HoldStore holds;
    private final TriggerReport triggers;
    private final Patience patience = new Patience(InstantSource.system());

    private final HeldNotices notices;
    private final Warnings warnings;
    private final Counters counters;

    /// Of the last attempt.
    private Set<RecordKey> refusedRecords = Set.of();

    private List<HeldNotices.Held> held = List.of();
    private Warnings.Counted warned = new Warnings.Counted();
    private Counters.Attempt counted = new Counters.Attempt();

    public Applier(
            ApplySettings settings,
            DataSource target,
            Arbiter arbiter,
            DirectionSwitch line,
            Counters counters,
            Milestones milestones) {
        this.counters = counters;
        this.settings = settings;
        this.target = target;
        this.arbiter = arbiter;
        this.line = line;
        this.milestones = milestones;
        this.pairs = settings.pairs();
        this.rows = AbsentRowWriter.over(settings.database(), settings.terms());
        this.firstListed = new GuardFailure(settings.direction(), settings.conflicts());
        this.checkpoints = settings.checkpoints();
        this.conflicts = new RulingRecorder(settings);
        this.holds = settings.holds();
        this.triggers = new TriggerReport(settings);
        this.budget =
                new QuarantineBudget(
                        settings.direction().toString(),
                        settings.settings().quarantine().budget(),
                        settings.settings().quarantine().window(),
                        InstantSource.system());
        this.notices = new HeldNotices(settings.direction(), InstantSource.system());
        this.warnings = new Warnings(settings.direction(), InstantSource.system());
        this.backoff = new Backoff(settings.settings().retry());
    }

    /// Commits a transaction, unless a brake stops the direction before anything of it is written:
    /// then it stays open, to be written when a person lets it pass.
    ///
    /// @throws Fenced when another instance has taken over
    /// @throws BudgetExceeded when too many records were refused; nothing of the batch is committed
    /// @throws CannotApply when the target refuses for good
    public ApplyOutcome apply(ApplyTask task) throws InterruptedException {
        backoff.reset();
        Trip trip = line.check(task);
        if (trip != null) {
            brake(trip);
            return ApplyOutcome.NOTHING;
        }
        ApplyOutcome outcome = commit(task);
        line.passed();
        return outcome;
    }

    /// Stops the direction, and writes that down in the target.
    private void brake(Trip trip) throws InterruptedException {
        line.brake(trip);
        while (true) {
            try (Connection connection = target.getConnection()) {
                line.record(connection, trip);
                return;
            } catch (SQLException e) {
                if (settings.database().classify(e) != Failure.TRANSIENT) {
                    throw new CannotApply(settings.direction().toString(), e);
                }
                backoff.pause(settings.direction(), e);
            }
        }
    }

    /// Tries for as long as that may help.
    private ApplyOutcome commit(ApplyTask first) throws InterruptedException {
        ApplyTask task = first;
        boolean careful = false;
        boolean isInDoubt = false;
        while (true) {
            Checkpoint next = task.plan().checkpoint();
            try {
                ApplyOutcome outcome = attempt(task, careful);
                if (isFutile(task, outcome)) {
                    arbiter.withdrawn(task);
                    return outcome;
                }
                committed(task);
                budget.spend(outcome.refused());
                return outcome;
            } catch (Overtaken e) {
                if (isInDoubt && isIn(e.stored, next)) {
                    return applied(task);
                }
                log.info(
                        "another tool of ours wrote a marker, taking the batch again direction={}",
                        settings.direction());
                task = task.planned(arbiter.overtaken(task.plan(), e.stored));
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
                isInDoubt = true;
                if (isIn(settled(), next)) {
                    return applied(task);
                }
            } catch (SQLException e) {
                if (settings.database().classify(e) != Failure.TRANSIENT) {
                    throw new CannotApply(settings.direction().toString(), e);
                }
                backoff.pause(settings.direction(), e);
            }
        }
    }

    /// Whether the row shows that a transaction with this checkpoint, whose commit got no answer,
    /// was committed. Without such a commit it shows another tool's marker. What only repairs or
    /// moves nothing may be written twice: its guards see to it.
    private static boolean isIn(Checkpoint stored, Checkpoint next) {
        return stored.fencingToken() == next.fencingToken()
                && stored.counter() >= next.counter()
                && next.position().isAtOrBefore(stored.position());
    }

    /// A repair that matches nothing is no transaction: else it would be tried for ever.
    private static boolean isFutile(ApplyTask task, ApplyOutcome outcome) {
        return task.plan().kind() == TargetTransaction.Kind.REPAIR
                && outcome.rows() == 0
                && outcome.quarantined() == 0
                && outcome.sightings() == 0
                && task.plan().carried().reviews().isEmpty();
    }

    private ApplyOutcome attempt(ApplyTask task, boolean careful)
            throws SQLException, CommitUnknown, Overtaken {
        arbiter.again(task);
        pairs.begin();
        try (Connection connection = target.getConnection()) {
            try {
                if (!checkpoints.advance(connection, task.plan().checkpoint())) {
                    connection.rollback();
                    throw new Overtaken(
                            storedUnder(connection, task.plan().checkpoint().fencingToken()));
                }
                milestones.reached(Milestone.MARKER_WRITTEN);
                BatchWriter writer =
                        new BatchWriter(
                                settings,
                                task,
                                rows,
                                task.isAlone() ? firstListed : MissedRows.LEFT,
                                patience::isOver,
                                triggers,
                                careful);
                ApplyOutcome outcome = writer.write(connection);
                conflicts.record(connection, task);
                triggers.recordBeside(connection, task.beside());
                budget.require(outcome.refused());
                hold(connection, task, writer.parking().heldRecords());
                held = writer.parking().notices();
                warned = writer.warnings();
                counted = writer.counters();
                counters.write(connection);
                patience.tried(
                        task.plan().writes().stream().map(RowWrite::key).toList(),
                        writer.parking().keptBackRecords());
                milestones.reached(Milestone.ROWS_WRITTEN);
                if (isFutile(task, outcome)) {
                    connection.rollback();
                    return outcome;
                }
                pairs.write(connection);
                commit(connection);
                milestones.reached(Milestone.COMMITTED);
                return outcome;
            } catch (CannotReadPairs e) {
                rollback(connection, e);
                throw e.failure();
            } catch (SQLException | RuntimeException e) {
                rollback(connection, e);
                throw e;
            }
        }
    }

    private void hold(Connection connection, ApplyTask task, Set<RecordKey> refused)
            throws SQLException {
        refusedRecords = refused;
        for (RecordKey record : refused) {
            holds.begin(
                    connection,
                    settings.terms().canonical(record.entity()),
                    arbiter.hold(task, record));
        }
        for (HoldEnd end : task.plan().carried().ended()) {
            holds.end(connection, settings.terms().canonical(end.key().entity()), end);
        }
    }

    /// The checkpoint row has moved under the same lease: what we know of it is old.
    private static final class Overtaken extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Checkpoint stored;

        Overtaken(Checkpoint stored) {
            this.stored = stored;
        }
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
    private ApplyOutcome applied(ApplyTask task) {
        log.info(
                "the commit had succeeded although its answer was lost direction={}",
                settings.direction());
        committed(task);
        return new ApplyOutcome(task.originals().size(), 0, 0, 0, 0, 0);
    }

    private void committed(ApplyTask task) {
        pairs.committed();
        arbiter.committed(task, refusedRecords);
        for (RecordKey record : task.plan().carried().looping()) {
            log.error(
                    "a record goes round: each side answers the other's changes of it; it is held,"
                            + " see 'duet quarantine list' (LOOP). Find the programs that do it,"
                            + " then let it go. settings.loops says how often is too often"
                            + " direction={} entity={}",
                    settings.direction(),
                    record.entity());
        }
        notices.say(held);
        warnings.say(warned);
        counters.committed(counted);
        refusedRecords = Set.of();
        held = List.of();
        warned = new Warnings.Counted();
        counted = new Counters.Attempt();
        milestones.reached(Milestone.ACKNOWLEDGED);
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
    private Checkpoint storedUnder(Connection connection, long token) throws SQLException {
        Checkpoint stored = stored(connection);
        connection.rollback();
        if (stored.fencingToken() != token) {
            throw new Fenced(token, stored.fencingToken());
        }
        return stored;
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
}
