package dev.duet.apply;

import dev.duet.apply.conflict.TargetTransaction;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Checkpoint;

import java.util.List;

/// One target transaction to be written: what the core has planned, and the source transactions
/// that it stands for.
///
/// @param originals mapped to the target, in the source's order; none for a repair or a heartbeat
/// @param isAlone whether the core has not decided about it, since the target's log is lost
public record ApplyTask(TargetTransaction plan, List<MappedTransaction> originals, boolean isAlone)
        implements AutoCloseable {
    public ApplyTask {
        originals = List.copyOf(originals);
    }

    ApplyTask(TargetTransaction plan, List<MappedTransaction> originals) {
        this(plan, originals, false);
    }

    static ApplyTask alone(Side target, Checkpoint checkpoint, List<MappedTransaction> originals) {
        return new ApplyTask(TargetTransaction.marker(target, checkpoint), originals, true);
    }

    /// The same under another plan.
    ApplyTask planned(TargetTransaction other) {
        return new ApplyTask(other, originals, isAlone);
    }

    /// Frees what the originals hold.
    @Override
    public void close() {
        originals.forEach(MappedTransaction::close);
    }
}
