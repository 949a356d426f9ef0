package dev.duet.apply.store;

import dev.duet.apply.conflict.Hold;
import dev.duet.apply.conflict.HoldEnd;
import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Images;
import dev.duet.schemas.Shape;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Which records are held, in the database in which their write was refused, and where they were
/// let go. Stateless; works on the caller's connection and transaction.
///
/// Keys are in the terms of the system listed first, so its name stands beside them.
public final class HoldStore {
    private final String first;

    /// What one database holds.
    ///
    /// @param others how many holds were made while another system was listed first
    public record Stored(List<Hold> holds, List<HoldEnd> ends, long others) {}

    /// @param first the system listed first
    public HoldStore(String first) {
        this.first = first;
    }

    /// @param canonical the entity's shape on the system listed first
    public void begin(Connection connection, Shape canonical, Hold hold) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO duet.hold (first_system, entity, record_key, read_first,"
                                + " read_second) VALUES (?, ?, ?, ?, ?)")) {
            bind(insert, canonical, hold.key());
            insert.setLong(4, hold.readA());
            insert.setLong(5, hold.readB());
            insert.executeUpdate();
        }
    }

    /// @param canonical as for [#begin]
    public void end(Connection connection, Shape canonical, HoldEnd end) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO duet.hold_end (first_system, entity, record_key, on_first,"
                                + " position) VALUES (?, ?, ?, ?, ?)")) {
            bind(insert, canonical, end.key());
            insert.setBoolean(4, end.side() == Side.A);
            insert.setLong(5, end.position());
            insert.executeUpdate();
        }
    }

    /// Those of the entities that are mapped.
    ///
    /// @param canonical the shapes on the system listed first, by entity
    public Stored read(Connection connection, Map<String, Shape> canonical) throws SQLException {
        List<Hold> holds = new ArrayList<>();
        List<HoldEnd> ends = new ArrayList<>();
        long others = 0;
        try (Statement select = connection.createStatement()) {
            try (ResultSet rows =
                    select.executeQuery(
                            "SELECT first_system, entity, record_key, read_first, read_second"
                                    + " FROM duet.hold WHERE NOT is_over")) {
                while (rows.next()) {
                    Shape shape = canonical.get(rows.getString(2));
                    if (!rows.getString(1).equals(first)) {
                        others++;
                    } else if (shape != null) {
                        holds.add(
                                new Hold(
                                        key(shape, rows.getString(3)),
                                        rows.getLong(4),
                                        rows.getLong(5)));
                    }
                }
            }
            try (ResultSet rows =
                    select.executeQuery(
                            "SELECT first_system, entity, record_key, on_first, position FROM"
                                    + " duet.hold_end WHERE NOT is_over")) {
                while (rows.next()) {
                    Shape shape = canonical.get(rows.getString(2));
                    if (rows.getString(1).equals(first) && shape != null) {
                        ends.add(
                                new HoldEnd(
                                        key(shape, rows.getString(3)),
                                        rows.getBoolean(4) ? Side.A : Side.B,
                                        rows.getLong(5)));
                    }
                }
            }
        }
        return new Stored(holds, ends, others);
    }

    private void bind(PreparedStatement statement, Shape canonical, RecordKey record)
            throws SQLException {
        statement.setString(1, first);
        statement.setString(2, canonical.entity());
        statement.setString(3, Images.keyJson(canonical, record.key()));
    }

    private static RecordKey key(Shape shape, String json) {
        return new RecordKey(shape.entity(), Images.key(shape, json));
    }

    /// Closes the holds that a release ended which will never be read again.
    public void close(Connection connection, Shape canonical, HoldEnd end) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE duet.hold SET is_over = TRUE WHERE first_system = ? AND entity = ?"
                                + " AND record_key = ? AND "
                                + (end.side() == Side.A ? "read_first" : "read_second")
                                + " < ?")) {
            bind(update, canonical, end.key());
            update.setLong(4, end.position());
            update.executeUpdate();
        }
    }

    /// Closes an end, after the holds that it ended are closed in both databases.
    public void closeEnd(Connection connection, Shape canonical, HoldEnd end) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE duet.hold_end SET is_over = TRUE WHERE first_system = ? AND entity"
                                + " = ? AND record_key = ? AND on_first = ? AND position = ?")) {
            bind(update, canonical, end.key());
            update.setBoolean(4, end.side() == Side.A);
            update.setLong(5, end.position());
            update.executeUpdate();
        }
    }
}
