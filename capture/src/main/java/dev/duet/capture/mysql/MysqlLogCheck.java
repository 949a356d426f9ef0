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
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;

/// Compares the binary log with where reading is to begin. Stateless.
///
/// After `RESET BINARY LOGS AND GTIDS` MySQL counts from 1 again, and transactions that reuse a
/// number we have already are skipped without a word; so the place in the file is looked at as well
/// as the numbers.
public final class MysqlLogCheck implements LogCheck {
    /// What may stand at the offset that a position names.
    private static final Set<String> STARTS =
            Set.of("QUERY", "TRANSACTION_PAYLOAD", "GTID", "GTID_TAGGED");

    /// Enough to pass over the rest of a small transaction; a large one hides the next.
    private static final int EVENTS_TO_NEXT = 100;

    @Override
    public void verify(Connection connection, Anchor resume, Position applied, String incarnation)
            throws SQLException {
        Incarnation.require(connection, "SELECT incarnation FROM duet.`system`", incarnation);
        GtidSet executed = BinaryLogs.gtids(connection, "gtid_executed");
        GtidSet needed =
                ((BinlogPosition) applied)
                        .gtids()
                        .with(((BinlogPosition) resume.position()).gtids());
        GtidSet unknown = needed.minus(executed);
        if (!unknown.isEmpty()) {
            throw NeedsResync.other(
                    "transactions "
                            + unknown
                            + " were carried over already, but the server does not know them: its"
                            + " log was reset, or it was restored from an older state, or it is"
                            + " another server");
        }
        BinlogPosition from = (BinlogPosition) resume.position();
        requireSameLog(connection, from);
        requireSameLog(connection, (BinlogPosition) applied);
        GtidSet gone = BinaryLogs.gtids(connection, "gtid_purged").minus(from.gtids());
        if (!gone.isEmpty()) {
            throw NeedsResync.gap(
                    "the server has purged transactions "
                            + gone
                            + " from its log before they were read");
        }
    }

    private static void requireSameLog(Connection connection, BinlogPosition from)
            throws SQLException {
        if (from.offset() <= 0) {
            return; // nothing was read yet
        }
        List<String> files = BinaryLogs.files(connection);
        if (!files.contains(from.file())) {
            if (files.isEmpty()
                    || BinaryLogs.number(files.getFirst()) > BinaryLogs.number(from.file())) {
                return; // purged, as it may be when all of it was read
            }
            throw reset("there is no file " + from.file() + " any more, but earlier ones");
        }
        String sql =
                "SHOW BINLOG EVENTS IN '"
                        + from.file().replace("'", "''")
                        + "' FROM "
                        + from.offset()
                        + " LIMIT "
                        + EVENTS_TO_NEXT;
        try (Statement statement = connection.createStatement();
                ResultSet events = statement.executeQuery(sql)) {
            requireContinuation(events, from);
        } catch (SQLException e) {
            if (e.getErrorCode()
                    != 1220) { // ER_ERROR_WHEN_EXECUTING_COMMAND: no event begins there
                throw e;
            }
            throw nothingBegins(from);
        }
    }

    /// The transaction that begins there is one we have, and those after it are not, or not yet.
    private static void requireContinuation(ResultSet events, BinlogPosition from)
            throws SQLException {
        if (!events.next() || !STARTS.contains(type(events))) {
            throw nothingBegins(from);
        }
        while (events.next()) {
            Matcher gtid = BinaryLogs.GTID.matcher(events.getString("Info"));
            if (type(events).startsWith("GTID") && gtid.find()) {
                GtidSet next = GtidSet.EMPTY.with(gtid.group(1));
                if (next.minus(from.gtids()).isEmpty()) {
                    throw reset(
                            "transaction "
                                    + next
                                    + " stands after "
                                    + from.file()
                                    + ":"
                                    + from.offset()
                                    + ", but was read before");
                }
                return;
            }
        }
    }

    private static String type(ResultSet event) throws SQLException {
        return event.getString("Event_type").toUpperCase(Locale.ROOT);
    }

    private static NeedsResync nothingBegins(BinlogPosition from) {
        return reset("nothing begins at " + from.file() + ":" + from.offset() + " any more");
    }

    private static NeedsResync reset(String found) {
        return NeedsResync.other(
                "the log is not the one that was read: " + found + "; it was reset");
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
