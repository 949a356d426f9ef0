package dev.duet.apply.conflict;

import dev.duet.schemas.Change;
import dev.duet.schemas.Checkpoint;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One transaction in the log of a [ModelDatabase].
///
/// @param marker the checkpoint row when the transaction is Duet's, or null
/// @param decidedAt how far this log had been read when Duet decided on it
record LogLine(
        long position,
        long time,
        List<Change> changes,
        @Nullable Checkpoint marker,
        long decidedAt) {
    boolean isClients() {
        return marker == null;
    }
}
