package dev.duet.deploy;

import dev.duet.apply.Applier;
import dev.duet.apply.ApplyOutcome;
import dev.duet.apply.MappedTransaction;
import dev.duet.deploy.run.DirectionMeter;
import dev.duet.deploy.run.Heartbeat;
import dev.duet.deploy.run.Intake;
import dev.duet.deploy.run.Intake.Batch;
import dev.duet.deploy.run.Mappings;

import java.util.List;

/// One direction of the sync: takes changes from the source's log and leaves them committed in the
/// target.
///
/// Runs on its direction's thread until something stops it. Both directions are this class, built
/// twice.
public final class Pipeline {
    private final Intake intake;
    private final Mappings mappings;
    private final Applier applier;
    private final Heartbeat heartbeat;
    private final DirectionMeter meter;

    public Pipeline(
            Intake intake,
            Mappings mappings,
            Applier applier,
            Heartbeat heartbeat,
            DirectionMeter meter) {
        this.intake = intake;
        this.mappings = mappings;
        this.applier = applier;
        this.heartbeat = heartbeat;
        this.meter = meter;
    }

    /// Carries changes over until the log's reader ends or a failure needs more than another try.
    public void run() throws InterruptedException {
        while (!Thread.interrupted()) {
            // source log ---> whole transactions of clients; our own are dropped as echoes, what
            // was applied is skipped
            try (Batch batch = intake.next(heartbeat.untilDue(), applier.position())) {
                // the source's rows ---> the target's rows
                List<MappedTransaction> mapped = mappings.map(batch.transactions());
                if (!mapped.isEmpty() || heartbeat.isDue()) {
                    // marker, rows and position ---> one target transaction; conflicts decided,
                    // refused rows parked
                    ApplyOutcome outcome = applier.apply(mapped, batch.upTo());
                    // the log is acknowledged up to what this transaction says, once its marker has
                    // come back
                    heartbeat.written();
                    meter.applied(outcome, batch);
                }
            }
        }
        throw new InterruptedException();
    }
}
