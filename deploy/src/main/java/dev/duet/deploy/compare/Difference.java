package dev.duet.deploy.compare;

import dev.duet.schemas.Column;
import dev.duet.schemas.Images;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// A record that the sides do not have alike. Immutable.
///
/// @param key as `duet conflicts` names it
/// @param fields those that differ, where both sides have the record
record Difference(String entity, String key, Kind kind, List<FieldValues> fields, Reason reason) {
    enum Kind {
        MISSING_IN_FIRST,
        MISSING_IN_SECOND,
        DIFFERENT,

        /// On one side at least a value of it cannot be read.
        UNREADABLE
    }

    /// A field's values as texts; null for none.
    record FieldValues(String field, @Nullable String first, @Nullable String second) {}

    Difference {
        fields = List.copyOf(fields);
    }

    /// Of two sights that are not alike.
    static Kind kind(Sight first, Sight second) {
        if (first instanceof Sight.Unreadable || second instanceof Sight.Unreadable) {
            return Kind.UNREADABLE;
        }
        if (!first.isRecord()) {
            return Kind.MISSING_IN_FIRST;
        }
        return second.isRecord() ? Kind.DIFFERENT : Kind.MISSING_IN_SECOND;
    }

    static List<FieldValues> fields(Likeness likeness, Sight first, Sight second) {
        List<FieldValues> fields = new ArrayList<>();
        if (first instanceof Sight.Present one && second instanceof Sight.Present two) {
            Shape canonical = likeness.canonical();
            likeness.fields(one.record(), two.record()).stream()
                    .forEach(
                            i ->
                                    fields.add(
                                            new FieldValues(
                                                    canonical.columns().get(i).name(),
                                                    text(canonical, i, one.record()),
                                                    text(canonical, i, two.record()))));
        }
        return fields;
    }

    private static @Nullable String text(Shape canonical, int field, Row record) {
        Object value = record.get(field);
        Column column = canonical.columns().get(field);
        return value == null ? null : Images.text(column, value);
    }
}
