package dev.duet.deploy.status;

import dev.duet.schemas.Position;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/// Looks at one system's log. One implementation for each kind of database; stateless.
public interface LogStatus {
    /// @param applied up to where the peer has this log
    Reading read(Connection connection, Position applied) throws SQLException;

    /// Where the log ends: what can be seen in the tables was committed at or before that.
    Position end(Connection connection) throws SQLException;

    /// What a log is at one moment.
    ///
    /// @param now by the database's clock
    /// @param end where the log ends
    /// @param behind how much of it stands after what was applied, heartbeats included
    /// @param unit of `behind`: `bytes` or `transactions`
    /// @param acknowledged up to where the server may discard it; null where it asks nobody
    /// @param oldest where what it still holds begins
    /// @param active whether it is being read; null where the server does not say
    /// @param headroomBytes how much may be written before it discards what we need; null for no
    ///   such limit
    /// @param headroom the same for people
    record Reading(
            Instant now,
            Position end,
            long behind,
            String unit,
            @Nullable Position acknowledged,
            String oldest,
            @Nullable Boolean active,
            @Nullable Long headroomBytes,
            String headroom) {}
}
