package dev.duet.apply;

import dev.duet.apply.conflict.RecordKey;
import dev.duet.schemas.Key;
import dev.duet.schemas.Row;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Rows of the target that have ceased to be records there while the source keeps the record
/// (`leaving: ignore`): what the source's clients do to it must not be written into them. One
/// thread.
record FormerRecords(LockedRows rows, TargetTerms terms, EndRules ends) {
    /// Whether an entity may have such rows.
    boolean mayBeOf(String entity) {
        return ends.mayStayInSource(entity) && terms.isFiltered(entity);
    }

    /// Those of some records whose row in the target is none; locked until the transaction ends.
    Set<RecordKey> among(Connection connection, Collection<RecordKey> records) throws SQLException {
        Map<RecordKey, Key> keys = new LinkedHashMap<>();
        for (RecordKey record : records) {
            if (mayBeOf(record.entity())) {
                terms.keyOfTarget(record)
                        .filter(Key::isKnown)
                        .ifPresent(key -> keys.put(record, key));
            }
        }
        Set<RecordKey> former = new HashSet<>();
        for (Map.Entry<RecordKey, Row> there : rows.of(connection, keys).entrySet()) {
            if (!terms.mayBeRecord(there.getKey().entity(), there.getValue())) {
                former.add(there.getKey());
            }
        }
        return former;
    }
}
