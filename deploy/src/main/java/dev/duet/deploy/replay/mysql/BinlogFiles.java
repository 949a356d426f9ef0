package dev.duet.deploy.replay.mysql;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.duet.capture.mysql.BinaryLogs;
import dev.duet.deploy.replay.Bound;
import dev.duet.deploy.replay.CannotReplay;
import dev.duet.deploy.replay.HeldLog;
import dev.duet.schemas.BinlogPosition;
import dev.duet.schemas.GtidSet;
import dev.duet.schemas.Position;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Matcher;

/// The binary log's files, as long as the server keeps them.
///
/// Reading begins with a whole file, and with one more before it: what was just before the place
/// tells what its first changes had seen of the other side. No statement tells a file's time, so
/// for a time all are read. What was before Duet's first start is not: nothing tells how the tables
/// looked there.
public final class BinlogFiles implements HeldLog {
    private static final String BEGINNING = "Previous_gtids";
    private static final int EVENTS_TO_FIRST = 10;

    @Override
    public Answer held(Connection connection) throws SQLException {
        List<String> files = BinaryLogs.files(connection);
        if (files.isEmpty()) {
            return new Answer.Unreadable("the server keeps no binary log");
        }
        GtidSet purged = BinaryLogs.gtids(connection, "gtid_purged");
        BinlogPosition begin = begin(connection, files, 0);
        return new Answer.Readable(
                new Held(
                        begin,
                        purged.isEmpty() || firstKnown(connection).contains(purged),
                        files.getFirst()
                                + " to "
                                + files.getLast()
                                + (purged.isEmpty() ? "" : ", without " + purged)));
    }

    @Override
    public Position startFor(Connection connection, Held held, Bound from) throws SQLException {
        return switch (from) {
            case Bound.AtGtids at -> startFor(connection, held, at.gtids());
            case Bound.InFile at -> startFor(connection, at);
            case Bound.AtTime _, Bound.AtLsn _ -> held.begin();
        };
    }

    private static Position startFor(Connection connection, Held held, GtidSet gtids)
            throws SQLException {
        GtidSet gone = BinaryLogs.gtids(connection, "gtid_purged").minus(gtids);
        if (!gone.isEmpty()) {
            throw new CannotReplay(
                    "the server has purged %s from its log, which stand after that place: it holds %s"
                            .formatted(gone, held.words()));
        }
        GtidSet unknown = gtids.minus(BinaryLogs.gtids(connection, "gtid_executed"));
        if (!unknown.isEmpty()) {
            throw new CannotReplay(
                    "the server does not know "
                            + unknown
                            + ": that place is of another log; 'duet position show' has this"
                            + " one's");
        }
        List<String> files = BinaryLogs.files(connection);
        for (int i = files.size() - 1; i >= 0; i--) {
            if (gtids.contains(before(connection, files.get(i)))) {
                return begin(connection, files, Math.max(0, i - 1));
            }
        }
        return held.begin();
    }

    private static Position startFor(Connection connection, Bound.InFile at) throws SQLException {
        List<String> files = BinaryLogs.files(connection);
        int index = files.indexOf(at.file());
        if (index < 0) {
            throw new CannotReplay(
                    "the server has no file %s: it holds %s to %s"
                            .formatted(at.file(), files.getFirst(), files.getLast()));
        }
        return begin(connection, files, Math.max(0, index - 1));
    }

    /// Of a file, or of what is known of the tables.
    private static BinlogPosition begin(Connection connection, List<String> files, int index)
            throws SQLException {
        String file = files.get(index);
        GtidSet before = before(connection, file);
        GtidSet known = firstKnown(connection);
        return new BinlogPosition(known.contains(before) ? known : before, file, 0);
    }

    /// Up to where the log was when the tables were looked at first.
    private static GtidSet firstKnown(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT record FROM duet.schema_history ORDER BY id LIMIT 1")) {
            if (!row.next()) {
                throw new CannotReplay(
                        "'duet run' has never read this log: there is nothing to replay");
            }
            return GtidSet.parse(
                    new ObjectMapper().readTree(row.getString(1)).at("/position/gtids").asText());
        } catch (IOException e) {
            throw new CannotReplay("duet.schema_history cannot be read", e);
        }
    }

    /// All that was executed before a file begins. Debezium cannot begin with nothing, so the very
    /// first transaction of a server, which is none that Duet's clients made, counts as executed.
    private static GtidSet before(Connection connection, String file) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet events =
                        statement.executeQuery(
                                "SHOW BINLOG EVENTS IN '"
                                        + file.replace("'", "''")
                                        + "' LIMIT "
                                        + EVENTS_TO_FIRST)) {
            while (events.next()) {
                String info = events.getString("Info");
                Matcher first = BinaryLogs.GTID.matcher(info);
                if (events.getString("Event_type").equalsIgnoreCase(BEGINNING) && !info.isBlank()) {
                    return GtidSet.parse(info);
                }
                if (first.find()) {
                    return GtidSet.EMPTY.with(first.group(1));
                }
            }
        }
        throw new CannotReplay(
                file + " does not say what was before it: gtid_mode must be ON; run 'duet check'");
    }
}
