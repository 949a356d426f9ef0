package dev.duet.apply;

import dev.duet.apply.conflict.RecordKey;
import dev.duet.schemas.Key;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Looks at the target's rows of records under their locks, which last until the transaction ends.
/// One thread.
record LockedRows(TableReader reader, TargetTerms terms) {
    private static final int ROWS_AT_ONCE = 500;

    /// @param keys the records' keys in the target
    /// @return the rows that are there
    Map<RecordKey, Row> of(Connection connection, Map<RecordKey, Key> keys) throws SQLException {
        Map<String, List<Key>> byEntity = new LinkedHashMap<>();
        keys.forEach(
                (record, key) ->
                        byEntity.computeIfAbsent(record.entity(), absent -> new ArrayList<>())
                                .add(key));
        Map<RecordKey, Row> rows = new HashMap<>();
        for (Map.Entry<String, List<Key>> of : byEntity.entrySet()) {
            Shape shape = terms.shape(of.getKey());
            List<Row> identities =
                    of.getValue().stream().map(key -> key.row(shape.size())).toList();
            for (int i = 0; i < identities.size(); i += ROWS_AT_ONCE) {
                List<Row> some =
                        identities.subList(i, Math.min(identities.size(), i + ROWS_AT_ONCE));
                for (Row row : reader.lock(connection, shape, some)) {
                    terms.ofTarget(of.getKey(), row.key(shape.keySize()))
                            .filter(keys::containsKey)
                            .ifPresent(record -> rows.put(record, row));
                }
            }
        }
        return rows;
    }
}
