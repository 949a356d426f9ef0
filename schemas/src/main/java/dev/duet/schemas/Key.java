package dev.duet.schemas;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// The key values of one row; equal keys of one shape name one row.
public final class Key {
    private final @Nullable Object[] values;

    Key(@Nullable Object[] values) {
        this.values = values;
    }

    public static Key of(@Nullable Object... values) {
        return new Key(values.clone());
    }

    /// A row that has this key and nothing else.
    public Row row(int columns) {
        return Row.of(Arrays.copyOf(values, columns));
    }

    public @Nullable Object get(int column) {
        return values[column];
    }

    public int size() {
        return values.length;
    }

    /// Whether there can be a row with it: none is there of a record that the system has not got,
    /// for which it is yet to make up a key.
    public boolean isKnown() {
        for (Object value : values) {
            if (value instanceof PeerKey key && key.here().isEmpty()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Key key && Arrays.equals(values, key.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    /// For people: the values, joined by commas.
    @Override
    public String toString() {
        return String.join(",", Arrays.stream(values).map(String::valueOf).toList());
    }
}
