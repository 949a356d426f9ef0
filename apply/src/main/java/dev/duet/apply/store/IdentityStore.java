package dev.duet.apply.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Which rows of one database are which records of its peer, in that database. Stateless; the
/// caller has the transaction.
public final class IdentityStore {
    /// One record.
    ///
    /// @param peer its key in the system that made it
    /// @param own its key here
    public record Pair(String entity, long peer, long own) {}

    /// By which of its keys a record is looked for.
    public enum By {
        PEER("peer_key"),
        OWN("own_key");

        private final String column;

        By(String column) {
            this.column = column;
        }
    }

    /// Those whose key is from the first up to the last.
    public List<Pair> read(Connection connection, String entity, By by, long first, long last)
            throws SQLException {
        String sql =
                "SELECT peer_key, own_key FROM duet.identity WHERE entity = ? AND %s BETWEEN ? AND ?"
                        .formatted(by.column);
        List<Pair> pairs = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, entity);
            select.setLong(2, first);
            select.setLong(3, last);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    pairs.add(new Pair(entity, rows.getLong(1), rows.getLong(2)));
                }
            }
        }
        return pairs;
    }

    public void insert(Connection connection, Collection<Pair> pairs) throws SQLException {
        if (pairs.isEmpty()) {
            return;
        }
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO duet.identity (entity, peer_key, own_key) VALUES (?, ?, ?)")) {
            for (Pair pair : pairs) {
                insert.setString(1, pair.entity());
                insert.setLong(2, pair.peer());
                insert.setLong(3, pair.own());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
