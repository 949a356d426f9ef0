package dev.duet.apply.store;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/// What people had repaired, in the database that was written to. Stateless; works on the caller's
/// connection and transaction, which is the one that repairs.
public final class RepairStore {
    /// @param key as `duet.conflict` names records
    /// @param before the row there as JSON; null for none
    /// @param after the same then
    /// @param rules what decided, by field
    public record Repaired(
            String entity,
            String key,
            @Nullable String before,
            @Nullable String after,
            String rules) {
        /// Says nothing of the rows: they are people's data.
        @Override
        public String toString() {
            return "Repaired[" + entity + "]";
        }
    }

    /// @param by who wanted it
    public void add(Connection connection, Repaired repaired, String reason, String by)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO duet.repair (entity, record_key, before_image, after_image,"
                                + " rules, reason, repaired_by) VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            int i = 1;
            insert.setString(i++, repaired.entity());
            insert.setString(i++, repaired.key());
            insert.setString(i++, repaired.before());
            insert.setString(i++, repaired.after());
            insert.setString(i++, repaired.rules());
            insert.setString(i++, reason);
            insert.setString(i, by);
            insert.executeUpdate();
        }
    }
}
