package dev.duet.apply.store;

import dev.duet.apply.conflict.Ruling;
import dev.duet.schemas.Change;
import dev.duet.schemas.Images;
import dev.duet.schemas.Origin;
import dev.duet.schemas.Position;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Objects;

/// Records what lost, in the target and in the transaction that decided it. Stateless.
public final class ConflictStore {
    /// Decisions in one round trip.
    private static final int BATCH = 500;

    private final String source;

    /// Two changes of one record, neither of which had seen the other, and which of them stands.
    /// Values are in the terms of the system listed first.
    ///
    /// @param field the column they both wrote; null when it is about whether the record exists
    /// @param origin of the incoming change; null when it was applied by an earlier transaction
    /// @param theirs of the incoming change
    /// @param ours of the change it met
    public record Decided(
            Shape shape,
            String key,
            @Nullable String field,
            String winner,
            String rule,
            String reason,
            @Nullable Origin origin,
            Ruling.Images images,
            Mark theirs,
            Mark ours) {
        /// Two images make an update.
        String operation() {
            if (images.before() == null) {
                return "insert";
            }
            return images.after() == null ? "delete" : "update";
        }

        /// Where a change stands in its own log, its clock, and what it wrote into the field.
        public record Mark(String position, long clock, @Nullable String value) {}
    }

    public ConflictStore(String source) {
        this.source = source;
    }

    /// Records decisions once: after a restart the logs show again what was recorded before it. Two
    /// changes are known by their clocks, which grow with every transaction of a log.
    public void record(Connection connection, Collection<Decided> decisions) throws SQLException {
        if (decisions.isEmpty()) {
            return;
        }
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO duet.conflict (source, entity, record_key, operation,"
                            + " before_image, after_image, existing_image, winner, rule, position,"
                            + " transaction, clock, seen, field, reason, source_value,"
                            + " target_value, target_position, target_clock) SELECT ?, ?, ?, ?, ?,"
                            + " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1"
                            + " FROM duet.conflict known WHERE known.clock = ? AND"
                            + " known.target_clock = ? AND known.source = ? AND known.entity = ?"
                            + " AND known.record_key = ? AND coalesce(known.field, '') = ?)")) {
            int gathered = 0;
            for (Decided decided : decisions) {
                bind(insert, decided);
                insert.addBatch();
                if (++gathered % BATCH == 0) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
    }

    private void bind(PreparedStatement insert, Decided decided) throws SQLException {
        Ruling.Images images = decided.images();
        Shape shape = decided.shape();
        Origin origin = decided.origin();
        int i = 1;
        insert.setString(i++, source);
        insert.setString(i++, shape.entity());
        insert.setString(i++, decided.key());
        insert.setString(i++, decided.operation());
        insert.setString(i++, Images.toJson(shape, images.before()));
        insert.setString(i++, Images.toJson(shape, images.after()));
        insert.setString(i++, Images.toJson(shape, images.stood()));
        insert.setString(i++, decided.winner());
        insert.setString(i++, decided.rule());
        insert.setString(
                i++, origin == null ? decided.theirs().position() : origin.position().text());
        insert.setString(i++, origin == null ? "" : origin.transaction());
        insert.setLong(i++, decided.theirs().clock());
        Position seen = origin == null ? null : origin.seen();
        insert.setString(i++, seen == null ? null : seen.text());
        insert.setString(i++, decided.field());
        insert.setString(i++, decided.reason());
        insert.setString(i++, decided.theirs().value());
        insert.setString(i++, decided.ours().value());
        insert.setString(i++, decided.ours().position());
        insert.setLong(i++, decided.ours().clock());
        insert.setLong(i++, decided.theirs().clock());
        insert.setLong(i++, decided.ours().clock());
        insert.setString(i++, source);
        insert.setString(i++, shape.entity());
        insert.setString(i++, decided.key());
        insert.setString(i, Objects.requireNonNullElse(decided.field(), ""));
    }

    /// Records that a held change met a row that had changed.
    ///
    /// @param change as it came, in the target's terms
    /// @param existing the target's row as it stood, as JSON; null when there was none
    public void record(
            Connection connection,
            Change change,
            Origin origin,
            @Nullable String existing,
            String winner,
            String rule)
            throws SQLException {
        Shape shape = change.shape();
        @Nullable Row before = QuarantineStore.before(change);
        @Nullable Row after = QuarantineStore.after(change);
        Row identity = before != null ? before : after;
        Position seen = origin.seen();
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO duet.conflict (source, entity, record_key, operation,"
                            + " before_image, after_image, existing_image, winner, rule, position,"
                            + " transaction, clock, seen) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                            + " ?, ?)")) {
            insert.setString(1, source);
            insert.setString(2, shape.entity());
            insert.setString(3, identity == null ? "*" : Images.keyText(shape, identity));
            insert.setString(4, QuarantineStore.operation(change));
            insert.setString(5, Images.toJson(shape, before));
            insert.setString(6, Images.toJson(shape, after));
            insert.setString(7, existing);
            insert.setString(8, winner);
            insert.setString(9, rule);
            insert.setString(10, origin.position().text());
            insert.setString(11, origin.transaction());
            insert.setLong(12, origin.clock());
            insert.setString(13, seen == null ? null : seen.text());
            insert.executeUpdate();
        }
    }
}
