package dev.duet.apply;

import dev.duet.apply.plan.Planned;

import java.sql.Connection;
import java.sql.SQLException;

/// Says what becomes of a row that is not what the change was made on.
@FunctionalInterface
interface MissedRows {
    /// It is left as it stands: a client's change that altered it is on its way through the log,
    /// and the audit decides (PROTOCOL 2.10). So is a record that cannot be inserted since another
    /// has one of its unique values: that one may be on its way, too.
    MissedRows LEFT = (connection, rows, row) -> Settled.LEFT;

    Settled settle(Connection connection, RowWriter rows, Planned row) throws SQLException;

    /// What was done about it.
    enum Settled {
        /// The change was written over what stood.
        WRITTEN,
        /// What stood was kept, and the loser recorded.
        KEPT,
        /// Both sides had come to the same.
        NO_CONFLICT,
        /// Nothing yet.
        LEFT,
        /// Not this record is in the way but another one, which has one of its unique values.
        TAKEN
    }
}
