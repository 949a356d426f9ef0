package dev.duet.schemas;

import dev.duet.schemas.types.Bytes;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

/// One row image: the values of a [Shape]'s columns, in their order. The array is never changed
/// after construction.
public final class Row {
    /// Rows that are weighed of many.
    private static final int WEIGHED = 1_000;

    private final @Nullable Object[] values;

    private Row(@Nullable Object[] values) {
        this.values = values;
    }

    /// Takes the array as it is: the caller gives it up.
    public static Row of(@Nullable Object... values) {
        return new Row(values);
    }

    public @Nullable Object get(int column) {
        return values[column];
    }

    public int size() {
        return values.length;
    }

    /// The first `keySize` values: a row's identity within its shape.
    public Key key(int keySize) {
        return new Key(Arrays.copyOf(values, keySize));
    }

    /// About how many bytes the row takes in memory; what bounds queues and batches.
    public long weight() {
        long weight = 32;
        for (Object value : values) {
            weight +=
                    switch (value) {
                        case null -> 4;
                        case String text -> 48 + 2L * text.length();
                        case Bytes bytes -> 32 + (long) bytes.content().length;
                        case BigDecimal number -> 64;
                        default -> 24;
                    };
        }
        return weight;
    }

    /// About how many bytes one of some rows takes: of many some are weighed.
    ///
    /// @param rows at least one
    public static long weight(List<Row> rows) {
        int step = 1 + rows.size() / WEIGHED;
        long weight = 0;
        int weighed = 0;
        for (int i = 0; i < rows.size(); i += step) {
            weight += rows.get(i).weight();
            weighed++;
        }
        return weight / weighed;
    }

    /// A copy of the values, for building another row.
    public @Nullable Object[] toArray() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Row row && Arrays.equals(values, row.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    /// Says how wide it is and nothing of what is in it: rows are people's data.
    @Override
    public String toString() {
        return "Row[" + values.length + " values]";
    }
}
