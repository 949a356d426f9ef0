package dev.duet.apply.store;

import dev.duet.schemas.Images;
import dev.duet.schemas.Key;
import dev.duet.schemas.Manifest;
import dev.duet.schemas.Shape;
import dev.duet.schemas.Sighting;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Writes manifests into the log of a database, and leaves nothing of them in its table. Stateless;
/// works in the caller's transaction, which must be marked.
public final class ManifestStore {
    private static final int KEYS_IN_A_ROW = 1000;

    /// @param shapes the database's, by entity
    public void state(Connection connection, Manifest manifest, Function<String, Shape> shapes)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO duet.manifest"
                                + " (entity, record_keys, record_key, written_image, row_image)"
                                + " VALUES (?, ?, ?, ?, ?)")) {
            for (Map.Entry<String, Set<Key>> written : manifest.written().entrySet()) {
                Shape shape = shapes.apply(written.getKey());
                List<Key> keys = new ArrayList<>(written.getValue());
                for (int i = 0; i < keys.size(); i += KEYS_IN_A_ROW) {
                    List<Key> some = keys.subList(i, Math.min(keys.size(), i + KEYS_IN_A_ROW));
                    insert.setString(1, shape.entity());
                    insert.setString(2, Images.keysJson(shape, some));
                    insert.setString(3, null);
                    insert.setString(4, null);
                    insert.setString(5, null);
                    insert.addBatch();
                }
            }
            for (Sighting sighting : manifest.sightings()) {
                Shape shape = shapes.apply(sighting.entity());
                insert.setString(1, shape.entity());
                insert.setString(2, null);
                insert.setString(3, Images.keyJson(shape, sighting.key()));
                insert.setString(4, Images.toJson(shape, sighting.written()));
                insert.setString(5, Images.toJson(shape, sighting.now()));
                insert.addBatch();
            }
            insert.executeBatch();
        }
        try (Statement delete = connection.createStatement()) {
            delete.executeUpdate("DELETE FROM duet.manifest");
        }
    }
}
