package dev.duet.mapping.fields;

import dev.duet.mapping.types.CannotConvert;
import dev.duet.mapping.types.TypePair;
import dev.duet.mapping.types.TypeTable;
import dev.duet.mapping.types.ValueFunction;
import dev.duet.schemas.Column;
import dev.duet.schemas.config.Conversion;
import dev.duet.schemas.config.DatabaseKind;
import dev.duet.schemas.config.FieldConfig;
import dev.duet.schemas.config.FieldForm;
import dev.duet.schemas.config.NullPolicy;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// What one field is: its values in canonical records, and the column that holds it on each system.
public sealed interface FieldMapping {
    /// The two columns cannot be kept in step so.
    ///
    /// @param mend what to change so that they can
    record Refused(String reason, String mend) implements FieldMapping {}

    /// A field of canonical records.
    sealed interface Present extends FieldMapping {
        /// The field as a column of canonical records.
        Column canonical();

        /// Whether a change of it alone is nothing to tell the other side.
        boolean ignored();

        /// Its column in the system listed first, or in the other; null where it has none.
        default @Nullable End end(boolean first) {
            return switch (this) {
                case Carried carried -> first ? carried.first() : carried.second();
                case Lone lone -> lone.isOfFirst() == first ? lone.end() : null;
            };
        }
    }

    /// @param first the column in the system listed first
    record Carried(Column canonical, End first, End second, boolean ignored) implements Present {}

    /// A field with a column in one system; a derived column of the other gives it back.
    record Lone(Column canonical, End end, boolean isOfFirst) implements Present {
        @Override
        public boolean ignored() {
            return false;
        }
    }

    /// One system's column.
    ///
    /// @param read its values to the field's
    /// @param write the field's values to its
    /// @param differences what it is raised by when a counter is
    /// @param nulls what null is there
    /// @param isLookedUp whether another table says what the column's values are, and may not know
    record End(
            Column column,
            ValueFunction read,
            ValueFunction write,
            ValueFunction differences,
            Nulls nulls,
            boolean isLookedUp) {
        End(
                Column column,
                ValueFunction read,
                ValueFunction write,
                ValueFunction differences,
                Nulls nulls) {
            this(column, read, write, differences, nulls, false);
        }
    }

    /// A field that both systems have in the same form, in columns of this name.
    static Carried same(Column column) {
        ValueFunction same = ValueFunction.IDENTITY;
        End end = new End(column, same, same, same, Nulls.PLAIN);
        return new Carried(column, end, end, false);
    }

    /// A field with a column in one system only.
    static Lone lone(FieldConfig field, Place place, boolean isOfFirst) {
        ValueFunction same = ValueFunction.IDENTITY;
        Column column = place.column();
        return new Lone(
                new Column(field.name(), column.type(), column.kind(), column.nullable()),
                new End(column.inexact(), same, place.fits(field.name()), same, Nulls.PLAIN),
                isOfFirst);
    }

    /// @param first the column in the system listed first, where the field has one
    /// @param summed whether the field is a counter
    static FieldMapping of(
            FieldConfig field, Optional<Place> first, Optional<Place> second, boolean summed) {
        return first.isPresent() && second.isPresent()
                ? of(field, first.get(), second.get(), summed)
                : lone(field, first.or(() -> second).orElseThrow(), first.isPresent());
    }

    /// @param first the column in the system listed first
    /// @param summed whether the field is a counter
    static FieldMapping of(FieldConfig field, Place first, Place second, boolean summed) {
        try {
            FieldForm form = field.form();
            Ends ends = ends(field.name(), form, first, second, summed);
            Set<Object> blanks = new HashSet<>();
            blank(form, ends.first(), blanks);
            blank(form, ends.second(), blanks);
            Column values = ends.values();
            return new Carried(
                    new Column(
                            field.name(), values.type(), values.kind(), first.column().nullable()),
                    end(form, ends.first(), second.system(), blanks),
                    end(form, ends.second(), first.system(), blanks),
                    form.ignored());
        } catch (Misfit e) {
            return e.refused();
        }
    }

    private static Ends ends(
            String name, FieldForm form, Place first, Place second, boolean summed) {
        if (first.reference() != null || second.reference() != null) {
            return lookedUp(name, first, second);
        }
        if (form.conversion().isPresent()) {
            return switch (form.conversion().get()) {
                case Conversion.Values values ->
                        ValuePairs.of(name, values, first, second, pair(first, second));
                case Conversion.Scale scale -> Scaling.of(name, scale, first, second, summed);
                case Conversion.Zones zones -> Zoning.of(name, zones, first, second);
                case Conversion.Reference _ -> Ends.typed(first, second, pair(first, second));
                case Conversion.Crosswalk keys ->
                        CrosswalkKeys.of(name, keys.entity(), first, second);
            };
        }
        return form.carriesAsTyped()
                ? Ends.typed(first, second, pair(first, second))
                : TextForm.of(name, form, first, second);
    }

    /// As the types of what the references have beside their keys say.
    private static Ends lookedUp(String name, Place first, Place second) {
        Place one = first.ofValues();
        Place two = second.ofValues();
        Ends typed = Ends.typed(one, two, pair(one, two));
        return new Ends(
                typed.values(),
                Lookup.of(name, typed.first(), first),
                Lookup.of(name, typed.second(), second));
    }

    private static TypePair pair(Place first, Place second) {
        return first.database() == DatabaseKind.POSTGRES
                ? TypeTable.pair(first.column(), second.column())
                : TypeTable.pair(second.column(), first.column());
    }

    /// What stands for null on one side does so on both: a value has one meaning.
    private static void blank(FieldForm form, Ends.End end, Set<Object> blanks) {
        if (form.into(end.place().system()) instanceof NullPolicy.Default standing) {
            try {
                blanks.add(end.read().apply(end.place().parsed(standing.value())));
            } catch (CannotConvert e) {
                throw new Misfit(
                        "the default for null, '%s', cannot go over: %s"
                                .formatted(standing.value(), e.getMessage()),
                        "name a value that the other side can hold");
            }
        }
    }

    private static End end(FieldForm form, Ends.End end, String peer, Set<Object> blanks) {
        Place place = end.place();
        NullPolicy into = form.into(place.system());
        boolean unsaid = form.into(peer) instanceof NullPolicy.Keep;
        Object written =
                into instanceof NullPolicy.Default standing ? place.parsed(standing.value()) : null;
        // where null and a value that stands for it may both be, a record does not say which is
        boolean twoBlanks =
                !blanks.isEmpty()
                        && (written == null || place.column().nullable() || blanks.size() > 1);
        boolean exact = place.column().exact() && !unsaid && !twoBlanks && !form.ignored();
        return new End(
                exact ? place.column() : place.column().inexact(),
                end.read(),
                end.write(),
                end.differences(),
                new Nulls(blanks, unsaid, written, into instanceof NullPolicy.Reject),
                place.reference() != null);
    }
}
