package dev.duet.mapping.fields;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/// What null is on one system. Immutable.
///
/// @param blanks the field's values that stand for no value, on either side
/// @param unsaid whether null here is none of the other side's business: it keeps what it has
/// @param written what is written here for no value
/// @param refused whether no value must not be written here
public record Nulls(Set<Object> blanks, boolean unsaid, @Nullable Object written, boolean refused) {
    static final Nulls PLAIN = new Nulls(Set.of(), false, null, false);

    public Nulls {
        blanks = Set.copyOf(blanks);
    }

    /// Whether null is read as null.
    public boolean readsPlain() {
        return blanks.isEmpty() && !unsaid;
    }

    /// Whether null is written as null.
    public boolean writesPlain() {
        return written == null && !refused;
    }
}
