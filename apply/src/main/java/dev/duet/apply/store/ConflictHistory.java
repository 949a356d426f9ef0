package dev.duet.apply.store;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// The conflicts that one database has recorded, and what people did about them. Stateless.
public final class ConflictHistory {
    /// Which entries; null and empty stand for all.
    ///
    /// @param columns names of the system listed first
    /// @param presence only those about the existence of records
    /// @param rule a whole rule, or its kind: `prefer`
    /// @param limit how many, newest first; 0 for all
    public record Wanted(
            @Nullable String entity,
            @Nullable String key,
            List<String> columns,
            boolean presence,
            @Nullable String rule,
            @Nullable Instant since,
            int limit) {
        public Wanted {
            columns = List.copyOf(columns);
        }

        /// All of one record.
        public static Wanted of(RecordedConflict one) {
            return new Wanted(one.entity(), one.key(), List.of(), false, null, null, 0);
        }
    }

    /// What a person did about a conflict.
    ///
    /// @param system in whose `duet.conflict` the entry is
    /// @param id of that entry
    /// @param action `resolved` or `reverted`
    /// @param written what was written into the database that has this; null when nothing was
    /// @param at null before it is stored
    public record Action(
            String system,
            long id,
            String action,
            @Nullable String written,
            String reason,
            String by,
            @Nullable Instant at) {
        /// Without what was written: it is people's data.
        @Override
        public String toString() {
            return "Action[" + system + ":" + id + " " + action + "]";
        }
    }

    /// The entries, newest first.
    public List<RecordedConflict> entries(Connection connection, Wanted wanted)
            throws SQLException {
        List<Object> values = new ArrayList<>();
        String where = where(wanted, values);
        return entries(
                connection,
                where + " ORDER BY id DESC" + (wanted.limit == 0 ? "" : " LIMIT " + wanted.limit),
                values);
    }

    /// The one of that number, or none.
    public List<RecordedConflict> entry(Connection connection, long id) throws SQLException {
        return entries(connection, " WHERE id = ?", List.of(id));
    }

    private static List<RecordedConflict> entries(
            Connection connection, String where, List<Object> values) throws SQLException {
        List<RecordedConflict> entries = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT id, source, entity, record_key, operation, before_image,"
                                + " after_image, existing_image, winner, rule, position,"
                                + " transaction, clock, seen, field, reason, source_value,"
                                + " target_value, target_position, target_clock, decided_at FROM"
                                + " duet.conflict"
                                + where)) {
            for (int i = 0; i < values.size(); i++) {
                select.setObject(i + 1, values.get(i));
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    entries.add(entry(rows));
                }
            }
        }
        return entries;
    }

    private static String where(Wanted wanted, List<Object> values) {
        List<String> all = new ArrayList<>();
        if (wanted.entity != null) {
            all.add("entity = ?");
            values.add(wanted.entity);
        }
        if (wanted.key != null) {
            all.add("record_key = ?");
            values.add(wanted.key);
        }
        if (wanted.presence) {
            all.add("field IS NULL");
        } else if (!wanted.columns.isEmpty()) {
            all.add("field IN (?" + ", ?".repeat(wanted.columns.size() - 1) + ")");
            values.addAll(wanted.columns);
        }
        if (wanted.rule != null) {
            all.add("(rule = ? OR rule LIKE ?)");
            values.add(wanted.rule);
            values.add(wanted.rule + ": %");
        }
        if (wanted.since != null) {
            all.add("decided_at >= ?");
            values.add(OffsetDateTime.ofInstant(wanted.since, ZoneOffset.UTC));
        }
        return all.isEmpty() ? "" : " WHERE " + String.join(" AND ", all);
    }

    private static RecordedConflict entry(ResultSet row) throws SQLException {
        String met = row.getString("target_position");
        return new RecordedConflict(
                row.getLong("id"),
                row.getString("source"),
                row.getString("entity"),
                row.getString("record_key"),
                row.getString("operation"),
                new RecordedConflict.Images(
                        row.getString("before_image"),
                        row.getString("after_image"),
                        row.getString("existing_image")),
                row.getString("winner"),
                row.getString("rule"),
                row.getString("position"),
                row.getString("transaction"),
                row.getLong("clock"),
                row.getString("seen"),
                row.getString("field"),
                row.getString("reason"),
                row.getString("source_value"),
                met == null
                        ? null
                        : new RecordedConflict.Met(
                                row.getString("target_value"), met, row.getLong("target_clock")),
                row.getObject("decided_at", OffsetDateTime.class).toInstant());
    }

    /// Of one database, oldest first: what was done about either database's entries.
    public List<Action> actions(Connection connection) throws SQLException {
        List<Action> actions = new ArrayList<>();
        try (PreparedStatement select =
                        connection.prepareStatement(
                                "SELECT conflict_system, conflict_id, action, written, reason,"
                                        + " acted_by, acted_at FROM duet.conflict_action ORDER BY"
                                        + " id");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                actions.add(
                        new Action(
                                rows.getString("conflict_system"),
                                rows.getLong("conflict_id"),
                                rows.getString("action"),
                                rows.getString("written"),
                                rows.getString("reason"),
                                rows.getString("acted_by"),
                                rows.getObject("acted_at", OffsetDateTime.class).toInstant()));
            }
        }
        return actions;
    }

    /// Notes what is done, in the transaction that does it.
    public void add(Connection connection, RecordedConflict conflict, Action action)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO duet.conflict_action (conflict_system, conflict_id, entity,"
                                + " record_key, field, action, written, reason, acted_by) VALUES"
                                + " (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            int i = 1;
            insert.setString(i++, action.system());
            insert.setLong(i++, action.id());
            insert.setString(i++, conflict.entity());
            insert.setString(i++, conflict.key());
            insert.setString(i++, conflict.field());
            insert.setString(i++, action.action());
            insert.setString(i++, action.written());
            insert.setString(i++, action.reason());
            insert.setString(i, action.by());
            insert.executeUpdate();
        }
    }
}
