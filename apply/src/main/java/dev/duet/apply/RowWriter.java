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
///
/// A column that is not [dev.duet.schemas.Column#exact] is in no guard, asked for or not: it is
/// written whatever it holds. The protocol does not rest on guards (PROTOCOL 1, "no guard at all"):
/// what is overwritten so comes through the log, and the audit decides.
public interface RowWriter {
    /// Which fields a merge writes, and what must hold for that. A column is in at most one of the
    /// first three.
    ///
    /// @param guarded set where the field still is what it is expected to be
    /// @param free set whatever it is
    /// @param added raised by a difference: a client's unread increment is never lost
    /// @param row columns that must all be what they are expected to be, or nothing is written
    record MergeForm(BitSet guarded, BitSet free, BitSet added, BitSet row) {
        /// The same without guards over columns that cannot have one.
        public MergeForm exact(Shape shape) {
            BitSet exact = shape.exact(guarded);
            BitSet unguarded = (BitSet) guarded.clone();
            unguarded.andNot(exact);
            unguarded.or(free);
            return new MergeForm(exact, unguarded, added, shape.exact(row));
        }
    }

    /// Inserts rows; what is there already stays and is returned.
    ///
    /// @throws CannotTellWhich when some were there and the database does not say which
    BitSet insert(Connection connection, Shape shape, List<Row> rows) throws SQLException;

    /// Inserts many rows, none of which is believed to be there, by the database's own means for
    /// that. Where this returns false or throws, some may stand there: the caller goes back to a
    /// savepoint, and [#insert] says which are refused, and why.
    ///
    /// @return whether all rows were written
    default boolean fill(Connection connection, Shape shape, List<Row> rows) throws SQLException {
        return false;
    }

    /// Sets the touched columns of rows in which they hold the before-image. A row that holds the
    /// after-image already counts as written.
    BitSet update(
            Connection connection, Shape shape, BitSet touched, List<Row> before, List<Row> after)
            throws SQLException;

    /// Sets fields each for itself.
    ///
    /// @param expected what the rows are believed to be
    /// @param values what the written fields get, or are raised by
    BitSet merge(
            Connection connection,
            Shape shape,
            MergeForm form,
            List<Row> expected,
            List<Row> values)
            throws SQLException;

    /// Deletes rows in which the guarded columns hold what is expected.
    BitSet delete(Connection connection, Shape shape, List<Row> expected, BitSet guarded)
            throws SQLException;

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
