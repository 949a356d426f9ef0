package dev.duet.apply.conflict;

import org.jspecify.annotations.Nullable;

/// A person is asked about a record, on one side: from the conflict until the record is held.
/// Mutable, one thread.
final class Question {
    /// One of the conflicts that it is about.
    private final Ruling ruling;

    private long from;
    private boolean isKept;

    /// @param from the first of the peer's positions that nothing is carried over from
    Question(Ruling ruling, long from) {
        this.ruling = ruling;
        this.from = from;
    }

    Ruling ruling() {
        return ruling;
    }

    void asOf(long position) {
        from = Math.min(from, position);
    }

    /// Whether what the peer did there is not to come to stand here any more.
    boolean leavesOut(SourceTransaction transaction) {
        return transaction.position() >= from;
    }

    /// Whether something of it is kept for people.
    boolean isKept() {
        return isKept;
    }

    /// What to keep for people.
    @Nullable Ruling keep() {
        isKept = true;
        return ruling;
    }
}
