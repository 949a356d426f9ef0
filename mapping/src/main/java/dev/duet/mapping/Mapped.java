package dev.duet.mapping;

import dev.duet.schemas.Change;

/// What became of one change on its way through the mapping.
public sealed interface Mapped {
    /// The change as the source has it.
    Change source();

    /// It can be written.
    record Ready(Change source, Change target) implements Mapped {}

    /// It cannot: a value has no counterpart on the other side.
    ///
    /// @param reason in words, without the value
    record Refused(Change source, String reason) implements Mapped {}

    /// An earlier change of the record is in quarantine, on either side: this one waits behind it.
    record Waiting(Change source) implements Mapped {}
}
