package dev.duet.schemas;

import org.jspecify.annotations.Nullable;

/// What a record is at the end of one of our transactions, read under the lock that it has on it.
///
/// @param written the row as our statements left it; null when there was none
/// @param now the row as it is; null when there is none. Where that differs, triggers did it
public record Sighting(String entity, Key key, @Nullable Row written, @Nullable Row now) {
    /// Says nothing of the row: it is people's data.
    @Override
    public String toString() {
        return "Sighting[" + entity + "]";
    }
}
