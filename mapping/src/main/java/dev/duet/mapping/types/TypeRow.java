package dev.duet.mapping.types;

import dev.duet.schemas.types.Kind;
import dev.duet.schemas.types.TypeText;

import org.jspecify.annotations.Nullable;

import java.util.function.Function;

/// One line of the type table: one type of one database.
///
/// @param name as [TypeText#name] spells it
/// @param example with modifiers, as the catalog would show it
/// @param mend for a refused type, what to do instead; null for one that can be kept in step
record TypeRow(
        String name,
        String example,
        Kind kind,
        Function<TypeText, Domain> domain,
        String note,
        @Nullable String mend) {
    static TypeRow row(
            String name,
            String example,
            Kind kind,
            Function<TypeText, Domain> domain,
            String note) {
        return new TypeRow(name, example, kind, domain, note, null);
    }

    static TypeRow any(String name, Kind kind, String note) {
        return new TypeRow(name, name, kind, type -> Domain.ANY, note, null);
    }

    static TypeRow refused(String name, String reason, String mend) {
        return new TypeRow(name, name, Kind.OPAQUE, type -> Domain.ANY, reason, mend);
    }
}
