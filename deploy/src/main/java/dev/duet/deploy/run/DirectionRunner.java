package dev.duet.deploy.run;

import dev.duet.apply.Applier;
import dev.duet.apply.ApplySettings;
import dev.duet.apply.Arbiter;
import dev.duet.apply.BudgetExceeded;
import dev.duet.apply.CannotApply;
import dev.duet.apply.Counters;
import dev.duet.apply.Direction;
import dev.duet.apply.DirectionSwitch;
import dev.duet.apply.Fenced;
import dev.duet.apply.Milestones;
import dev.duet.apply.crosswalk.CannotReadPairs;
import dev.duet.apply.store.CheckpointStore;
import dev.duet.apply.store.Checkpoints;
import dev.duet.apply.store.Control;
import dev.duet.capture.CaptureStopped;
import dev.duet.capture.EchoFilter;
import dev.duet.capture.EntryQueue;
import dev.duet.capture.LogReader;
import dev.duet.capture.NeedsResync;
import dev.duet.capture.ReaderSettings;
import dev.duet.capture.SourceLog;
import dev.duet.capture.StructureWatch;
import dev.duet.deploy.Pipeline;
import dev.duet.mapping.fields.CannotLookUp;
import dev.duet.schemas.Anchor;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.Shape;
import dev.duet.schemas.config.Settings;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// Keeps one direction going: checks the log, builds reader and pipeline, and builds them again
/// when they fail.
///
/// Runs on the direction's thread. What a person must mend stops this direction and leaves the
/// other alone.
final class DirectionRunner implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(DirectionRunner.class);

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Plan plan;
    private final Direction direction;
    private final Arbiter arbiter;
    private final DirectionSwitch line;
    private final DirectionMeter meter;
    private final Counters counters;
    private final Outside outside;
    private final Siding siding;

    /// The checkpoint row in the target, as it was when the log was last checked.
    private @Nullable Checkpoint checked;

    private volatile DirectionState state = new DirectionState.Starting();

    /// Whom a direction tells what it cannot do itself.
    ///
    /// @param onNewBeginning the sync is to begin again, since a log that was lost is read from
    ///   elsewhere now
    /// @param structure sees to the entity whose table was altered
    record Outside(Consumer<Fenced> onFenced, Runnable onNewBeginning, StructureKeeper structure) {}

    /// What a direction is built from, each time anew.
    ///
    /// @param shapes the source's
    /// @param pauses of entities
    record Plan(
            Side source,
            Side target,
            dev.duet.apply.conflict.rules.Side letter,
            List<Shape> shapes,
            Mappings mappings,
            ApplySettings apply,
            ReaderSettings reading,
            EchoFilter echoes,
            Milestones milestones,
            Pauses pauses) {}

    DirectionRunner(
            Plan plan,
            Arbiter arbiter,
            DirectionSwitch line,
            DirectionMeter meter,
            Outside outside) {
        this.plan = plan;
        this.direction = plan.apply().direction();
        this.arbiter = arbiter;
        this.line = line;
        this.meter = meter;
        this.counters = new Counters(direction.source());
        this.outside = outside;
        this.siding =
                new Siding(
                        plan.pauses(),
                        new Siding.Line(
                                direction.source(),
                                plan.target(),
                                plan.mappings(),
                                plan.apply().terms()));
    }

    DirectionState state() {
        Control said = line.current();
        return state instanceof DirectionState.Running && said.isPaused()
                ? new DirectionState.Paused(
                        said.by(), said.reason(), DirectionSwitch.mend(direction, said.brake()))
                : state;
    }

    Direction direction() {
        return direction;
    }

    @Override
    public void run() {
        Duration wait = plan.apply().settings().retry().initial();
        while (!Thread.currentThread().isInterrupted()) {
            long began = System.nanoTime();
            try {
                once();
            } catch (InterruptedException e) {
                return;
            } catch (Fenced e) {
                outside.onFenced().accept(e);
                return;
            } catch (NeedsResync e) {
                log.error(
                        "NEEDS_RESYNC direction={} reason={} mend={}",
                        direction,
                        e.getMessage(),
                        e.mend());
                state = new DirectionState.NeedsResync(String.valueOf(e.getMessage()), e.mend());
                arbiter.lost(plan.letter());
                awaitNewBeginning();
                return;
            } catch (BudgetExceeded e) {
                log.error("the direction stops direction={} reason={}", direction, e.getMessage());
                state = new DirectionState.Stopped(String.valueOf(e.getMessage()));
                return;
            } catch (CaptureStopped
                    | CannotApply
                    | CannotReadPairs
                    | CannotLookUp
                    | CannotPark
                    | SQLException e) {
                if (!isOfStructure(e)) {
                    log.warn(
                            "the direction waits and tries again direction={} reason={}",
                            direction,
                            e.getMessage());
                }
                state = new DirectionState.Waiting(String.valueOf(e.getMessage()));
            } catch (RuntimeException e) {
                log.error("the direction failed and tries again direction={}", direction, e);
                state = new DirectionState.Waiting(String.valueOf(e.getMessage()));
            }
            boolean ranWell = System.nanoTime() - began > Duration.ofSeconds(30).toNanos();
            wait = ranWell ? plan.apply().settings().retry().initial() : longer(wait);
            try {
                Thread.sleep(wait);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /// Whether a table was altered, which is seen to: the sync begins again.
    private boolean isOfStructure(Exception failure) {
        if (failure.getCause() instanceof StructureWatch.StructureChanged) {
            return true;
        }
        try {
            return outside.structure().explains(direction.target(), failure);
        } catch (SQLException e) {
            log.debug("whether a table was altered cannot be read", e);
            return false;
        }
    }

    /// Waits until somebody has said anew from where the log is read.
    private void awaitNewBeginning() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(LOOK_AGAIN);
                if (beginsAnew()) {
                    log.info("there is a new beginning for the log direction={}", direction);
                    outside.onNewBeginning().run();
                    return;
                }
            } catch (SQLException e) {
                log.debug("a look for a new beginning failed direction={}", direction, e);
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private boolean beginsAnew() throws SQLException {
        Checkpoint before = checked;
        try (Connection connection = plan.target().pool().getConnection()) {
            Checkpoint now = checkpoint(connection, plan.apply().checkpoints());
            connection.rollback();
            return before != null && !now.sourceResume().equals(before.sourceResume());
        }
    }

    private Duration longer(Duration wait) {
        Duration max = plan.apply().settings().retry().max();
        Duration doubled = wait.multipliedBy(2);
        return doubled.compareTo(max) > 0 ? max : doubled;
    }

    /// Whether the log still holds all that is needed, as far as can be known without reading it.
    ///
    /// @throws NeedsResync when it does not
    void checkLog() throws SQLException {
        Anchor from = arbiter.resumeFrom(plan.letter());
        try (Connection connection = plan.target().pool().getConnection()) {
            Checkpoint current = checkpoint(connection, plan.apply().checkpoints());
            connection.rollback();
            verify(from, current);
        }
    }

    private Checkpoint checkpoint(Connection connection, Checkpoints checkpoints)
            throws SQLException {
        return checkpoints
                .read(connection)
                .orElseThrow(() -> new CannotRun("duet.checkpoint is empty: run 'duet init'"));
    }

    private void verify(Anchor from, Checkpoint current) throws SQLException {
        Restored.refuse(plan.target().name(), from, current);
        Anchor ofPeer = arbiter.resumeFrom(plan.letter().peer());
        try (Connection connection = plan.source().pool().getConnection()) {
            Checkpoint row = checkpoint(connection, new CheckpointStore(direction.target()));
            connection.rollback();
            Restored.refuse(plan.source().name(), ofPeer, row);
        }
        try (Connection connection = plan.source().reads().getConnection()) {
            plan.source()
                    .logCheck()
                    .verify(connection, from, current.position(), current.incarnation());
            connection.rollback();
        }
    }

    private void once() throws SQLException, InterruptedException {
        Checkpoint current;
        Anchor from = arbiter.resumeFrom(plan.letter());
        try (Connection connection = plan.target().pool().getConnection()) {
            current = checkpoint(connection, plan.apply().checkpoints());
            connection.rollback();
        }
        checked = current;
        verify(from, current);
        Applier applier =
                new Applier(
                        plan.apply(),
                        plan.target().pool(),
                        arbiter,
                        line,
                        counters,
                        plan.milestones());
        EntryQueue queue =
                new EntryQueue(
                        plan.apply().settings().queue().maxRows(),
                        plan.apply().settings().queue().maxBytes().bytes());
        arbiter.attach(plan.letter(), queue::wake);
        siding.begin(current.position());
        Settings.Batch limits = plan.apply().settings().batch();
        Intake intake =
                new Intake(
                        queue,
                        arbiter,
                        plan.letter(),
                        new Intake.Peer(
                                plan.mappings(), plan.apply().terms(), siding, current.position()),
                        limits,
                        counters);
        try (LogReader reader =
                new LogReader(
                        direction.source(),
                        plan.source().log(),
                        SourceLog.Reading.TABLES,
                        plan.reading(),
                        plan.shapes(),
                        plan.echoes(),
                        outside.structure().in(direction.source()),
                        from,
                        () -> arbiter.acknowledge(plan.letter()),
                        queue)) {
            reader.start();
            log.info(
                    "reading on direction={} resume={} checkpoint={}",
                    direction,
                    from.position().text(),
                    current.position().text());
            state = new DirectionState.Running();
            Heartbeat heartbeat = new Heartbeat(plan.apply().settings().heartbeat());
            new Pipeline(
                            plan.letter(),
                            limits.maxTransactions(),
                            intake,
                            arbiter,
                            applier,
                            meter,
                            heartbeat)
                    .run();
        }
    }
}
