package dev.duet.capture.mysql;

import dev.duet.schemas.GtidSet;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What a server says of its binary log. Stateless.
public final class BinaryLogs {
    /// How the text of a GTID event names its transaction.
    public static final Pattern GTID = Pattern.compile("GTID_NEXT\\s*=\\s*'([^']+)'");

    private BinaryLogs() {}

    /// The names of the files that it holds, the oldest first.
    public static List<String> files(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet files = statement.executeQuery("SHOW BINARY LOGS")) {
            while (files.next()) {
                names.add(files.getString(1));
            }
        }
        return names;
    }

    /// The number that a file's name ends with.
    public static long number(String file) {
        return Long.parseLong(file.substring(file.lastIndexOf('.') + 1));
    }

    /// @param variable that holds a GTID set, such as `gtid_executed`
    public static GtidSet gtids(Connection connection, String variable) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@GLOBAL." + variable)) {
            row.next();
            return GtidSet.parse(row.getString(1));
        }
    }
}
