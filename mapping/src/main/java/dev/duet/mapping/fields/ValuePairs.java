package dev.duet.mapping.fields;

import dev.duet.mapping.types.CannotConvert;
import dev.duet.mapping.types.TypePair;
import dev.duet.mapping.types.ValueFunction;
import dev.duet.schemas.config.Conversion.Unmapped;
import dev.duet.schemas.config.Conversion.Values;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/// `values`: the canonical value is that of the system listed first.
final class ValuePairs {
    private final Place first;
    private final Place second;
    private final String field;
    private final Map<Object, Object> toSecond = new HashMap<>();
    private final Map<Object, Object> toFirst = new HashMap<>();

    private ValuePairs(String field, Values values, Place first, Place second) {
        this.field = field;
        this.first = first;
        this.second = second;
        values.pairs()
                .forEach(
                        (here, there) -> {
                            Object one = first.parsed(here);
                            Object two = second.parsed(there);
                            boolean twice = toSecond.put(one, two) != null;
                            if (toFirst.put(two, one) != null || twice) {
                                throw new Misfit(
                                        "'%s: %s' is not one to one in these columns"
                                                .formatted(here, there),
                                        "name each value once on each side");
                            }
                        });
    }

    /// @param pair of the two columns' types
    static Ends of(String field, Values values, Place first, Place second, TypePair pair) {
        var pairs = new ValuePairs(field, values, first, second);
        return switch (values.unmapped()) {
            case Unmapped.Refuse _ -> pairs.refusing();
            case Unmapped.As as -> pairs.counting(as.value());
            case Unmapped.Pass _ -> pairs.passing(Ends.typed(first, second, pair));
        };
    }

    private Ends refusing() {
        return new Ends(
                first.column(),
                new Ends.End(first, ValueFunction.IDENTITY, first.fits(field)),
                new Ends.End(second, this::first, this::second));
    }

    /// What is not named counts as one that is, on both sides; the row stays as it is.
    private Ends counting(String text) {
        Object standard = first.parsed(text);
        if (!toSecond.containsKey(standard)) {
            throw new Misfit(
                    "the default '" + text + "' is not among the values",
                    "name a value of " + first.system() + " that stands in values");
        }
        return new Ends(
                first.column(),
                new Ends.End(
                        first.inexact(),
                        value -> toSecond.containsKey(value) ? value : standard,
                        first.fits(field)),
                new Ends.End(
                        second.inexact(),
                        value -> toFirst.getOrDefault(value, standard),
                        this::second));
    }

    /// What is not named goes over as it is, unless it would be taken for one that is.
    private Ends passing(Ends typed) {
        ValueFunction read = typed.second().read();
        ValueFunction write = typed.second().write();
        return new Ends(
                first.column(),
                typed.first(),
                new Ends.End(
                        second,
                        value -> {
                            Object named = toFirst.get(value);
                            return named != null ? named : unnamed(read.apply(value), toSecond);
                        },
                        value -> {
                            Object named = toSecond.get(value);
                            return named != null ? named : unnamed(write.apply(value), toFirst);
                        }));
    }

    private Object unnamed(Object value, Map<Object, Object> named) {
        if (named.containsKey(value)) {
            throw new CannotConvert(field, "on the other side it would be taken for another value");
        }
        return value;
    }

    private Object second(Object value) {
        return known(toSecond.get(value), first);
    }

    private Object first(Object value) {
        return known(toFirst.get(value), second);
    }

    private Object known(@Nullable Object value, Place from) {
        if (value == null) {
            throw new CannotConvert(field, "a value of " + from.words() + " that 'values' lacks");
        }
        return value;
    }
}
