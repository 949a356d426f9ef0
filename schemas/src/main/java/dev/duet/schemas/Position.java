package dev.duet.schemas;

/// A place in one system's log: everything up to and including one committed transaction.
///
/// Positions of one log are totally ordered by [#ordinal()]; positions of two logs are never
/// compared.
public sealed interface Position permits Lsn, BinlogPosition {
    /// Where this stands among the positions of the same log: greater is later.
    long ordinal();

    /// The form a DBA knows: `0/16B3748`, or a GTID set.
    String text();

    /// The form kept in a checkpoint row; [#parse(String)] reads it again.
    String stored();

    default boolean isAfter(Position other) {
        return Long.compareUnsigned(ordinal(), other.ordinal()) > 0;
    }

    /// Whether a transaction that ended here is already part of everything up to `other`.
    default boolean isAtOrBefore(Position other) {
        return !isAfter(other);
    }

    /// Reads what [#stored()] wrote.
    ///
    /// @throws IllegalArgumentException when the text is neither form
    static Position parse(String stored) {
        return stored.startsWith(BinlogPosition.PREFIX)
                ? BinlogPosition.parse(stored)
                : Lsn.parse(stored);
    }
}
