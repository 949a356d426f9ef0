package dev.duet.apply.store;

import dev.duet.schemas.Change;
import dev.duet.schemas.Origin;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The quarantine of one direction, in the target: what could not be applied, and what came after
/// it. Stateless.
public final class QuarantineStore {
    /// The code of a change that waits only because an earlier one of the same record does.
    public static final String FOLLOWS = "FOLLOWS";

    private final String source;

    /// A record that has changes in quarantine.
    public record Held(String entity, String key) {
        /// The records that a change is about: two when it changes a key, none when it truncates.
        public static List<Held> of(Change change) {
            Row before = before(change);
            Row after = after(change);
            List<Held> records = new ArrayList<>(2);
            if (before != null) {
                records.add(
                        new Held(change.shape().entity(), Images.keyText(change.shape(), before)));
            }
            if (after != null) {
                Held to = new Held(change.shape().entity(), Images.keyText(change.shape(), after));
                if (!records.contains(to)) {
                    records.add(to);
                }
            }
            return records;
        }
    }

    /// One change in quarantine, in the order it was held.
    public record Entry(
            long id,
            String entity,
            String key,
            String operation,
            @Nullable String before,
            @Nullable String after,
            String code,
            String reason,
            String position,
            String transaction,
            String status,
            String heldAt,
            @Nullable String settledAt,
            @Nullable String settledBy) {

        /// The change as the source had it.
        ///
        /// @param shape the source's, as it is now
        /// @throws IllegalArgumentException when the images do not fit the shape any more
        public Change change(Shape shape) {
            return switch (operation) {
                case "insert" -> new Change.Insert(shape, image(shape, after));
                case "update" ->
                        new Change.Update(shape, image(shape, before), image(shape, after));
                case "delete" -> new Change.Delete(shape, image(shape, before));
                case "key change" ->
                        new Change.KeyChange(shape, image(shape, before), image(shape, after));
                case "truncate" -> new Change.Truncate(shape);
                default -> throw new IllegalArgumentException("operation '" + operation + "'");
            };
        }

        private static Row image(Shape shape, @Nullable String json) {
            Row row = Images.fromJson(shape, json);
            if (row == null) {
                throw new IllegalArgumentException("an image is missing");
            }
            return row;
        }
    }

    public QuarantineStore(String source) {
        this.source = source;
    }

    /// Parks a change as the source has it.
    public void hold(
            Connection connection, Change change, Origin origin, String code, String reason)
            throws SQLException {
        Shape shape = change.shape();
        @Nullable Row before = before(change);
        @Nullable Row after = after(change);
        Row identity = before != null ? before : after;
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO duet.quarantine (source, entity, record_key, operation,"
                                + " before_image, after_image, code, reason, position, transaction)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, source);
            insert.setString(2, shape.entity());
            insert.setString(3, identity == null ? "*" : Images.keyText(shape, identity));
            insert.setString(4, operation(change));
            insert.setString(5, Images.toJson(shape, before));
            insert.setString(6, Images.toJson(shape, after));
            insert.setString(7, code);
            insert.setString(8, reason);
            insert.setString(9, origin.position().text());
            insert.setString(10, origin.transaction());
            insert.executeUpdate();
        }
    }

    /// Every record with changes in quarantine.
    public Set<Held> held(Connection connection) throws SQLException {
        Set<Held> held = new HashSet<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT DISTINCT entity, record_key FROM duet.quarantine WHERE source = ?"
                                + " AND status = 'held'")) {
            select.setString(1, source);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    held.add(new Held(rows.getString(1), rows.getString(2)));
                }
            }
        }
        return held;
    }

    /// Whether a record is held still; its rows stay locked until the transaction ends, so that a
    /// retry waits.
    public boolean isHeld(Connection connection, Held record) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT id FROM duet.quarantine WHERE source = ? AND entity = ? AND"
                                + " record_key = ? AND status = 'held' FOR UPDATE")) {
            select.setString(1, source);
            select.setString(2, record.entity());
            select.setString(3, record.key());
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }

    /// The entries, oldest first.
    ///
    /// @param status `held`, `released` or `discarded`; null for all
    public List<Entry> entries(Connection connection, @Nullable String status) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT id, entity, record_key, operation, before_image, after_image, code,"
                                + " reason, position, transaction, status, held_at, settled_at,"
                                + " settled_by FROM duet.quarantine"
                                + " WHERE source = ?"
                                + (status == null ? "" : " AND status = ?")
                                + " ORDER BY id")) {
            select.setString(1, source);
            if (status != null) {
                select.setString(2, status);
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    entries.add(entry(rows));
                }
            }
        }
        return entries;
    }

    /// Notes why a change could not be applied this time.
    public void refusedAgain(Connection connection, long id, String code, String reason)
            throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE duet.quarantine SET code = ?, reason = ? WHERE id = ?")) {
            update.setString(1, code);
            update.setString(2, reason);
            update.setLong(3, id);
            update.executeUpdate();
        }
    }

    /// Closes an entry.
    ///
    /// @param status `released` or `discarded`
    /// @param by who did it
    /// @return whether it was still held
    public boolean settle(Connection connection, long id, String status, String by)
            throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE duet.quarantine SET status = ?, settled_by = ?, settled_at ="
                                + " CURRENT_TIMESTAMP(6) WHERE id = ? AND status = 'held'")) {
            update.setString(1, status);
            update.setString(2, by);
            update.setLong(3, id);
            return update.executeUpdate() == 1;
        }
    }

    /// Counts what is held.
    public long count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT count(*) FROM duet.quarantine WHERE status = 'held'")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getLong("id"),
                row.getString("entity"),
                row.getString("record_key"),
                row.getString("operation"),
                row.getString("before_image"),
                row.getString("after_image"),
                row.getString("code"),
                row.getString("reason"),
                row.getString("position"),
                row.getString("transaction"),
                row.getString("status"),
                row.getString("held_at"),
                row.getString("settled_at"),
                row.getString("settled_by"));
    }

    static String operation(Change change) {
        return switch (change) {
            case Change.Insert insert -> "insert";
            case Change.Update update -> "update";
            case Change.Delete delete -> "delete";
            case Change.KeyChange move -> "key change";
            case Change.Truncate truncate -> "truncate";
        };
    }

    static @Nullable Row before(Change change) {
        return switch (change) {
            case Change.Insert insert -> null;
            case Change.Update update -> update.before();
            case Change.Delete delete -> delete.before();
            case Change.KeyChange move -> move.before();
            case Change.Truncate truncate -> null;
        };
    }

    static @Nullable Row after(Change change) {
        return switch (change) {
            case Change.Insert insert -> insert.after();
            case Change.Update update -> update.after();
            case Change.Delete delete -> null;
            case Change.KeyChange move -> move.after();
            case Change.Truncate truncate -> null;
        };
    }
}
