package dev.duet.localdb;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Statements against one database of a server, each on a connection of its own. Immutable.
record Sql(LocalServer server, String database) {

    void run(String statement) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement running = connection.createStatement()) {
            running.execute(statement);
        }
    }

    /// The first value of the first row, as text.
    String ask(String query) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement running = connection.createStatement();
                ResultSet rows = running.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
