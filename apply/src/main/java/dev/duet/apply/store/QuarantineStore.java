package dev.duet.apply.store;

import dev.duet.mapping.Mapped;
import dev.duet.schemas.Change;
import dev.duet.schemas.Images;
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
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/// The quarantine of one direction, in the target: what could not be applied, and what came after
/// it. Stateless.
public final class QuarantineStore {
    /// The code of a change that waits only because an earlier one of the same record does.
    public static final String FOLLOWS = "FOLLOWS";

    /// The status of what is to be discarded without a person's word.
    public static final String REJECTED = "rejected";

    private static final String IS_HELD =
            "status IN ('held', 'rejected', 'releasing', 'discarding')";
    private static final String OF_RECORD =
            " WHERE source = ? AND entity = ? AND record_key = ? AND " + IS_HELD;

    /// The code of a change that waits since a person is to decide about its record.
    public static final String REVIEW = "REVIEW";

    /// The code of a delete that a person is to decide about, where no conflict is recorded.
    public static final String DELETE = "DELETE";

    /// The code of a change that needs a unique value which another record of the target has.
    public static final String UNIQUE = "UNIQUE";

    /// The code of a change of a record in whose place the target has a row that `rows` leaves out.
    public static final String FILTERED = "FILTERED";

    /// The code of a change of a record that goes round between the sides.
    public static final String LOOP = "LOOP";

    private final String source;

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
        @Nullable Row identity = identity(change);
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

    /// The entries, oldest first.
    ///
    /// @param status `held` for all that is not settled, `released` or `discarded`; null for all
    public List<Entry> entries(Connection connection, @Nullable String status) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT id, entity, record_key, operation, before_image, after_image, code,"
                                + " reason, position, transaction, status, held_at, settled_at,"
                                + " settled_by FROM duet.quarantine"
                                + " WHERE source = ?"
                                + (status == null
                                        ? ""
                                        : status.equals("held")
                                                ? " AND " + IS_HELD
                                                : " AND status = ?")
                                + " ORDER BY id")) {
            select.setString(1, source);
            if (status != null && !status.equals("held")) {
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

    /// Notes that what is held of a record is to be discarded, for a rule says so.
    public void reject(Connection connection, Change change) throws SQLException {
        Row identity = identity(change);
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE duet.quarantine SET status = '" + REJECTED + "'" + OF_RECORD)) {
            ofRecord(
                    update,
                    1,
                    change.shape().entity(),
                    Images.keyText(change.shape(), Objects.requireNonNull(identity)));
            update.executeUpdate();
        }
    }

    /// Notes that a person has decided about what is held of a record; it stays so until the sync
    /// has carried that out.
    ///
    /// @param status `releasing` or `discarding`
    /// @param by who decided it
    public void ask(Connection connection, String entity, String key, String status, String by)
            throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE duet.quarantine SET status = ?, settled_by = ?" + OF_RECORD)) {
            update.setString(1, status);
            update.setString(2, by);
            ofRecord(update, 3, entity, key);
            update.executeUpdate();
        }
    }

    /// Notes why a record could not be released this time: it is held again.
    public void refusedAgain(
            Connection connection, String entity, String key, String code, String reason)
            throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE duet.quarantine SET status = 'held', settled_by = NULL,"
                                + " reason = CASE WHEN code = ? THEN reason ELSE ? END,"
                                + " code = CASE WHEN code = ? THEN code ELSE ? END"
                                + OF_RECORD)) {
            update.setString(1, FOLLOWS);
            update.setString(2, reason);
            update.setString(3, FOLLOWS);
            update.setString(4, code);
            ofRecord(update, 5, entity, key);
            update.executeUpdate();
        }
    }

    /// Closes all that is held of a record, as it was decided.
    public void settle(Connection connection, String entity, String key) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE duet.quarantine SET status = CASE WHEN status = 'discarding' THEN"
                                + " 'discarded' ELSE 'released' END, settled_at ="
                                + " CURRENT_TIMESTAMP(6)"
                                + OF_RECORD)) {
            ofRecord(update, 1, entity, key);
            update.executeUpdate();
        }
    }

    private void ofRecord(PreparedStatement statement, int first, String entity, String key)
            throws SQLException {
        statement.setString(first, source);
        statement.setString(first + 1, entity);
        statement.setString(first + 2, key);
    }

    /// Whether a record is held that may be let go without a person's word.
    ///
    /// @param rules the names of those after which a record waits for what it names
    public boolean mayLetGo(Connection connection, Collection<String> rules) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT 1 FROM duet.quarantine WHERE source = ? AND (status = ? OR code IN"
                                + " (?, ?"
                                + ", ?".repeat(rules.size())
                                + ")) AND "
                                + IS_HELD
                                + " LIMIT 1")) {
            select.setString(1, source);
            select.setString(2, REJECTED);
            select.setString(3, REVIEW);
            select.setString(4, Mapped.Refused.NO_REFERENCE);
            int next = 5;
            for (String rule : rules) {
                select.setString(next++, rule);
            }
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }

    /// Counts what is held.
    public long count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT count(*) FROM duet.quarantine WHERE " + IS_HELD)) {
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

    /// The row by whose key it is held.
    private static @Nullable Row identity(Change change) {
        Row before = before(change);
        return before != null ? before : after(change);
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
