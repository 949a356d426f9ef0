package dev.duet.apply;

import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;

/// Writes rows of one table, many in a statement. One implementation for each kind of database; one
/// thread.
///
/// Each method returns the rows that it did not write, by their index in the list.
public interface RowWriter {
    /// Whether a row is written only where it still is what the change was made on.
    enum Guard {
        /// The columns to be written, or for a delete all columns, must hold the before-image.
        BEFORE_IMAGE,
        /// The key alone decides.
        NONE
    }

    /// Inserts rows; what is there already stays and is returned.
    ///
    /// @throws CannotTellWhich when some were there and the database does not say which
    BitSet insert(Connection connection, Shape shape, List<Row> rows) throws SQLException;

    /// Sets the touched columns. A row that holds the after-image already counts as written.
    BitSet update(
            Connection connection,
            Shape shape,
            BitSet touched,
            List<Row> before,
            List<Row> after,
            Guard guard)
            throws SQLException;

    BitSet delete(Connection connection, Shape shape, List<Row> before, Guard guard)
            throws SQLException;

    void truncate(Connection connection, Shape shape) throws SQLException;

    /// Locks a row and returns it as JSON of column names and the database's own texts; null when
    /// there is none.
    @Nullable String lock(Connection connection, Shape shape, Row identity) throws SQLException;

    /// Some rows of an insert were there already; row by row will tell which.
    final class CannotTellWhich extends RuntimeException {
        private static final long serialVersionUID = 1;

        public CannotTellWhich() {
            super("some rows were there already");
        }
    }
}
