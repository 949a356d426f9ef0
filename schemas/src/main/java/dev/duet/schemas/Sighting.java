package dev.duet.schemas;

import org.jspecify.annotations.Nullable;

/// What Duet found a record to be, said by itself in an unmarked transaction of that record's
/// database, under a lock on the row: so the log says it, and where.
///
/// @param row the whole record at this place of the log; null when it is not there
/// @param effect what a trigger has done to it; null when it was only looked at
public record Sighting(String entity, Key key, @Nullable Row row, @Nullable Effect effect) {

    /// A trigger made the row other than it was to be.
    ///
    /// @param expected the row as it was to be; null when it was not to be there
    /// @param isCarried whether that is a change of this side, for the other; else it stands here
    ///   alone
    public record Effect(@Nullable Row expected, boolean isCarried) {
        @Override
        public String toString() {
            return "Effect[" + isCarried + "]";
        }
    }

    /// Says nothing of the row: it is people's data.
    @Override
    public String toString() {
        return "Sighting[" + entity + "]";
    }
}
