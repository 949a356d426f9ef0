package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Checkpoint;

import java.util.List;

/// One transaction to be written into one side: the checkpoint row first, which is the marker, and
/// then the rows.
///
/// It must be written as it is, tried again until it is committed; when that cannot be, the core
/// must be built anew from the checkpoint rows.
///
/// @param rulings conflicts to be recorded in the same transaction
public record TargetTransaction(
        Side target,
        Kind kind,
        Checkpoint checkpoint,
        List<RowWrite> writes,
        List<Ruling> rulings) {
    public TargetTransaction {
        writes = List.copyOf(writes);
        rulings = List.copyOf(rulings);
    }

    /// Why it is written.
    public enum Kind {
        APPLY,
        /// Nobody's change: the row becomes again what the fold says (PROTOCOL 2.9).
        REPAIR,
        /// The marker alone.
        HEARTBEAT
    }
}
