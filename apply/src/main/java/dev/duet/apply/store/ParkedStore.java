package dev.duet.apply.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;

/// The rows of `duet.parked` about one source, in its peer. Stateless; works in the caller's
/// transaction, which is to hold the checkpoint row's lock where it writes.
public final class ParkedStore {
    /// Of one statement.
    private static final int MOST = 500;

    private final String source;

    /// @param key of the record, as JSON
    /// @param since the place in the source's log up to which the peer had the record's changes
    /// @param touched what the source's clients did last, as JSON
    public record Parked(String key, long since, String touched) {}

    public ParkedStore(String source) {
        this.source = source;
    }

    /// All of an entity, by key.
    public Map<String, Parked> read(Connection connection, String entity) throws SQLException {
        Map<String, Parked> found = new HashMap<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT record_key, since, touched FROM duet.parked WHERE source = ? AND"
                                + " entity = ?")) {
            select.setString(1, source);
            select.setString(2, entity);
            gather(select, found);
        }
        return found;
    }

    /// Those of an entity that have one of these keys, by key.
    public Map<String, Parked> read(Connection connection, String entity, Collection<String> keys)
            throws SQLException {
        Map<String, Parked> found = new HashMap<>();
        for (List<String> some : parts(keys)) {
            try (PreparedStatement select =
                    connection.prepareStatement(
                            "SELECT record_key, since, touched FROM duet.parked WHERE source = ?"
                                    + " AND entity = ? AND key_hash IN ("
                                    + marks(some.size(), "?")
                                    + ")")) {
                bind(select, entity, some);
                gather(select, found);
            }
        }
        return found;
    }

    private static void gather(PreparedStatement select, Map<String, Parked> found)
            throws SQLException {
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                String key = rows.getString(1);
                found.put(key, new Parked(key, rows.getLong(2), rows.getString(3)));
            }
        }
    }

    /// Notes some records once more, with what was known of them.
    ///
    /// @param merge of what is known of a record and what is new, both as JSON
    public void park(
            Connection connection,
            String entity,
            Collection<Parked> fresh,
            BinaryOperator<String> merge)
            throws SQLException {
        Map<String, Parked> known =
                read(connection, entity, fresh.stream().map(Parked::key).toList());
        remove(connection, entity, known.keySet());
        List<Parked> all = new ArrayList<>();
        for (Parked one : fresh) {
            Parked before = known.get(one.key());
            all.add(
                    before == null
                            ? one
                            : new Parked(
                                    one.key(),
                                    before.since(),
                                    merge.apply(before.touched(), one.touched())));
        }
        for (int i = 0; i < all.size(); i += MOST) {
            insert(connection, entity, all.subList(i, Math.min(all.size(), i + MOST)));
        }
    }

    private void insert(Connection connection, String entity, List<Parked> some)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO duet.parked (source, entity, key_hash, record_key, since,"
                                + " touched) VALUES "
                                + marks(some.size(), "(?, ?, ?, ?, ?, ?)"))) {
            int at = 0;
            for (Parked one : some) {
                insert.setString(++at, source);
                insert.setString(++at, entity);
                insert.setString(++at, hash(one.key()));
                insert.setString(++at, one.key());
                insert.setLong(++at, one.since());
                insert.setString(++at, one.touched());
            }
            insert.executeUpdate();
        }
    }

    /// Forgets all of an entity.
    public void remove(Connection connection, String entity) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement(
                        "DELETE FROM duet.parked WHERE source = ? AND entity = ?")) {
            delete.setString(1, source);
            delete.setString(2, entity);
            delete.executeUpdate();
        }
    }

    /// Forgets records that are as they shall be.
    public void remove(Connection connection, String entity, Set<String> keys) throws SQLException {
        for (List<String> some : parts(keys)) {
            try (PreparedStatement delete =
                    connection.prepareStatement(
                            "DELETE FROM duet.parked WHERE source = ? AND entity = ? AND key_hash"
                                    + " IN ("
                                    + marks(some.size(), "?")
                                    + ")")) {
                bind(delete, entity, some);
                delete.executeUpdate();
            }
        }
    }

    private void bind(PreparedStatement statement, String entity, List<String> keys)
            throws SQLException {
        statement.setString(1, source);
        statement.setString(2, entity);
        for (int i = 0; i < keys.size(); i++) {
            statement.setString(3 + i, hash(keys.get(i)));
        }
    }

    /// How many there are of each entity.
    public Map<String, Long> count(Connection connection) throws SQLException {
        Map<String, Long> counts = new HashMap<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT entity, count(*) FROM duet.parked WHERE source = ? GROUP BY"
                                + " entity")) {
            select.setString(1, source);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    counts.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return counts;
    }

    private static String marks(int count, String each) {
        return String.join(", ", Collections.nCopies(count, each));
    }

    private static List<List<String>> parts(Collection<String> keys) {
        List<String> all = List.copyOf(keys);
        List<List<String>> parts = new ArrayList<>();
        for (int i = 0; i < all.size(); i += MOST) {
            parts.add(all.subList(i, Math.min(all.size(), i + MOST)));
        }
        return parts;
    }

    /// A key may be too long for an index.
    private static String hash(String key) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
