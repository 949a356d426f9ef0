package dev.duet.apply.conflict;

import dev.duet.schemas.Change;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.Release;
import dev.duet.schemas.Sighting;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One transaction in the log of a [ModelDatabase].
///
/// @param marker the checkpoint row when the transaction is Duet's, or null
/// @param kind why Duet wrote it, or null
/// @param releases what a client's transaction releases
/// @param decidedAt how far this log had been read when Duet decided on it
record LogLine(
        long position,
        long time,
        List<Change> changes,
        @Nullable Checkpoint marker,
        TargetTransaction.@Nullable Kind kind,
        List<Release> releases,
        List<Sighting> sightings,
        long decidedAt) {
    static LogLine client(long position, long time, List<Change> changes, List<Release> releases) {
        return new LogLine(position, time, changes, null, null, releases, List.of(), 0);
    }

    static LogLine sighting(long position, long time, Sighting sighting) {
        return new LogLine(position, time, List.of(), null, null, List.of(), List.of(sighting), 0);
    }

    boolean isClients() {
        return kind == null;
    }
}
