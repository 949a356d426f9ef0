package dev.duet.deploy.run;

/// What one direction is doing.
public sealed interface DirectionState {
    /// Not begun yet.
    record Starting() implements DirectionState {}

    /// Reading and applying.
    record Running() implements DirectionState {}

    /// A person or a brake has paused it: both logs are read, and nothing of the source's is
    /// written until it is resumed.
    record Paused(String by, String reason, String mend) implements DirectionState {}

    /// Something is out of order and will be tried again.
    record Waiting(String reason) implements DirectionState {}

    /// Changes could be lost by going on: a person must act.
    record NeedsResync(String reason, String mend) implements DirectionState {}

    /// Stopped for a person to look at.
    record Stopped(String reason) implements DirectionState {}
}
