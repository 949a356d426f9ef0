package dev.duet.deploy.status;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/// Who holds the lease, as one database has it.
///
/// @param holder empty when it was given back
/// @param left until it runs out; negative when it has
public record Instance(String holder, long token, Duration left) {
    public static Instance read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT holder, token, expires_at, CURRENT_TIMESTAMP(6) AS moment"
                                        + " FROM duet.lease WHERE name = 'duet'")) {
            if (!row.next()) {
                return new Instance("", 0, Duration.ZERO);
            }
            long left =
                    row.getTimestamp("expires_at").getTime() - row.getTimestamp("moment").getTime();
            return new Instance(
                    row.getString("holder"), row.getLong("token"), Duration.ofMillis(left));
        }
    }

    /// Whether an instance may write.
    public boolean isLive() {
        return !holder.isEmpty() && left.isPositive();
    }
}
