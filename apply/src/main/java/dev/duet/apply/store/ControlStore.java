package dev.duet.apply.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/// The row of `duet.control` about the direction out of one system, in its target. Stateless;
/// writes in the caller's transaction.
public final class ControlStore {
    private static final String PAUSED = "paused";
    private static final String RUNNING = "running";

    private final String source;

    public ControlStore(String source) {
        this.source = source;
    }

    public Control read(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT turn, obeyed_turn, state, changed_by, reason, brake, counted,"
                                + " allowance, changed_at, CURRENT_TIMESTAMP(6) AS moment FROM"
                                + " duet.control WHERE source = ?")) {
            statement.setString(1, source);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return Control.NONE;
                }
                long turn = row.getLong("turn");
                long age =
                        row.getTimestamp("moment").getTime()
                                - row.getTimestamp("changed_at").getTime();
                return new Control(
                        turn,
                        row.getString("state").equals(PAUSED),
                        row.getString("changed_by"),
                        row.getString("reason"),
                        row.getString("brake"),
                        row.getLong("counted"),
                        row.getLong("allowance"),
                        Duration.ofMillis(Math.max(0, age)),
                        row.getLong("obeyed_turn") == turn);
            }
        }
    }

    /// Says it anew: the next turn.
    ///
    /// @return what stands there now
    public Control write(Connection connection, Control next) throws SQLException {
        String state = next.isPaused() ? PAUSED : RUNNING;
        int updated =
                execute(
                        connection,
                        next,
                        state,
                        "UPDATE duet.control SET state = ?, changed_by = ?, reason = ?, brake = ?,"
                                + " counted = ?, allowance = ?, obeyed_turn = 0, turn = turn + 1,"
                                + " changed_at = CURRENT_TIMESTAMP(6) WHERE source = ?");
        if (updated == 0) {
            execute(
                    connection,
                    next,
                    state,
                    "INSERT INTO duet.control (state, changed_by, reason, brake, counted,"
                            + " allowance, turn, source) VALUES (?, ?, ?, ?, ?, ?, 1, ?)");
        }
        Control written = read(connection);
        if (next.isObeyed()) {
            obeyed(connection, written);
        }
        return written;
    }

    private int execute(Connection connection, Control next, String state, String sql)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, state);
            statement.setString(2, next.by());
            statement.setString(3, next.reason());
            statement.setString(4, next.brake());
            statement.setLong(5, next.counted());
            statement.setLong(6, next.allowance());
            statement.setString(7, source);
            return statement.executeUpdate();
        }
    }

    /// Notes that a running instance has taken up what was said.
    public void obeyed(Connection connection, Control control) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "UPDATE duet.control SET obeyed_turn = ? WHERE source = ? AND turn = ?")) {
            statement.setLong(1, control.turn());
            statement.setString(2, source);
            statement.setLong(3, control.turn());
            statement.executeUpdate();
        }
    }
}
