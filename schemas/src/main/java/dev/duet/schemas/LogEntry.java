package dev.duet.schemas;

import java.util.List;

/// One transaction of one system's log, as capture hands it on.
public sealed interface LogEntry {
    Origin origin();

    /// A client's transaction, to be carried to the other side.
    ///
    /// @param releases the records that were held back and take part again from here on, as people
    ///   have decided
    record Transaction(Origin origin, Changes changes, List<Release> releases) implements LogEntry {
        public Transaction {
            releases = List.copyOf(releases);
        }

        public Transaction(Origin origin, Changes changes) {
            this(origin, changes, List.of());
        }
    }

    /// A transaction that Duet wrote, come back through the log: it says what of the peer is in
    /// this database.
    ///
    /// @param changes what the log showed beside the checkpoint row
    /// @param manifest what it says of itself
    record Marker(Origin origin, Checkpoint checkpoint, Changes changes, Manifest manifest)
            implements LogEntry {
        public Marker(Origin origin, Checkpoint checkpoint, Changes changes) {
            this(origin, checkpoint, changes, Manifest.NONE);
        }
    }

    /// A transaction with nothing for us: only the position moves.
    record Passed(Origin origin) implements LogEntry {}
}
