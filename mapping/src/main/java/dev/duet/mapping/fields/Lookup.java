package dev.duet.mapping.fields;

import dev.duet.mapping.fields.Reference.Found;
import dev.duet.mapping.types.CannotConvert;
import dev.duet.mapping.types.TypeTable;
import dev.duet.mapping.types.ValueFunction;
import dev.duet.schemas.Column;
import dev.duet.schemas.types.Kind;

import java.util.EnumSet;
import java.util.Set;

/// `lookup`: a column that holds the key of a reference table, whose value is the field's.
final class Lookup {
    private static final int SHOWN_MAX = 60;

    /// What a table can be asked for by an index, and what is the same whenever it is equal.
    private static final Set<Kind> ASKED =
            EnumSet.of(
                    Kind.BOOLEAN,
                    Kind.INTEGER,
                    Kind.DECIMAL,
                    Kind.TEXT,
                    Kind.BYTES,
                    Kind.DATE,
                    Kind.UUID,
                    Kind.ENUM);

    private final String field;
    private final Place place;
    private final Reference reference;
    private final ValueFunction fitsReference;
    private final ValueFunction fitsColumn;

    private Lookup(String field, Place place, Reference reference) {
        this.field = field;
        this.place = place;
        this.reference = reference;
        this.fitsReference = TypeTable.fits(place.database(), reference.key(), field);
        this.fitsColumn = place.fits(field);
        if (place.kind() != reference.key().kind()) {
            throw new Misfit(
                    "%s does not refer to %s of %s, which is %s"
                            .formatted(
                                    place.words(),
                                    reference.key().name(),
                                    reference.name(),
                                    reference.key().type()),
                    "name a key of the same type");
        }
        requireAsked(reference.key());
        requireAsked(reference.value());
    }

    private void requireAsked(Column column) {
        if (!ASKED.contains(column.kind())) {
            throw new Misfit(
                    "%s of %s is %s, by which no row can be looked up"
                            .formatted(column.name(), reference.name(), column.type()),
                    "name a column of numbers or texts");
        }
    }

    /// The end of a field that is looked up, if it is.
    ///
    /// @param end as if the column held the value itself
    /// @param place with the column as it is
    static Ends.End of(String field, Ends.End end, Place place) {
        Reference reference = place.reference();
        if (reference == null) {
            return end;
        }
        var lookup = new Lookup(field, place, reference);
        return new Ends.End(
                place.inexact(),
                key -> end.read().apply(lookup.value(key)),
                value -> lookup.key(end.write().apply(value)));
    }

    private Object value(Object key) {
        Object asked;
        try {
            asked = fitsReference.apply(key);
        } catch (CannotConvert _) {
            throw absent(reference.key(), key); // no row can have it
        }
        return other(reference.valueOf(asked), reference.key(), key);
    }

    private Object key(Object value) {
        return fitsColumn.apply(other(reference.keyOf(value), reference.value(), value));
    }

    private Object other(Found found, Column by, Object asked) {
        return switch (found) {
            case Found.One one -> one.other();
            case Found.None _ -> throw absent(by, asked);
            case Found.Several _ ->
                    throw awaiting(
                            "%s and %s are not one to one in the rows of %s where %s is '%s': leave one of them"
                                    .formatted(
                                            reference.key().name(),
                                            reference.value().name(),
                                            reference.name(),
                                            by.name(),
                                            shown(asked)));
        };
    }

    private CannotConvert absent(Column by, Object asked) {
        return awaiting(
                "%s has no row where %s is exactly '%s': add it"
                        .formatted(reference.name(), by.name(), shown(asked)));
    }

    private CannotConvert awaiting(String reason) {
        return CannotConvert.awaiting(
                field, reason + ", and the record goes over by itself (" + place.words() + ")");
    }

    private static String shown(Object value) {
        String text = String.valueOf(value);
        return text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX) + "…" : text;
    }
}
