package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.Side;

import org.jspecify.annotations.Nullable;

/// What triggers of one side did to what was written there.
///
/// @param column null for the row as a whole
public record TriggerEffect(Side side, String entity, @Nullable Integer column, What what) {
    /// What came of a write.
    public enum What {
        /// Another value than was written.
        CHANGED,
        /// What stood before: the write had no effect.
        KEPT,
        /// A row that was to be deleted is there.
        ADDED,
        /// A row that was written is gone.
        DELETED,
        /// A row that was not written at all is another, new or gone.
        BESIDE
    }
}
