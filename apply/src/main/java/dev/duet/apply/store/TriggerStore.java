package dev.duet.apply.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// How often triggers of one database did something to what was written there, in that database.
/// Stateless; the caller has the transaction.
public final class TriggerStore {
    /// @param field the column there; empty for the row as a whole
    /// @param effect what was done
    /// @param count how often, ever
    public record Counted(String entity, String field, String effect, long count) {}

    public void add(Connection connection, Counted more) throws SQLException {
        if (!raised(connection, more)) {
            try (PreparedStatement insert =
                    connection.prepareStatement(
                            "INSERT INTO duet.trigger_effect (entity, field, effect, happened)"
                                    + " VALUES (?, ?, ?, ?)")) {
                insert.setString(1, more.entity());
                insert.setString(2, more.field());
                insert.setString(3, more.effect());
                insert.setLong(4, more.count());
                insert.executeUpdate();
            }
        }
    }

    private static boolean raised(Connection connection, Counted more) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE duet.trigger_effect SET happened = happened + ?,"
                                + " last_at = CURRENT_TIMESTAMP(6)"
                                + " WHERE entity = ? AND field = ? AND effect = ?")) {
            update.setLong(1, more.count());
            update.setString(2, more.entity());
            update.setString(3, more.field());
            update.setString(4, more.effect());
            return update.executeUpdate() > 0;
        }
    }

    public List<Counted> read(Connection connection) throws SQLException {
        List<Counted> all = new ArrayList<>();
        try (PreparedStatement select =
                        connection.prepareStatement(
                                "SELECT entity, field, effect, happened FROM duet.trigger_effect"
                                        + " ORDER BY entity, field, effect");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                all.add(
                        new Counted(
                                rows.getString("entity"),
                                rows.getString("field"),
                                rows.getString("effect"),
                                rows.getLong("happened")));
            }
        }
        return all;
    }
}
