package dev.duet.deploy.status.mysql;

import dev.duet.deploy.status.LogStatus;
import dev.duet.deploy.terminal.TimeSpan;
import dev.duet.schemas.BinlogPosition;
import dev.duet.schemas.GtidSet;
import dev.duet.schemas.Position;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;

/// The binary log, which the server keeps for a time, whoever needs it.
public final class MysqlLogStatus implements LogStatus {
    @Override
    public Reading read(Connection connection, Position applied) throws SQLException {
        GtidSet executed;
        String file;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW BINARY LOG STATUS")) {
            if (!row.next()) {
                throw new SQLException("the binary log is off: run 'duet check'");
            }
            executed = GtidSet.parse(row.getString("Executed_Gtid_Set"));
            file = row.getString("File");
        }
        String oldest = oldest(connection);
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT UNIX_TIMESTAMP(CURRENT_TIMESTAMP(6)) * 1000 AS moment,"
                                        + " @@GLOBAL.binlog_expire_logs_seconds *"
                                        + " @@GLOBAL.binlog_expire_logs_auto_purge AS expire")) {
            row.next();
            long seconds = row.getLong("expire");
            return new Reading(
                    Instant.ofEpochMilli(row.getLong("moment")),
                    new BinlogPosition(executed, file, 0),
                    executed.minus(((BinlogPosition) applied).gtids()).count(),
                    "transactions",
                    null,
                    oldest,
                    null,
                    null,
                    (seconds == 0
                                    ? "kept until purged by hand"
                                    : "kept " + TimeSpan.text(Duration.ofSeconds(seconds)))
                            + ", back to "
                            + oldest);
        }
    }

    /// A transaction may be seen a moment before its GTID is: whoever must be sure asks twice.
    @Override
    public Position end(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@GLOBAL.gtid_executed")) {
            row.next();
            return new BinlogPosition(GtidSet.parse(row.getString(1)), "", 0);
        }
    }

    private static String oldest(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet files = statement.executeQuery("SHOW BINARY LOGS")) {
            return files.next() ? files.getString(1) : "nothing";
        }
    }
}
