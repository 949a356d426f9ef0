package dev.duet.apply;

import dev.duet.apply.conflict.TargetTransaction;

import java.util.List;

/// One target transaction to be written: what the core has planned, and the source transactions
/// that it stands for.
///
/// @param originals mapped to the target, in the source's order; none for a repair or a heartbeat
public record ApplyTask(TargetTransaction plan, List<MappedTransaction> originals)
        implements AutoCloseable {
    public ApplyTask {
        originals = List.copyOf(originals);
    }

    /// The same under another plan.
    ApplyTask planned(TargetTransaction other) {
        return new ApplyTask(other, originals);
    }

    /// Frees what the originals hold.
    @Override
    public void close() {
        originals.forEach(MappedTransaction::close);
    }
}
