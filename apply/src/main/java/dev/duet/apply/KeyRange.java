package dev.duet.apply;

import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

/// A part of a table, in the order in which its database sorts keys. Immutable.
///
/// @param from where it begins; null at the first row
/// @param including whether what `from` names is part of it
/// @param upTo the last that is part of it; null for no end. Of both rows only the keys count
public record KeyRange(@Nullable Row from, boolean including, @Nullable Row upTo) {
    public static final KeyRange ALL = new KeyRange(null, false, null);

    /// What of it comes after a row.
    public KeyRange behind(@Nullable Row row) {
        return new KeyRange(row, false, upTo);
    }

    /// The same up to a row, that one included.
    public KeyRange upTo(@Nullable Row row) {
        return new KeyRange(from, including, row);
    }
}
