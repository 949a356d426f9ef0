package dev.duet.apply;

import dev.duet.apply.plan.Planned;
import dev.duet.schemas.Shape;

import java.sql.Connection;
import java.sql.SQLException;

/// Says what becomes of a row that is not what the change was made on.
@FunctionalInterface
interface MissedRows {
    /// It is left as it stands: a client's change that altered it is on its way through the log,
    /// and the audit decides (PROTOCOL 2.10). Only where the record is not there at all, and yet
    /// cannot be inserted, another record has one of its unique values.
    MissedRows LEFT =
            (connection, rows, row) -> {
                Shape shape = row.cause().target().shape();
                boolean taken =
                        row.before() == null
                                && rows.lock(connection, shape, row.identity()) == null;
                return taken ? Settled.TAKEN : Settled.LEFT;
            };

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
