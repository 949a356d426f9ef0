package dev.duet.apply.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/// The row of `duet.reload`: what the running instance has of the configuration, and what it is
/// asked for. Stateless; works in the caller's transaction.
public final class ReloadStore {
    private static final int REFUSAL_MAX = 4000;

    /// @param inForce every value of the configuration in force, a line for each
    /// @param fingerprint of the file that it is from
    /// @param turn of the last request; 0 for none
    /// @param askedFor the fingerprint of the file that is to be taken up
    /// @param doneTurn the last request that was answered
    /// @param refusal why that was refused; empty where it was taken up
    public record Reload(
            String inForce,
            String fingerprint,
            long turn,
            String askedFor,
            String askedBy,
            long doneTurn,
            String refusal) {
        public boolean isOpen() {
            return turn > doneTurn;
        }
    }

    /// Nothing before the first run.
    public Optional<Reload> read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT in_force, fingerprint, turn, asked_for, asked_by,"
                                        + " done_turn, refusal FROM duet.reload WHERE id = 1")) {
            return row.next()
                    ? Optional.of(
                            new Reload(
                                    row.getString("in_force"),
                                    row.getString("fingerprint"),
                                    row.getLong("turn"),
                                    row.getString("asked_for"),
                                    row.getString("asked_by"),
                                    row.getLong("done_turn"),
                                    row.getString("refusal")))
                    : Optional.empty();
        }
    }

    /// Notes what an instance has taken up; whatever was asked for this file is done.
    public void inForce(Connection connection, String inForce, String fingerprint)
            throws SQLException {
        int updated =
                execute(
                        connection,
                        "UPDATE duet.reload SET done_turn = CASE WHEN asked_for = ? THEN turn ELSE"
                                + " done_turn END, refusal = '', in_force = ?, fingerprint = ?,"
                                + " changed_at = CURRENT_TIMESTAMP(6) WHERE id = 1",
                        fingerprint,
                        inForce,
                        fingerprint);
        if (updated == 0) {
            execute(
                    connection,
                    "INSERT INTO duet.reload (id, in_force, fingerprint) VALUES (1, ?, ?)",
                    inForce,
                    fingerprint);
        }
    }

    /// Asks the running instance for a file.
    public void ask(Connection connection, String fingerprint, String by) throws SQLException {
        execute(
                connection,
                "UPDATE duet.reload SET turn = turn + 1, asked_for = ?, asked_by = ?, changed_at ="
                        + " CURRENT_TIMESTAMP(6) WHERE id = 1",
                fingerprint,
                by);
    }

    /// Answers the open request.
    public void refuse(Connection connection, String why) throws SQLException {
        execute(
                connection,
                "UPDATE duet.reload SET done_turn = turn, refusal = ?, changed_at ="
                        + " CURRENT_TIMESTAMP(6) WHERE id = 1",
                why.length() > REFUSAL_MAX ? why.substring(0, REFUSAL_MAX) : why);
    }

    private static int execute(Connection connection, String sql, String... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }
}
