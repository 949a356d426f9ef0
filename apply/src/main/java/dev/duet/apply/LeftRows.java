package dev.duet.apply;

import dev.duet.apply.conflict.RecordKey;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/// What a batch has not written although nothing of it was refused: that a row is not as it would
/// be then is no trigger's doing. One attempt, one thread.
final class LeftRows {
    private final Set<RecordKey> met = new HashSet<>();
    private final Set<RecordKey> blocked = new HashSet<>();

    /// An insert found a row there: a client may have made it after we had looked.
    void met(Collection<RecordKey> records) {
        met.addAll(records);
    }

    /// Another record is in the way.
    void blocked(Collection<RecordKey> records) {
        blocked.addAll(records);
    }

    /// What was left before can be written after all.
    void written(Collection<RecordKey> records) {
        if (!met.isEmpty() || !blocked.isEmpty()) {
            met.removeAll(records);
            blocked.removeAll(records);
        }
    }

    boolean hasMet(RecordKey record) {
        return met.contains(record);
    }

    boolean isBlocked(RecordKey record) {
        return blocked.contains(record);
    }
}
