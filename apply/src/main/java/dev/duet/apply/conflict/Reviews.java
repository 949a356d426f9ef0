package dev.duet.apply.conflict;

import dev.duet.apply.conflict.TargetTransaction.Review;

import java.util.Objects;

/// The records that a person is asked about and that are not held yet, on both sides. One thread.
///
/// The fold keeps a side's own value, so that what came to stand in its place before the conflict
/// was known is repaired like anything else ([Fold]); what the peer does from the conflict on is
/// not folded here, and not written. The record is held when all that was written of it has been
/// read back and both rows are what they must be: each side is then as its own clients had left it.
record Reviews(SideState a, SideState b) {
    boolean isAsked(RecordKey key) {
        return a.asked.containsKey(key) || b.asked.containsKey(key);
    }

    /// Nothing of the record is to come to stand in a side from one of the peer's positions on,
    /// when a person is asked about it, on whichever side.
    ///
    /// @return whether one is
    boolean isLeftOut(SideState target, RecordKey key, long from) {
        boolean isLeftOut = isAsked(key);
        if (isLeftOut) {
            target.question(key, from);
        }
        return isLeftOut;
    }

    /// Whether both rows are as they are to stay, and the hold may begin.
    private boolean mayBegin(RecordKey key) {
        return mayBegin(a, key) && mayBegin(b, key);
    }

    private static boolean mayBegin(SideState state, RecordKey key) {
        return state.hasReadBack(key) && !state.differs(key) && !begins(state, key);
    }

    /// Whether a dirty record can be repaired now; not where its hold begins with a transaction
    /// that is open.
    boolean isToRepair(SideState state, RecordKey key) {
        return state.isDue(key) && state.differs(key) && !begins(a, key) && !begins(b, key);
    }

    private static boolean begins(SideState state, RecordKey key) {
        TargetTransaction open = state.open;
        return open != null
                && open.carried().reviews().stream()
                        .anyMatch(it -> it.isHeld() && it.key().equals(key));
    }

    /// Whether a record that a side is asked about can be held now.
    boolean isDue(SideState state, RecordKey key) {
        return state.asked.containsKey(key) && state.isDue(key) && mayBegin(key);
    }

    /// A record that waits, in the next transaction into a side that is asked about it.
    Review review(SideState state, RecordKey key) {
        Question question = Objects.requireNonNull(state.asked.get(key));
        return new Review(key, mayBegin(key), question.keep());
    }
}
