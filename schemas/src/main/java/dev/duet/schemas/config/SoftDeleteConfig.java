package dev.duet.schemas.config;

import java.util.Optional;

/// `soft-delete` of one system: a deleted record's row stays there, and a column says that it is
/// none any more.
///
/// @param live what the column holds in rows that are records, as the file spells it; empty for
///   null
/// @param deleted what it is given otherwise
public record SoftDeleteConfig(String column, Optional<String> live, Deleted deleted) {
    /// What the column of a deleted record is given.
    public sealed interface Deleted {
        /// The moment in which it is deleted, in UTC.
        record Now() implements Deleted {}

        /// @param text as the file spells it; empty for null
        record Value(Optional<String> text) implements Deleted {}
    }

    public SoftDeleteConfig {
        if (deleted instanceof Deleted.Value(Optional<String> text) && text.equals(live)) {
            throw new IllegalArgumentException("a deleted record looks like a live one");
        }
    }

    /// In one line.
    public String text() {
        String then =
                switch (deleted) {
                    case Deleted.Now _ -> "now";
                    case Deleted.Value value -> value.text().orElse("null");
                };
        return column + ": " + live.orElse("null") + ", " + then + " when deleted";
    }
}
