package dev.duet.deploy.run;

import dev.duet.apply.ApplyOutcome;
import dev.duet.apply.ApplyTask;
import dev.duet.apply.Direction;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;

/// Counts what one direction does; written by its thread, read by any.
public final class DirectionMeter {
    private final Direction direction;
    private final LongAdder transactions = new LongAdder();
    private final LongAdder rows = new LongAdder();
    private final LongAdder conflicts = new LongAdder();
    private final LongAdder quarantined = new LongAdder();
    private volatile Duration lag = Duration.ZERO;

    /// The counts at one moment.
    ///
    /// @param lag from the source's commit to the target's, for the last transaction applied
    public record Reading(
            Direction direction,
            long transactions,
            long rows,
            long conflicts,
            long quarantined,
            Duration lag) {}

    public DirectionMeter(Direction direction) {
        this.direction = direction;
    }

    public void applied(ApplyOutcome outcome, ApplyTask task) {
        transactions.add(outcome.transactions());
        rows.add(outcome.rows());
        conflicts.add(outcome.conflicts());
        quarantined.add(outcome.quarantined());
        if (!task.originals().isEmpty()) {
            Instant committed = task.originals().getLast().origin().committedAt();
            lag = Duration.between(committed, Instant.now());
        }
    }

    public Reading read() {
        return new Reading(
                direction, transactions.sum(), rows.sum(), conflicts.sum(), quarantined.sum(), lag);
    }
}
