package dev.duet.deploy.status.postgres;

import dev.duet.deploy.status.AnchorStatus;
import dev.duet.deploy.status.AnchorStatus.State;
import dev.duet.schemas.Lsn;
import dev.duet.schemas.config.LogSource;
import dev.duet.schemas.config.Settings;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;

/// Looks at the anchor slot. Stateless.
public final class PostgresAnchorStatus {
    /// The first note at or after the place where the anchor stands says when the log was there.
    private static final String READ =
            "SELECT confirmed_flush_lsn::text AS begins, wal_status, active, safe_wal_size,"
                    + " pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::bigint AS held,"
                    + " clock_timestamp() AS moment, (SELECT min(noted_at) FROM duet.anchor WHERE"
                    + " position >= confirmed_flush_lsn) AS since"
                    + " FROM pg_replication_slots WHERE slot_name = ?";

    private final String system;
    private final String slot;
    private final Settings settings;

    public PostgresAnchorStatus(String system, LogSource.Postgres source, Settings settings) {
        this.system = system;
        this.slot = source.anchor().slot();
        this.settings = settings;
    }

    public AnchorStatus read(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setString(1, slot);
            try (ResultSet row = statement.executeQuery()) {
                return new AnchorStatus(system, slot, state(row));
            }
        }
    }

    private State state(ResultSet row) throws SQLException {
        if (settings.replayWindow().isZero()) {
            return new AnchorStatus.Off();
        }
        if (!row.next()) {
            return new AnchorStatus.Missing();
        }
        if ("lost".equals(row.getString("wal_status"))) {
            return new AnchorStatus.Lost();
        }
        long safe = row.getLong("safe_wal_size");
        @Nullable Long headroom = row.wasNull() ? null : safe;
        return new AnchorStatus.Kept(
                Lsn.parse(row.getString("begins")),
                since(row.getTimestamp("since"), row.getTimestamp("moment")),
                row.getLong("held"),
                settings.replaySize().bytes(),
                headroom,
                row.getBoolean("active"));
    }

    private static AnchorStatus.@Nullable Since since(@Nullable Timestamp at, Timestamp now) {
        return at == null
                ? null
                : new AnchorStatus.Since(
                        at.toInstant(), Duration.between(at.toInstant(), now.toInstant()));
    }
}
