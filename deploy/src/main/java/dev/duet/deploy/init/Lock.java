package dev.duet.deploy.init;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// Keeps two inits from running at once: an advisory lock in PostgreSQL, until the connection ends.
/// Stateless.
final class Lock {
    private Lock() {}

    static void take(Connection postgres, long number, String system) throws SQLException {
        try (PreparedStatement lock = postgres.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
            lock.setLong(1, number);
            try (ResultSet row = lock.executeQuery()) {
                row.next();
                if (!row.getBoolean(1)) {
                    throw new CannotInitialise(
                            system + ": another 'duet init' is at work in this database",
                            "Wait until it is done.");
                }
            }
        }
    }
}
