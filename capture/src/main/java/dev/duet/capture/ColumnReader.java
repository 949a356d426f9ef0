package dev.duet.capture;

import org.jspecify.annotations.Nullable;

/// Reads one column: from the value in Debezium's record to our canonical value. Chosen once a table, used by one thread.
@FunctionalInterface
public interface ColumnReader {
    @Nullable Object read(@Nullable Object value);
}
