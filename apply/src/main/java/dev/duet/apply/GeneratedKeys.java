package dev.duet.apply;

import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;

/// Inserts rows whose key the database makes up. One implementation for each kind of database; one
/// thread.
@FunctionalInterface
public interface GeneratedKeys {
    /// Inserts rows of a table with one key column; what cannot be, for one of its unique values is
    /// there already, is returned.
    ///
    /// @param rows of which the key does not count
    /// @param keys gets the key of each row that was inserted, at its index
    /// @throws RowWriter.CannotTellWhich when some were not inserted and the database does not say
    ///   which
    BitSet insert(Connection connection, Shape shape, List<Row> rows, long[] keys)
            throws SQLException;
}
