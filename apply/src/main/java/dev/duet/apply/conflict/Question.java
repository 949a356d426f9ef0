package dev.duet.apply.conflict;

import org.jspecify.annotations.Nullable;

/// A person is asked about a record, on one side: from the conflict until the record is held.
/// Mutable, one thread.
final class Question {
    private long from;

    /// One of the conflicts that it is about; null when only the other side has shown any.
    private @Nullable Ruling ruling;

    private boolean isKept;

    /// @param from the first of the peer's positions that nothing is carried over from
    Question(long from) {
        this.from = from;
    }

    void asOf(long position) {
        from = Math.min(from, position);
    }

    void about(Ruling conflict) {
        ruling = ruling == null ? conflict : ruling;
    }

    /// Whether what the peer did there is not to come to stand here any more.
    boolean leavesOut(SourceTransaction transaction) {
        return transaction.position() >= from;
    }

    /// What to keep for people; null when something is kept already, or there is nothing.
    @Nullable Ruling keep() {
        Ruling kept = isKept ? null : ruling;
        isKept |= kept != null;
        return kept;
    }
}
