package dev.duet.apply;

/// Where a target transaction is; a test may end the process at one of them.
@FunctionalInterface
public interface Milestones {
    /// Nothing happens anywhere.
    Milestones NONE = milestone -> {};

    /// Called on the applying thread.
    void reached(Milestone milestone);

    /// The moments between which a crash has different consequences.
    enum Milestone {
        MARKER_WRITTEN,
        ROWS_WRITTEN,
        COMMITTED,
        ACKNOWLEDGED
    }
}
