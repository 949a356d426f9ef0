package dev.duet.deploy;

import dev.duet.apply.Applier;
import dev.duet.apply.ApplyOutcome;
import dev.duet.apply.ApplyTask;
import dev.duet.apply.Arbiter;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.deploy.run.DirectionMeter;
import dev.duet.deploy.run.Heartbeat;
import dev.duet.deploy.run.Intake;

import java.time.Duration;

/// One direction of the sync: takes changes from the source's log and leaves them committed in the
/// target.
///
/// Runs on its direction's thread until something stops it. Both directions are this class, built
/// twice.
public final class Pipeline {
    private final Side source;
    private final int mostTransactions;
    private final Intake intake;
    private final Arbiter arbiter;
    private final Applier applier;
    private final Heartbeat heartbeat;
    private final DirectionMeter meter;

    /// @param mostTransactions of the source that one target transaction may carry
    public Pipeline(
            Side source,
            int mostTransactions,
            Intake intake,
            Arbiter arbiter,
            Applier applier,
            DirectionMeter meter,
            Heartbeat heartbeat) {
        this.source = source;
        this.mostTransactions = mostTransactions;
        this.intake = intake;
        this.arbiter = arbiter;
        this.applier = applier;
        this.heartbeat = heartbeat;
        this.meter = meter;
    }

    /// Carries changes over until the log's reader ends or a failure needs more than another try.
    public void run() throws InterruptedException {
        Duration wait = Duration.ZERO;
        while (!Thread.interrupted()) {
            // source log ---> whole transactions: clients' are mapped and folded, and wait; by our
            // own, which are markers, the fold learns what the peer's changes have become here
            intake.read(wait);
            // what is folded ---> what to write: changes to apply, records to repair, or the marker
            // alone; conflicts are decided here
            boolean isDue = heartbeat.isDue();
            ApplyTask task = arbiter.next(source, mostTransactions, isDue);
            if (task != null) {
                // marker, rows and rulings ---> one target transaction, unless a brake asks first;
                // refused rows are parked, and the log may be acknowledged up to the marker
                ApplyOutcome outcome = applier.apply(task);
                meter.applied(outcome, task);
            }
            if (task != null || isDue) {
                heartbeat.written(); // or not: a paused direction may have one transaction open
            }
            wait = task == null ? heartbeat.untilDue() : Duration.ZERO;
        }
        throw new InterruptedException();
    }
}
