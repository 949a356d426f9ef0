package dev.duet.schemas;

import java.util.List;

/// One transaction of one system's log, as capture hands it on.
public sealed interface LogEntry {
    Origin origin();

    /// A client's transaction, to be carried to the other side.
    ///
    /// @param releases the records that were held back and take part again from here on, as people
    ///   have decided
    /// @param sightings of records, by Duet
    record Transaction(
            Origin origin, Changes changes, List<Release> releases, List<Sighting> sightings)
            implements LogEntry {
        public Transaction {
            releases = List.copyOf(releases);
            sightings = List.copyOf(sightings);
        }

        public Transaction(Origin origin, Changes changes, List<Release> releases) {
            this(origin, changes, releases, List.of());
        }

        public Transaction(Origin origin, Changes changes) {
            this(origin, changes, List.of());
        }
    }

    /// A transaction that Duet wrote, come back through the log: it says what of the peer is in
    /// this database.
    ///
    /// @param changes what the log showed beside the checkpoint row
    record Marker(Origin origin, Checkpoint checkpoint, Changes changes) implements LogEntry {}

    /// A transaction with nothing for us: only the position moves.
    record Passed(Origin origin) implements LogEntry {}
}
