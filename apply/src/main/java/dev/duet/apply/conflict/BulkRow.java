package dev.duet.apply.conflict;

import dev.duet.schemas.Change;

import java.util.List;

/// One thing to be written of a large transaction.
public sealed interface BulkRow {
    /// Which of the transaction's changes it stands at, counted from 0; several may stand at one.
    long ordinal();

    /// The records that it writes: one, or the two of a key change.
    List<RecordKey> keys();

    /// A change of the source's that may be written as it is, under the guard of its before-image;
    /// see [TargetTransaction.Carried#plain].
    record AsItCame(long ordinal, Change change) implements BulkRow {
        @Override
        public List<RecordKey> keys() {
            return KeyIndex.keys(change);
        }
    }

    record Decided(long ordinal, RowWrite write) implements BulkRow {
        @Override
        public List<RecordKey> keys() {
            return List.of(write.key());
        }
    }
}
