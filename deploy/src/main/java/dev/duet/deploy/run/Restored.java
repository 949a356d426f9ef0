package dev.duet.deploy.run;

import dev.duet.capture.NeedsResync;
import dev.duet.schemas.Anchor;
import dev.duet.schemas.Checkpoint;

/// A restored database brings an older checkpoint back with it: older than what its peer knows was
/// committed here, and the peer's log may be gone from there on. Stateless.
public final class Restored {
    private Restored() {}

    /// @param committed from where the log of the system that this database receives from is read
    /// @param row the checkpoint row in this database
    /// @throws NeedsResync when the row is older than that
    public static void refuse(String system, Anchor committed, Checkpoint row) {
        if (committed.position().isAfter(row.position())) {
            throw NeedsResync.other(
                    system
                            + " was restored from an older state: it holds what "
                            + row.source()
                            + " changed up to "
                            + row.position().text()
                            + ", but had it up to "
                            + committed.position().text()
                            + " already");
        }
    }
}
