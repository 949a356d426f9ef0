package dev.duet.apply.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// The row of `duet.resync` about one source, in the database that receives from it. Stateless;
/// works in the caller's transaction.
public final class ResyncStore {
    private final String source;

    /// @param lostFrom after which position the source's changes were lost
    /// @param readsFrom from where its log is read now
    public record Entry(String lostFrom, String readsFrom, String reason, String by) {}

    /// @param source whose log it is about
    public ResyncStore(String source) {
        this.source = source;
    }

    /// Whether the log has a new beginning, and both sides were not looked at since.
    public boolean isOpen(Connection connection) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT 1 FROM duet.resync WHERE source = ? AND NOT is_done")) {
            select.setString(1, source);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    /// Notes a new beginning.
    public void begin(Connection connection, Entry entry) throws SQLException {
        try (PreparedStatement update =
                        connection.prepareStatement(
                                "UPDATE duet.resync SET lost_from = ?, reads_from = ?, reason = ?,"
                                        + " asked_by = ?, is_done = FALSE, anchored_at ="
                                        + " CURRENT_TIMESTAMP(6) WHERE source = ?");
                PreparedStatement insert =
                        connection.prepareStatement(
                                "INSERT INTO duet.resync (lost_from, reads_from, reason, asked_by,"
                                        + " source, is_done) VALUES (?, ?, ?, ?, ?, FALSE)")) {
            if (execute(update, entry) == 0) {
                execute(insert, entry);
            }
        }
    }

    private int execute(PreparedStatement statement, Entry entry) throws SQLException {
        statement.setString(1, entry.lostFrom());
        statement.setString(2, entry.readsFrom());
        statement.setString(3, entry.reason());
        statement.setString(4, entry.by());
        statement.setString(5, source);
        return statement.executeUpdate();
    }

    /// Notes that both sides were looked at since.
    public void done(Connection connection) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE duet.resync SET is_done = TRUE WHERE source = ?")) {
            update.setString(1, source);
            update.executeUpdate();
        }
    }
}
