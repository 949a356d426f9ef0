package dev.duet.apply;

import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Reads rows of one table as they are, in the very values that the database's log gives for them.
/// One implementation for each kind of database; one thread.
///
/// Whole numbers, decimals, floats, texts, bytes, JSON and moments come out the same whatever the
/// session's settings; arrays are spelled as the session spells their elements.
public interface TableReader {
    /// Locks a row and returns it; null when there is none.
    ///
    /// @param identity of which only the key counts
    @Nullable Row lock(Connection connection, Shape shape, Row identity) throws SQLException;

    /// The next rows by their key, in the database's own order; fewer than the limit only when
    /// there are no more.
    ///
    /// @param after the last row of the chunk before, of which only the key counts; null at the
    ///   start
    List<Row> chunk(Connection connection, Shape shape, @Nullable Row after, int limit)
            throws SQLException;
}
