package dev.duet.mapping;

import dev.duet.mapping.expressions.Formula;
import dev.duet.mapping.fields.Place;
import dev.duet.mapping.types.CannotConvert;
import dev.duet.mapping.types.ValueFunction;
import dev.duet.schemas.Column;
import dev.duet.schemas.Row;
import dev.duet.schemas.Unchanged;
import dev.duet.schemas.types.Kind;
import dev.duet.schemas.types.Padding;
import dev.duet.schemas.types.TypeText;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A column that is computed from fields; and, where it goes both ways, those fields got back from
/// it. Immutable.
///
/// Fields that have no value at all give none, and are given none: no expression is asked then.
public final class Derived {
    /// So often a value may become another on the way there and back; one is usual.
    private static final int STEPS_MAX = 3;

    private final String name;
    private final Place place;
    private final Formula formula;
    private final Inputs inputs;
    private final ValueFunction fits;
    private final boolean padded;
    private final List<Part> parts;

    /// What a formula can name.
    ///
    /// @param fields where each stands in a canonical record
    /// @param derived what was computed before
    record Inputs(Map<String, Integer> fields, Map<String, Derived> derived) {}

    /// A field that is got back.
    ///
    /// @param at where it stands in a canonical record
    record Part(Column column, int at, Formula inverse, boolean padded) {}

    Derived(String name, Place place, Formula formula, Inputs inputs, List<Part> parts) {
        this.name = name;
        this.place = place;
        this.formula = formula;
        this.inputs = inputs;
        this.fits = place.fits(name);
        this.padded = isPadded(place.column());
        this.parts = List.copyOf(parts);
    }

    /// Whether blanks at the end are not kept.
    static boolean isPadded(Column column) {
        String type = TypeText.of(column.type()).name();
        return column.kind() == Kind.TEXT
                && (type.equals("char") || type.startsWith("character"))
                && !type.contains("varying");
    }

    String name() {
        return name;
    }

    Column column() {
        return place.column().inexact();
    }

    String system() {
        return place.system();
    }

    List<Part> parts() {
        return parts;
    }

    /// Which of its parts a field is; -1 when it is none.
    int indexOf(int field) {
        for (int k = 0; k < parts.size(); k++) {
            if (parts.get(k).at == field) {
                return k;
            }
        }
        return -1;
    }

    /// The fields of a canonical record that it is computed from.
    BitSet fields() {
        BitSet fields = new BitSet();
        for (String named : formula.names()) {
            Integer at = inputs.fields.get(named);
            if (at == null) {
                fields.or(earlier(named).fields());
            } else {
                fields.set(at);
            }
        }
        return fields;
    }

    private Derived earlier(String named) {
        return Objects.requireNonNull(inputs.derived.get(named), named);
    }

    /// What is to be written into the column.
    ///
    /// @throws CannotConvert when the expression has no answer, or the column cannot hold it
    @Nullable Object of(Row record) {
        Object value = computed(record);
        return value == null ? null : fits.apply(value);
    }

    private @Nullable Object computed(Row record) {
        boolean said = formula.names().isEmpty();
        for (String named : formula.names()) {
            Integer at = inputs.fields.get(named);
            Object value = at == null ? earlier(named).computed(record) : record.get(at);
            if (value instanceof Unchanged) {
                throw new CannotConvert(name, named + " is not known, from which it is derived");
            }
            said |= value != null;
        }
        return said
                ? stored(
                        formula.value(
                                name,
                                place.kind(),
                                named -> {
                                    Integer at = inputs.fields.get(named);
                                    return at == null
                                            ? earlier(named).computed(record)
                                            : record.get(at);
                                }),
                        padded)
                : null;
    }

    /// The fields that a value of the column stands for. What they come to in the column, and are
    /// read from there, is the same again.
    ///
    /// @throws CannotConvert when there are no such fields
    @Nullable Object[] split(Object value) {
        @Nullable Object[] split = inverse(value);
        return settled(value, split);
    }

    /// The fields as the column can tell them: those that are the same in it become one.
    ///
    /// @throws CannotConvert when there are no such fields
    @Nullable Object[] normal(@Nullable Object[] values) {
        Object whole = whole(values);
        @Nullable Object[] split = inverse(whole);
        return Arrays.equals(split, values) ? values : settled(whole, split);
    }

    private @Nullable Object[] settled(@Nullable Object whole, @Nullable Object[] split) {
        Object last = whole;
        @Nullable Object[] settled = split;
        for (int step = 0; step < STEPS_MAX; step++) {
            Object again = whole(settled);
            if (Objects.equals(again, last)) {
                return settled;
            }
            @Nullable Object[] next = inverse(again);
            if (Arrays.equals(next, settled)) {
                return settled;
            }
            last = again;
            settled = next;
        }
        throw new CannotConvert(
                name, "'derive' and 'inverse' lead from this value to ever other ones");
    }

    private @Nullable Object whole(@Nullable Object[] values) {
        if (Arrays.stream(values).allMatch(Objects::isNull)) {
            return null;
        }
        return stored(
                formula.value(
                        name,
                        place.kind(),
                        named -> {
                            for (int k = 0; k < values.length; k++) {
                                if (parts.get(k).column.name().equals(named)) {
                                    return values[k];
                                }
                            }
                            return null;
                        }),
                padded);
    }

    private @Nullable Object[] inverse(@Nullable Object value) {
        @Nullable Object[] split = new Object[parts.size()];
        if (value == null) {
            return split;
        }
        for (int k = 0; k < split.length; k++) {
            Part part = parts.get(k);
            Column column = part.column;
            split[k] =
                    stored(
                            part.inverse.value(column.name(), column.kind(), it -> value),
                            part.padded);
        }
        return split;
    }

    private static @Nullable Object stored(@Nullable Object value, boolean padded) {
        return padded && value instanceof String text ? Padding.stripped(text) : value;
    }
}
