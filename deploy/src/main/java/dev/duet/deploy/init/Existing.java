package dev.duet.deploy.init;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// Probes that ask the database one question. Stateless.
public final class Existing {
    private Existing() {}

    /// Whether the query's first value is true; no row means no.
    public static Step.Probe where(String sql, String... parameters) {
        return connection -> ask(connection, sql, parameters);
    }

    private static boolean ask(Connection connection, String sql, String... parameters)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                query.setString(i + 1, parameters[i]);
            }
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }
}
