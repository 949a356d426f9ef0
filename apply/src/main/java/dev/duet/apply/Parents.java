package dev.duet.apply;

import dev.duet.schemas.Key;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.Unchanged;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which records are there that rows name by a column. Immutable; asks on the caller's connection,
/// without a lock.
public record Parents(TableReader reader, TargetTerms terms) {

    /// The record that a row names; nothing where it names none, or does not say.
    static Optional<Key> named(Row row, int column) {
        Object value = row.get(column);
        return value == null || value instanceof Unchanged
                ? Optional.empty()
                : Optional.of(Key.of(value));
    }

    /// Whether a row names a record that is not there.
    public boolean isMissing(Connection connection, Shape parent, Row row, int column)
            throws SQLException {
        Optional<Key> named = named(row, column);
        return named.isPresent() && !missing(connection, parent, Set.of(named.get())).isEmpty();
    }

    /// Those of these keys that no record has.
    Set<Key> missing(Connection connection, Shape parent, Collection<Key> keys)
            throws SQLException {
        Set<Key> unseen = new LinkedHashSet<>(keys);
        unseen.removeAll(present(connection, parent, unseen));
        Set<Key> missing = new LinkedHashSet<>();
        for (Key key : unseen) {
            // once more by itself: a collation may take it for one that looks otherwise
            if (present(connection, parent, Set.of(key)).isEmpty()) {
                missing.add(key);
            }
        }
        return missing;
    }

    private Set<Key> present(Connection connection, Shape parent, Set<Key> keys)
            throws SQLException {
        Set<Key> present = new HashSet<>();
        List<Row> identities = keys.stream().map(key -> key.row(parent.size())).toList();
        for (VersionedRow found : reader.read(connection, parent, identities)) {
            if (terms.mayBeRecord(parent.entity(), found.row())) {
                present.add(found.row().key(1));
            }
        }
        return present;
    }
}
