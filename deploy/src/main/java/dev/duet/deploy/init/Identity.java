package dev.duet.deploy.init;

import dev.duet.deploy.sql.SqlLiteral;
import dev.duet.schemas.config.SystemConfig;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Optional;

/// The row by which a database knows itself: its name in the file, and a nonce that a rebuilt
/// database has anew.
///
/// @param name as the file calls the system
/// @param incarnation the nonce
public record Identity(String name, String incarnation) {
    private static final int NONCE_BYTES = 16;

    /// Of the connected database, if it has one.
    public static Optional<Identity> read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT name, incarnation FROM duet.system")) {
            return rows.next()
                    ? Optional.of(new Identity(rows.getString(1), rows.getString(2)))
                    : Optional.empty();
        }
    }

    /// The step that gives a database its identity; one with another name is refused.
    public static Step step(SystemConfig system) {
        return Step.of(
                "identity of " + system.name(),
                connection -> isThere(connection, system),
                "INSERT INTO duet.system (name, incarnation) VALUES (%s, '%s')"
                        .formatted(SqlLiteral.of(system.kind(), system.name()), nonce()));
    }

    private static boolean isThere(Connection connection, SystemConfig system) throws SQLException {
        Optional<Identity> found = read(connection);
        if (found.isPresent() && !found.get().name().equals(system.name())) {
            throw new CannotInitialise(
                    "%s: this database already belongs to Duet under the name '%s'"
                            .formatted(system.name(), found.get().name()),
                    "Name the system '%s' in the file again, or use another database."
                            .formatted(found.get().name()));
        }
        return found.isPresent();
    }

    private static String nonce() {
        byte[] bytes = new byte[NONCE_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
