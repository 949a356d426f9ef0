package dev.duet.apply.store;

import dev.duet.schemas.Change;
import dev.duet.schemas.Origin;
import dev.duet.schemas.Position;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/// Records what lost, in the target and in the transaction that decided it. Stateless.
public final class ConflictStore {
    private final String source;

    public ConflictStore(String source) {
        this.source = source;
    }

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
