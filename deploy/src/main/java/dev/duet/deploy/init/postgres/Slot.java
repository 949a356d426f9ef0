package dev.duet.deploy.init.postgres;

import dev.duet.schemas.Lsn;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// A replication slot as the server shows it.
///
/// @param plugin empty for a physical slot, as is the database
/// @param walStatus `reserved`, `extended`, `unreserved` or `lost`
/// @param confirmed up to where it was acknowledged; null while it is being made
/// @param activePid the process that reads it now, or 0
public record Slot(
        String name,
        String plugin,
        String database,
        String walStatus,
        @Nullable Lsn confirmed,
        boolean temporary,
        int activePid) {

    private static final String READ =
            """
            SELECT coalesce(plugin, '') AS plugin, coalesce(database, '') AS database,
                   coalesce(wal_status, '') AS wal_status, confirmed_flush_lsn::text AS confirmed,
                   temporary, coalesce(active_pid, 0) AS active_pid
            FROM pg_catalog.pg_replication_slots WHERE slot_name = ?
            """;

    private static final String CREATE =
            "SELECT lsn::text FROM pg_create_logical_replication_slot(?, 'pgoutput')";

    public static Optional<Slot> read(Connection connection, String name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(READ)) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                String confirmed = row.getString("confirmed");
                return Optional.of(
                        new Slot(
                                name,
                                row.getString("plugin"),
                                row.getString("database"),
                                row.getString("wal_status"),
                                confirmed == null ? null : Lsn.parse(confirmed),
                                row.getBoolean("temporary"),
                                row.getInt("active_pid")));
            }
        }
    }

    /// Makes it; waits for the transactions that are open now. Every transaction that begins after
    /// is in it.
    ///
    /// @return where reading will start
    public static Lsn create(Connection connection, String name) throws SQLException {
        try (PreparedStatement create = connection.prepareStatement(CREATE)) {
            create.setString(1, name);
            try (ResultSet row = create.executeQuery()) {
                row.next();
                return Lsn.parse(row.getString(1));
            }
        }
    }

    /// Drops it, which nobody may be reading.
    public static void drop(Connection connection, String name) throws SQLException {
        try (PreparedStatement drop =
                connection.prepareStatement("SELECT pg_drop_replication_slot(?)")) {
            drop.setString(1, name);
            drop.execute();
        }
    }

    /// Whether the server discarded log that its reader still needed.
    public boolean isLost() {
        return walStatus.equals("lost");
    }
}
