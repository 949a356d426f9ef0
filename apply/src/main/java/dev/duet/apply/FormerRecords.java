package dev.duet.apply;

import dev.duet.apply.conflict.RecordKey;
import dev.duet.mapping.types.CannotConvert;
import dev.duet.schemas.Key;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Rows of the target that have ceased to be records there while the source keeps the record
/// (`leaving: ignore`): what the source's clients do to it must not be written into them. One
/// thread.
record FormerRecords(TableReader reader, TargetTerms terms, EndRules ends) {
    private static final int ROWS_AT_ONCE = 500;

    /// Whether an entity may have such rows.
    boolean mayBeOf(String entity) {
        return terms.isFiltered(entity) && ends.mayStayInSource(entity);
    }

    /// Those of some records whose row in the target is none; locked until the transaction ends.
    Set<RecordKey> among(Connection connection, Collection<RecordKey> records) throws SQLException {
        Map<String, List<Row>> identities = new LinkedHashMap<>();
        for (RecordKey record : records) {
            if (mayBeOf(record.entity())) {
                int size = terms.shape(record.entity()).size();
                terms.keyOfTarget(record)
                        .filter(Key::isKnown)
                        .ifPresent(
                                key ->
                                        identities
                                                .computeIfAbsent(
                                                        record.entity(),
                                                        absent -> new ArrayList<>())
                                                .add(key.row(size)));
            }
        }
        Set<RecordKey> former = new HashSet<>();
        for (Map.Entry<String, List<Row>> of : identities.entrySet()) {
            List<Row> all = of.getValue();
            for (int i = 0; i < all.size(); i += ROWS_AT_ONCE) {
                List<Row> some = all.subList(i, Math.min(all.size(), i + ROWS_AT_ONCE));
                former.addAll(among(connection, of.getKey(), some));
            }
        }
        return former;
    }

    private Set<RecordKey> among(Connection connection, String entity, List<Row> identities)
            throws SQLException {
        Shape shape = terms.shape(entity);
        Set<RecordKey> former = new HashSet<>();
        for (Row row : reader.lock(connection, shape, identities)) {
            try {
                if (terms.isHidden(entity, row)) {
                    terms.ofTarget(entity, row.key(shape.keySize())).ifPresent(former::add);
                }
            } catch (CannotConvert e) {
                continue; // nobody can say: the writes' guards are asked
            }
        }
        return former;
    }
}
