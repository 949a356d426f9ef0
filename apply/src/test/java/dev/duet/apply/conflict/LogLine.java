package dev.duet.apply.conflict;

import dev.duet.schemas.Change;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.Manifest;
import dev.duet.schemas.Release;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One transaction in the log of a [ModelDatabase].
///
/// @param marker the checkpoint row when the transaction is Duet's, or null
/// @param kind why Duet wrote it, or null
/// @param releases what a client's transaction releases
/// @param manifest what Duet's says of itself
/// @param decidedAt how far this log had been read when Duet decided on it
record LogLine(
        long position,
        long time,
        List<Change> changes,
        @Nullable Checkpoint marker,
        TargetTransaction.@Nullable Kind kind,
        List<Release> releases,
        Manifest manifest,
        long decidedAt) {
    static LogLine client(long position, long time, List<Change> changes, List<Release> releases) {
        return new LogLine(position, time, changes, null, null, releases, Manifest.NONE, 0);
    }

    /// What one of Duet's tools wrote, which is for no decision of the core's.
    static LogLine tools(long position, long time, List<Change> changes, Checkpoint marker) {
        return new LogLine(
                position,
                time,
                changes,
                marker,
                TargetTransaction.Kind.HEARTBEAT,
                List.of(),
                Manifest.NONE,
                0);
    }

    boolean isTools() {
        return kind == TargetTransaction.Kind.HEARTBEAT && !changes.isEmpty();
    }

    boolean isClients() {
        return kind == null;
    }
}
