package dev.duet.capture;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// The nonce that tells a database from another one put in its place. Stateless.
public final class Incarnation {
    private Incarnation() {}

    /// Compares the nonce in the database with the one the peer remembers.
    ///
    /// @param read a statement that returns it
    /// @throws NeedsResync when it is another
    public static void require(Connection connection, String read, String expected)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(read);
                ResultSet row = statement.executeQuery()) {
            String found = row.next() ? row.getString(1) : "";
            if (!found.equals(expected)) {
                throw NeedsResync.other(
                        "this is another database than the one that was synced: its incarnation is"
                                + " '"
                                + found
                                + "', the peer knows '"
                                + expected
                                + "'");
            }
        }
    }
}
