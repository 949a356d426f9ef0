package dev.duet.apply;

import dev.duet.mapping.Mapped;
import dev.duet.schemas.Changes;
import dev.duet.schemas.Origin;

import java.util.stream.StreamSupport;

/// One source transaction, mapped: its changes in order, each ready for the target, refused by the
/// mapping, or waiting behind one that is.
///
/// @param changes read once for each attempt; they may come from a file
/// @param source the same as the source has them; closing frees them
public record MappedTransaction(Origin origin, Iterable<Mapped> changes, Changes source)
        implements AutoCloseable {
    /// Whether a change waits for a row of a reference table, as far as that is known without a
    /// file.
    public boolean isAwaiting() {
        return !source.isSpilled()
                && StreamSupport.stream(changes.spliterator(), false)
                        .anyMatch(
                                change ->
                                        change instanceof Mapped.Refused refused
                                                && refused.code()
                                                        .equals(Mapped.Refused.NO_REFERENCE));
    }

    @Override
    public void close() {
        source.close();
    }
}
