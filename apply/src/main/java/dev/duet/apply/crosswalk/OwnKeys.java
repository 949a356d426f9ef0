package dev.duet.apply.crosswalk;

import dev.duet.schemas.PeerKey;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.types.Decimals;
import dev.duet.schemas.types.Kind;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalLong;

/// Rows with this system's keys in place of its peer's.
final class OwnKeys {
    private OwnKeys() {}

    /// Whether any of them names a record by its key in the peer.
    static boolean areNeeded(List<Row> rows) {
        for (Row row : rows) {
            for (int i = 0; i < row.size(); i++) {
                if (row.get(i) instanceof PeerKey) {
                    return true;
                }
            }
        }
        return false;
    }

    /// The row in this system's keys. Where there is none, nothing stands in its place.
    static Row of(Shape shape, Row row) {
        @Nullable Object @Nullable [] values = null;
        for (int i = 0; i < row.size(); i++) {
            if (row.get(i) instanceof PeerKey key) {
                values = values == null ? row.toArray() : values;
                OptionalLong here = key.here();
                values[i] = here.isPresent() ? value(shape, i, here.getAsLong()) : null;
            }
        }
        return values == null ? row : Row.of(values);
    }

    /// Whether each of some columns can be told.
    static boolean areKnown(Row row, BitSet columns) {
        return unknown(row, columns) < 0;
    }

    /// The first of some columns with a key that is not known here; -1 when there is none.
    static int unknown(Row row, BitSet columns) {
        for (int i = columns.nextSetBit(0);
                i >= 0 && i < row.size();
                i = columns.nextSetBit(i + 1)) {
            if (row.get(i) instanceof PeerKey key && key.here().isEmpty()) {
                return i;
            }
        }
        return -1;
    }

    /// The key as a value of its column.
    static Object value(Shape shape, int column, long key) {
        return shape.columns().get(column).kind() == Kind.DECIMAL
                ? Decimals.normal(BigDecimal.valueOf(key))
                : (Object) key;
    }

    static BitSet key(Shape shape) {
        BitSet key = new BitSet();
        key.set(0, shape.keySize());
        return key;
    }
}
