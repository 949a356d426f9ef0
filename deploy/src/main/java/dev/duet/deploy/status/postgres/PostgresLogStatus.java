package dev.duet.deploy.status.postgres;

import dev.duet.deploy.status.LogStatus;
import dev.duet.schemas.Lsn;
import dev.duet.schemas.Position;
import dev.duet.schemas.config.DataSize;
import dev.duet.schemas.config.LogSource;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// The WAL, as the server keeps it for our slot.
public final class PostgresLogStatus implements LogStatus {
    private static final String READ =
            "SELECT clock_timestamp() AS moment, pg_current_wal_lsn()::text AS log_end, active,"
                    + " wal_status, safe_wal_size, restart_lsn::text AS oldest,"
                    + " confirmed_flush_lsn::text AS confirmed,"
                    + " pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::bigint AS held"
                    + " FROM (SELECT 1) AS one LEFT JOIN pg_replication_slots ON slot_name = ?";

    private final LogSource.Postgres source;

    public PostgresLogStatus(LogSource.Postgres source) {
        this.source = source;
    }

    @Override
    public Reading read(Connection connection, Position applied) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setString(1, source.slot());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return reading(row, applied);
            }
        }
    }

    /// With `synchronous_commit` off a transaction is seen before it is in the written log.
    @Override
    public Position end(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT pg_current_wal_insert_lsn()::text")) {
            row.next();
            return Lsn.parse(row.getString(1));
        }
    }

    private Reading reading(ResultSet row, Position applied) throws SQLException {
        Lsn end = Lsn.parse(row.getString("log_end"));
        @Nullable String confirmed = row.getString("confirmed");
        @Nullable String oldest = row.getString("oldest");
        boolean active = row.getBoolean("active");
        boolean exists = !row.wasNull();
        long safe = row.getLong("safe_wal_size");
        @Nullable Long headroom = row.wasNull() ? null : safe;
        return new Reading(
                row.getTimestamp("moment").toInstant(),
                end,
                Math.max(0, end.ordinal() - applied.ordinal()),
                "bytes",
                confirmed == null ? null : Lsn.parse(confirmed),
                oldest == null ? "nothing" : oldest,
                exists ? active : null,
                headroom,
                exists ? words(row, headroom) : "the slot '" + source.slot() + "' does not exist");
    }

    private static String words(ResultSet row, @Nullable Long headroom) throws SQLException {
        String held = "the slot holds " + size(row.getLong("held"));
        String status = String.valueOf(row.getString("wal_status"));
        String left = headroom == null ? "unlimited" : size(Math.max(0, headroom)) + " left";
        return left
                + ", "
                + held
                + (status.equals("reserved") ? "" : ", its WAL is '" + status + "'");
    }

    private static String size(long bytes) {
        return bytes < 10L << 20
                ? bytes / 1024 + " KiB"
                : bytes / DataSize.mebibytes(1).bytes() + " MiB";
    }
}
