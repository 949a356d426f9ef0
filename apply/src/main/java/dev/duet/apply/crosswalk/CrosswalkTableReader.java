package dev.duet.apply.crosswalk;

import dev.duet.apply.KeyRange;
import dev.duet.apply.TableReader;
import dev.duet.apply.VersionedRow;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;

/// Finds rows by keys of the peer's; a record that was never here is not found. The rows are as
/// they are, in this system's keys.
record CrosswalkTableReader(TableReader reader) implements TableReader {
    @Override
    public @Nullable Row lock(Connection connection, Shape shape, Row identity)
            throws SQLException {
        return isKnown(shape, identity)
                ? reader.lock(connection, shape, OwnKeys.of(shape, identity))
                : null;
    }

    @Override
    public List<Row> lock(Connection connection, Shape shape, List<Row> identities)
            throws SQLException {
        List<Row> known = known(shape, identities);
        return known.isEmpty() ? List.of() : reader.lock(connection, shape, known);
    }

    @Override
    public @Nullable Row find(Connection connection, Shape shape, BitSet columns, Row values)
            throws SQLException {
        return OwnKeys.areKnown(values, columns)
                ? reader.find(connection, shape, columns, OwnKeys.of(shape, values))
                : null;
    }

    @Override
    public List<VersionedRow> read(Connection connection, Shape shape, List<Row> identities)
            throws SQLException {
        List<Row> known = known(shape, identities);
        return known.isEmpty() ? List.of() : reader.read(connection, shape, known);
    }

    @Override
    public List<Row> chunk(Connection connection, Shape shape, KeyRange range, int limit)
            throws SQLException {
        return reader.chunk(connection, shape, own(shape, range), limit);
    }

    @Override
    public @Nullable Row skip(Connection connection, Shape shape, KeyRange range, int rows)
            throws SQLException {
        return reader.skip(connection, shape, own(shape, range), rows);
    }

    private static List<Row> known(Shape shape, List<Row> identities) {
        return OwnKeys.areNeeded(identities)
                ? identities.stream()
                        .filter(identity -> isKnown(shape, identity))
                        .map(identity -> OwnKeys.of(shape, identity))
                        .toList()
                : identities;
    }

    private static KeyRange own(Shape shape, KeyRange range) {
        return new KeyRange(own(shape, range.from()), range.including(), own(shape, range.upTo()));
    }

    private static @Nullable Row own(Shape shape, @Nullable Row end) {
        if (end == null) {
            return null;
        }
        if (!isKnown(shape, end)) {
            throw new IllegalArgumentException("no row ends there: " + shape.entity());
        }
        return OwnKeys.of(shape, end);
    }

    private static boolean isKnown(Shape shape, Row identity) {
        return OwnKeys.areKnown(identity, OwnKeys.key(shape));
    }
}
