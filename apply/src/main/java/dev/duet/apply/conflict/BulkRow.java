package dev.duet.apply.conflict;

import dev.duet.schemas.Change;

/// One thing to be written of a large transaction.
public sealed interface BulkRow {
    /// A change of the source's that may be written as it is, under the guard of its before-image;
    /// see [TargetTransaction.Carried#plain].
    record AsItCame(Change change) implements BulkRow {}

    record Decided(RowWrite write) implements BulkRow {}
}
