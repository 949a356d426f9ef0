package dev.duet.schemas;

import org.jspecify.annotations.Nullable;

/// A record that was held back is let go: both sides become what this transaction leaves.
///
/// @param row the whole record in this log's database after the transaction; null when it is not
///   there. Stated here because a database logs nothing for a row that was as decided already
public record Release(String entity, Key key, @Nullable Row row) {
    /// Says nothing of the row: it is people's data.
    @Override
    public String toString() {
        return "Release[" + entity + "]";
    }
}
