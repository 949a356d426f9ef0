package dev.duet.mapping;

import dev.duet.schemas.Change;

/// What became of one change on its way through the mapping.
public sealed interface Mapped {
    /// The change as the source has it.
    Change source();

    /// It can be written.
    ///
    /// @param canonical the same of canonical records
    /// @param target the same as the target has it
    record Ready(Change source, Change canonical, Change target) implements Mapped {}

    /// It is nothing to the target: the row is no record of the entity, neither before nor after.
    record Passed(Change source) implements Mapped {}

    /// It cannot: a value has no counterpart on the other side, or it is a truncation.
    ///
    /// @param reason in words, without the value
    record Refused(Change source, String reason) implements Mapped {
        /// A TRUNCATE does not say which records it took, nor whether it had seen what the other
        /// side did to them.
        public static final String TRUNCATE =
                "a TRUNCATE is not carried over by itself: the other side keeps its rows";
    }
}
