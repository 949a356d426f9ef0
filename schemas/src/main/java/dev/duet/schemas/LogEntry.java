package dev.duet.schemas;

/// One transaction of one system's log, as capture hands it on.
public sealed interface LogEntry {
    Origin origin();

    /// A client's transaction, to be carried to the other side.
    record Transaction(Origin origin, Changes changes) implements LogEntry {}

    /// A transaction that Duet wrote, come back through the log: it says what of the peer is in
    /// this database.
    ///
    /// @param changes what the log showed beside the checkpoint row
    record Marker(Origin origin, Checkpoint checkpoint, Changes changes) implements LogEntry {}

    /// A transaction with nothing for us: only the position moves.
    record Passed(Origin origin) implements LogEntry {}
}
