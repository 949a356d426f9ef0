package dev.duet.deploy.compare;

import dev.duet.apply.KeyRange;
import dev.duet.apply.TableReader;
import dev.duet.apply.TargetTerms;
import dev.duet.apply.VersionedRow;
import dev.duet.apply.conflict.RecordKey;
import dev.duet.deploy.run.Side;
import dev.duet.mapping.types.CannotConvert;
import dev.duet.schemas.Images;
import dev.duet.schemas.Key;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One entity on one side, read as the reader's role, each time in a transaction of its own. One
/// thread.
final class Shelf {
    /// Keys in one question; both databases take so many parameters of a longer key, too.
    private static final int KEYS_AT_ONCE = 500;

    private final Side side;
    private final TargetTerms terms;
    private final Shape shape;
    private final TableReader reader;
    private final ChunkSize size;

    /// Some rows as they stand in the table.
    ///
    /// @param seen the records that they are
    /// @param unnamed the keys, as they stand there, of those that can be none
    /// @param last whether there are no more
    record Stretch(List<Row> rows, Map<Key, Seen> seen, List<String> unnamed, boolean last) {}

    /// @param terms of the side
    /// @param most rows at once
    Shelf(Side side, TargetTerms terms, String entity, int most) {
        this.side = side;
        this.terms = terms;
        this.shape = terms.shape(entity);
        this.reader = side.target().tableReader();
        this.size = new ChunkSize(most);
    }

    String system() {
        return side.name();
    }

    Stretch next(KeyRange range) throws SQLException {
        return next(range, size.next());
    }

    /// As many rows as the other side has in this range, and one more to see that it ends there.
    Stretch along(KeyRange range, int rows) throws SQLException {
        return next(range, Math.max(size.next(), rows + 1));
    }

    private Stretch next(KeyRange range, int limit) throws SQLException {
        List<Row> rows;
        try (Connection connection = side.reads().getConnection()) {
            rows = reader.chunk(connection, shape, range, limit);
            connection.rollback();
        }
        size.read(rows);
        Map<Key, Seen> seen = LinkedHashMap.newLinkedHashMap(rows.size());
        List<String> unnamed = new ArrayList<>();
        for (Row row : rows) {
            seen(row)
                    .ifPresentOrElse(it -> seen.put(it.key(), it), () -> unnamed.add(keyText(row)));
        }
        return new Stretch(rows, seen, unnamed, rows.size() < limit);
    }

    /// The row up to which the next stretch would go; null when it would be the last.
    @Nullable Row skip(KeyRange range) throws SQLException {
        try (Connection connection = side.reads().getConnection()) {
            Row row = reader.skip(connection, shape, range, size.next());
            connection.rollback();
            return row;
        }
    }

    /// The records with these keys; those that are not there are [Sight.Absent].
    Map<Key, Seen> find(Collection<Key> keys) throws SQLException {
        Map<Key, Seen> found = new HashMap<>();
        List<Row> identities = new ArrayList<>();
        for (Key key : keys) {
            found.put(key, Seen.absent(key));
            identity(key).ifPresent(identities::add);
        }
        int step = fitting();
        for (int i = 0; i < identities.size(); i += step) {
            List<Row> some = identities.subList(i, Math.min(identities.size(), i + step));
            try (Connection connection = side.reads().getConnection()) {
                for (VersionedRow row : reader.read(connection, shape, some)) {
                    key(row.row())
                            .filter(found::containsKey)
                            .ifPresent(
                                    key ->
                                            found.put(
                                                    key,
                                                    new Seen(
                                                            key, sight(row.row()), row.version())));
                }
                connection.rollback();
            }
        }
        return found;
    }

    /// The record with this key, locked in the caller's transaction.
    Seen lock(Connection connection, Key key) throws SQLException {
        Optional<Row> identity = identity(key);
        if (identity.isEmpty()) {
            return Seen.absent(key);
        }
        Row row = reader.lock(connection, shape, identity.get());
        if (row == null) {
            return Seen.absent(key);
        }
        String version =
                reader.read(connection, shape, List.of(identity.get())).stream()
                        .map(VersionedRow::version)
                        .findFirst()
                        .orElse("");
        return new Seen(key, sight(row), version);
    }

    /// The row with a record's key as it is in the caller's transaction.
    Optional<Row> row(Connection connection, Key key) throws SQLException {
        Optional<Row> identity = identity(key);
        return identity.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(reader.lock(connection, shape, identity.get()));
    }

    /// How many keys to ask for at once.
    int fitting() {
        return Math.min(KEYS_AT_ONCE, size.next());
    }

    /// The record that a row is; nothing when there can be none with such a key.
    private Optional<Seen> seen(Row row) {
        return key(row).map(key -> new Seen(key, sight(row), ""));
    }

    /// The key of the record that a row would be.
    Optional<Key> key(Row row) {
        return terms.ofTarget(shape.entity(), row.key(shape.keySize())).map(RecordKey::key);
    }

    private Sight sight(Row row) {
        try {
            return terms.isHidden(shape.entity(), row)
                    ? Sight.HIDDEN
                    : new Sight.Present(terms.ofTarget(shape.entity(), row));
        } catch (CannotConvert e) {
            return new Sight.Unreadable(String.valueOf(e.getMessage()));
        }
    }

    /// A row that has a record's key; nothing when the side cannot hold it, or has never had it.
    Optional<Row> identity(Key key) {
        return terms.keyOfTarget(new RecordKey(shape.entity(), key))
                .filter(Key::isKnown)
                .map(own -> own.row(shape.size()));
    }

    /// A row's key as this side has it.
    private String keyText(Row row) {
        return Images.keyText(shape, row);
    }

    /// About how many rows there are.
    long estimate() throws SQLException {
        try (Connection connection = side.reads().getConnection()) {
            long rows = side.catalog().rows(connection, shape.table());
            connection.rollback();
            return rows;
        }
    }
}
