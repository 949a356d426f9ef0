package dev.duet.apply;

import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;

/// Reads rows of one table as they are, in the very values that the database's log gives for them.
/// One implementation for each kind of database; one thread.
///
/// What a session may have set does not show in the values, with two exceptions that must be as the
/// log's reader has them: PostgreSQL spells an array's elements as the session says, and takes
/// money's scale from `lc_monetary`. Keys of MySQL's type `timestamp` are compared in the session's
/// time zone, as when they are written: it must be UTC.
public interface TableReader {
    /// Locks a row and returns it; null when there is none.
    ///
    /// @param identity of which only the key counts
    @Nullable Row lock(Connection connection, Shape shape, Row identity) throws SQLException;

    /// Locks rows and returns those that are there, in no order.
    ///
    /// @param identities of which only the key counts
    List<Row> lock(Connection connection, Shape shape, List<Row> identities) throws SQLException;

    /// A row that has the same values in some columns; null when there is none.
    ///
    /// @param columns of a unique key; null in one of them is like nothing
    @Nullable Row find(Connection connection, Shape shape, BitSet columns, Row values)
            throws SQLException;

    /// Rows as they are, without a lock; those that are there, in no order.
    ///
    /// @param identities of which only the key counts
    List<VersionedRow> read(Connection connection, Shape shape, List<Row> identities)
            throws SQLException;

    /// The next rows by their key, in the database's own order; fewer than the limit only when
    /// there are no more.
    List<Row> chunk(Connection connection, Shape shape, KeyRange range, int limit)
            throws SQLException;

    /// The key of the row that ends the next so many ones; null when there are fewer.
    @Nullable Row skip(Connection connection, Shape shape, KeyRange range, int rows)
            throws SQLException;
}
