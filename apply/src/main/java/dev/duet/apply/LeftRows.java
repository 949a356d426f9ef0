package dev.duet.apply;

import dev.duet.apply.conflict.RecordKey;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/// The records whose row a batch has left as it stood, since its insert met one that a client had
/// made meanwhile, or another record was in the way: nothing that became of them is a trigger's
/// doing. One attempt, one thread.
final class LeftRows {
    private final Set<RecordKey> records = new HashSet<>();

    void left(Collection<RecordKey> left) {
        records.addAll(left);
    }

    /// What was left before can be written after all.
    void written(Collection<RecordKey> written) {
        if (!records.isEmpty()) {
            records.removeAll(written);
        }
    }

    boolean has(RecordKey record) {
        return records.contains(record);
    }
}
