package dev.duet.capture;

import org.jspecify.annotations.Nullable;

/// Turns what Debezium hands over for one column into a canonical value: chosen once per table,
/// called once per value.
///
/// Immutable. Take the value with `Struct.getWithoutDefault`: plain `get` gives a column's default
/// in place of null.
@FunctionalInterface
public interface ColumnReader {
    /// The canonical value, null for null, or [dev.duet.schemas.Unchanged#VALUE] where the log left
    /// it out.
    @Nullable Object read(@Nullable Object connectValue);
}
