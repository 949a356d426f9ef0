package dev.duet.capture.postgres;

import dev.duet.capture.Incarnation;
import dev.duet.capture.LogCheck;
import dev.duet.capture.NeedsResync;
import dev.duet.schemas.Anchor;
import dev.duet.schemas.Lsn;
import dev.duet.schemas.Position;
import dev.duet.schemas.config.LogSource;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Compares a replication slot with where reading is to begin.
///
/// A start below what the slot has confirmed is silently moved forward by PostgreSQL; that is
/// refused here.
public final class PostgresLogCheck implements LogCheck {
    private final LogSource.Postgres source;

    public PostgresLogCheck(LogSource.Postgres source) {
        this.source = source;
    }

    @Override
    public void verify(Connection connection, Anchor resume, Position applied, String incarnation)
            throws SQLException {
        Incarnation.require(connection, "SELECT incarnation FROM duet.system", incarnation);
        Position end = end(connection);
        if (applied.isAfter(end)) {
            throw NeedsResync.other(
                    "the log ends at "
                            + end.text()
                            + ", but changes up to "
                            + applied.text()
                            + " were carried over already: the database was restored from an older"
                            + " state");
        }
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT plugin, database, current_database() AS here,"
                                + " confirmed_flush_lsn::text AS confirmed, wal_status FROM"
                                + " pg_replication_slots WHERE slot_name = ?")) {
            statement.setString(1, source.slot());
            try (ResultSet slot = statement.executeQuery()) {
                if (!slot.next()) {
                    throw NeedsResync.gap(
                            "the replication slot '"
                                    + source.slot()
                                    + "' does not exist any more: "
                                    + "changes since "
                                    + resume.position().text()
                                    + " may be lost");
                }
                verify(slot, resume);
            }
        }
    }

    private void verify(ResultSet slot, Anchor resume) throws SQLException {
        if (!"pgoutput".equals(slot.getString("plugin"))
                || !slot.getString("here").equals(slot.getString("database"))) {
            throw new NeedsResync(
                    "the replication slot '"
                            + source.slot()
                            + "' belongs to something else: plugin "
                            + slot.getString("plugin")
                            + ", database "
                            + slot.getString("database"),
                    "name another slot in the configuration, or drop that one if it is a leftover");
        }
        if ("lost".equals(slot.getString("wal_status"))) {
            throw NeedsResync.gap(
                    "the replication slot '"
                            + source.slot()
                            + "' is lost: the server has discarded log that was still"
                            + " needed (max_slot_wal_keep_size or idle_replication_slot_timeout)");
        }
        @Nullable String confirmed = slot.getString("confirmed");
        if (confirmed != null && Lsn.parse(confirmed).isAfter(resume.position())) {
            throw NeedsResync.gap(
                    "the replication slot '"
                            + source.slot()
                            + "' starts at "
                            + confirmed
                            + ", after "
                            + resume.position().text()
                            + " where reading must go on: it was dropped and made anew, or moved"
                            + " forward, or the other side was restored from an older state");
        }
    }

    @Override
    public Position end(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_current_wal_lsn()::text")) {
            row.next();
            return Lsn.parse(row.getString(1));
        }
    }
}
