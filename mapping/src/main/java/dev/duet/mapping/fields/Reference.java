package dev.duet.mapping.fields;

import dev.duet.schemas.Column;

/// A table of one system with a value beside each key. Any thread may ask.
///
/// The table is the users' own and changes as they please: what it said before it need not say
/// again.
public interface Reference {
    /// `erp.country`
    String name();

    /// What other tables refer to.
    Column key();

    /// What it stands for.
    Column value();

    /// The value beside a key.
    ///
    /// @throws CannotLookUp when the table does not answer
    Found valueOf(Object key);

    /// The key of exactly this value.
    ///
    /// @throws CannotLookUp when the table does not answer
    Found keyOf(Object value);

    /// What a table says of a key or a value.
    sealed interface Found {
        /// @param other what stands beside it, and beside nothing else
        record One(Object other) implements Found {}

        /// There is no such row.
        record None() implements Found {}

        /// A key has several values, or a value several keys.
        record Several() implements Found {}
    }
}
