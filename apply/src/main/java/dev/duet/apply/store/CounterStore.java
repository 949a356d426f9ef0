package dev.duet.apply.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How often something was refused, mended or left out on its way into a database, in that
/// database. Stateless; the caller has the transaction.
public final class CounterStore {
    private final String source;

    /// What was counted.
    ///
    /// @param entity empty where it is about whole transactions
    /// @param what such as `quarantined`
    /// @param rule the rule's name or the quarantine's code; empty where there is none
    public record Counter(String entity, String what, String rule) {}

    /// @param count how often, ever
    public record Counted(Counter counter, long count) {}

    /// @param source whose changes they were
    public CounterStore(String source) {
        this.source = source;
    }

    public void add(Connection connection, Map<Counter, Long> more) throws SQLException {
        for (Map.Entry<Counter, Long> one : more.entrySet()) {
            if (!raised(connection, one.getKey(), one.getValue())) {
                begin(connection, one.getKey(), one.getValue());
            }
        }
    }

    private boolean raised(Connection connection, Counter counter, long more) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE duet.counter SET counted = counted + ?,"
                                + " last_at = CURRENT_TIMESTAMP(6)"
                                + " WHERE source = ? AND entity = ? AND what = ? AND rule = ?")) {
            update.setLong(1, more);
            bind(update, 2, counter);
            return update.executeUpdate() > 0;
        }
    }

    private void begin(Connection connection, Counter counter, long more) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO duet.counter (counted, source, entity, what, rule)"
                                + " VALUES (?, ?, ?, ?, ?)")) {
            insert.setLong(1, more);
            bind(insert, 2, counter);
            insert.executeUpdate();
        }
    }

    private void bind(PreparedStatement statement, int from, Counter counter) throws SQLException {
        statement.setString(from, source);
        statement.setString(from + 1, counter.entity());
        statement.setString(from + 2, counter.what());
        statement.setString(from + 3, counter.rule());
    }

    public List<Counted> read(Connection connection) throws SQLException {
        List<Counted> all = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT entity, what, rule, counted FROM duet.counter WHERE source = ?"
                                + " ORDER BY entity, what, rule")) {
            select.setString(1, source);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    all.add(
                            new Counted(
                                    new Counter(
                                            rows.getString("entity"),
                                            rows.getString("what"),
                                            rows.getString("rule")),
                                    rows.getLong("counted")));
                }
            }
        }
        return all;
    }
}
