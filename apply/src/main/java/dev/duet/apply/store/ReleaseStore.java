package dev.duet.apply.store;

import dev.duet.schemas.Images;
import dev.duet.schemas.Key;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/// States in one side's log that records are let go. Stateless; works on the caller's connection
/// and transaction, which must have the record locked.
public final class ReleaseStore {
    /// A record with what this side has of it.
    ///
    /// @param row null when it is not there
    public record Released(Key key, @Nullable Row row) {
        /// Says nothing of the row: it is people's data.
        @Override
        public String toString() {
            return "Released";
        }
    }

    /// @param shape this side's
    /// @param by who decided it
    public void add(Connection connection, Shape shape, Released released, String by)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO duet.release (entity, record_key, row_image, decided_by)"
                                + " VALUES (?, ?, ?, ?)")) {
            insert.setString(1, shape.entity());
            insert.setString(2, Images.keyJson(shape, released.key()));
            insert.setString(3, Images.toJson(shape, released.row()));
            insert.setString(4, by);
            insert.executeUpdate();
        }
    }
}
