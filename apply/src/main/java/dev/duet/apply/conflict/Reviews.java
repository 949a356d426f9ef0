package dev.duet.apply.conflict;

import dev.duet.apply.conflict.TargetTransaction.Review;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The records that a person is asked about and that are not held yet, on both sides. One thread.
///
/// From the conflict on nothing of such a record is written but what puts a side's own row back. It
/// is held when all that was written of it before has been read back, so that each side is then as
/// its own clients had left it.
record Reviews(Planner planner, SideState a, SideState b) {
    boolean isAsked(RecordKey key) {
        return a.asked.containsKey(key) || b.asked.containsKey(key);
    }

    /// What puts a side's own row back; null for nothing.
    @Nullable RowWrite restore(SideState state, RecordKey key) {
        Question question = state.asked.get(key);
        TrackedRecord record = state.records.get(key);
        return question == null || record == null
                ? null
                : planner.restore(record, question.shown());
    }

    /// Whether both rows are as they are to stay, and the hold may begin.
    private boolean mayBegin(RecordKey key) {
        return mayBegin(a, key) && mayBegin(b, key);
    }

    private boolean mayBegin(SideState state, RecordKey key) {
        TargetTransaction open = state.open;
        return state.hasReadBack(key)
                && restore(state, key) == null
                && (open == null
                        || open.carried().reviews().stream()
                                .noneMatch(it -> it.isHeld() && it.key().equals(key)));
    }

    /// The records of a side of which something is to be done now.
    List<RecordKey> due(SideState state) {
        return state.asked.keySet().stream()
                .filter(state::isDue)
                .filter(key -> restore(state, key) != null || mayBegin(key))
                .toList();
    }

    /// A record that waits, in the next transaction into one side.
    Review review(RecordKey key) {
        Question question = a.asked.containsKey(key) ? a.asked.get(key) : b.asked.get(key);
        if (question == null) {
            throw new IllegalArgumentException("nobody is asked about it");
        }
        return new Review(key, mayBegin(key), question.keep());
    }
}
