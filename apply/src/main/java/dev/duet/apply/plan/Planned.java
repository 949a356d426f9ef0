package dev.duet.apply.plan;

import dev.duet.mapping.Mapped;
import dev.duet.schemas.Change;
import dev.duet.schemas.Key;
import dev.duet.schemas.Origin;
import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One row of a run: what it is to become, what it must be before, and the change that asks for it.
///
/// @param before what the row must be; null for an insert
/// @param after what the row becomes; null for a delete
/// @param cause the last change folded into it
/// @param origin the transaction of that change
public record Planned(
        @Nullable Row before, @Nullable Row after, Mapped.Ready cause, Origin origin) {
    static Planned of(Mapped.Ready cause, Origin origin) {
        return switch (cause.target()) {
            case Change.Insert insert -> new Planned(null, insert.after(), cause, origin);
            case Change.Update update ->
                    new Planned(update.before(), update.after(), cause, origin);
            case Change.Delete delete -> new Planned(delete.before(), null, cause, origin);
            case Change.KeyChange move -> new Planned(move.before(), move.after(), cause, origin);
            case Change.Truncate _ ->
                    throw new IllegalArgumentException("a truncation is not written");
        };
    }

    /// The before-image of an update, delete or key change.
    public Row requireBefore() {
        if (before == null) {
            throw new IllegalStateException("no before-image");
        }
        return before;
    }

    /// The after-image of an insert, update or key change.
    public Row requireAfter() {
        if (after == null) {
            throw new IllegalStateException("no after-image");
        }
        return after;
    }

    /// The row that says which record this is: as it was, or as it comes to be.
    public Row identity() {
        return before == null ? requireAfter() : before;
    }

    Planned foldedWith(Planned later) {
        return new Planned(before, later.after, later.cause, later.origin);
    }

    long weight() {
        return (before == null ? 0 : before.weight()) + (after == null ? 0 : after.weight());
    }

    List<Key> keys() {
        int keySize = cause.target().shape().keySize();
        if (before != null && after != null) {
            Key from = before.key(keySize);
            Key to = after.key(keySize);
            return from.equals(to) ? List.of(from) : List.of(from, to);
        }
        return before == null && after == null ? List.of() : List.of(identity().key(keySize));
    }
}
