package dev.duet.capture.mysql;

import dev.duet.capture.Incarnation;
import dev.duet.capture.LogCheck;
import dev.duet.capture.NeedsResync;
import dev.duet.schemas.Anchor;
import dev.duet.schemas.BinlogPosition;
import dev.duet.schemas.GtidSet;
import dev.duet.schemas.Position;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Set;

/// Compares the binary log with where reading is to begin. Stateless.
///
/// After `RESET BINARY LOGS AND GTIDS` MySQL counts from 1 again, and transactions that reuse a
/// number we have already are skipped without a word; so the place in the file is looked at as well
/// as the numbers.
public final class MysqlLogCheck implements LogCheck {
    private static final String MEND =
            "make both sides equal again and take new positions, as deploy/docs/runbook.md says"
                    + " under NEEDS_RESYNC";

    /// What may stand at the offset that a position names.
    private static final Set<String> STARTS =
            Set.of("QUERY", "TRANSACTION_PAYLOAD", "GTID", "GTID_TAGGED");

    @Override
    public void verify(Connection connection, Anchor resume, Position applied, String incarnation)
            throws SQLException {
        Incarnation.require(connection, "SELECT incarnation FROM duet.`system`", incarnation);
        GtidSet executed = gtids(connection, "gtid_executed");
        GtidSet needed =
                ((BinlogPosition) applied)
                        .gtids()
                        .with(((BinlogPosition) resume.position()).gtids());
        GtidSet unknown = needed.minus(executed);
        if (!unknown.isEmpty()) {
            throw new NeedsResync(
                    "transactions "
                            + unknown
                            + " were carried over already, but the server does not know them: its"
                            + " log was reset, or it was restored from an older state, or it is"
                            + " another server",
                    MEND);
        }
        BinlogPosition from = (BinlogPosition) resume.position();
        GtidSet gone = gtids(connection, "gtid_purged").minus(from.gtids());
        if (!gone.isEmpty()) {
            throw new NeedsResync(
                    "the server has purged transactions "
                            + gone
                            + " from its log before they were read",
                    MEND);
        }
        requireSameLog(connection, from);
    }

    private static void requireSameLog(Connection connection, BinlogPosition from)
            throws SQLException {
        if (from.offset() <= 0 || !hasFile(connection, from.file())) {
            return; // nothing to compare with: the file is gone, as it may be when all of it was
            // read
        }
        String sql =
                "SHOW BINLOG EVENTS IN '"
                        + from.file().replace("'", "''")
                        + "' FROM "
                        + from.offset()
                        + " LIMIT 1";
        try (Statement statement = connection.createStatement();
                ResultSet event = statement.executeQuery(sql)) {
            if (event.next()
                    && STARTS.contains(event.getString("Event_type").toUpperCase(Locale.ROOT))) {
                return;
            }
        } catch (SQLException e) {
            if (e.getErrorCode()
                    != 1220) { // ER_ERROR_WHEN_EXECUTING_COMMAND: no event begins there
                throw e;
            }
        }
        throw new NeedsResync(
                "the log is not the one that was read: nothing begins at "
                        + from.file()
                        + ":"
                        + from.offset()
                        + " any more; it was reset",
                MEND);
    }

    private static boolean hasFile(Connection connection, String file) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet files = statement.executeQuery("SHOW BINARY LOGS")) {
            while (files.next()) {
                if (files.getString(1).equals(file)) {
                    return true;
                }
            }
            return false;
        }
    }

    private static GtidSet gtids(Connection connection, String variable) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@GLOBAL." + variable)) {
            row.next();
            return GtidSet.parse(row.getString(1));
        }
    }

    @Override
    public Position end(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW BINARY LOG STATUS")) {
            if (!row.next()) {
                throw new SQLException("the binary log is off: run 'duet check'");
            }
            return new BinlogPosition(
                    GtidSet.parse(row.getString("Executed_Gtid_Set")), row.getString("File"), 0);
        }
    }
}
