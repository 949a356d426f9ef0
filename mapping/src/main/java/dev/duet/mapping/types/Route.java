package dev.duet.mapping.types;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;

/// Where a value goes, for the message when it cannot, and the functions that say so.
record Route(String column, String from, String to) {
    CannotConvert refuse(String reason) {
        return new CannotConvert(column, from, to, reason);
    }

    /// Passes on what fits the domain and refuses the rest.
    ValueFunction into(Domain domain) {
        if (domain instanceof Numbers numbers && numbers.isLong()) {
            return whole(numbers);
        }
        return value -> {
            String misfit = domain.misfit(value);
            if (misfit != null) {
                throw refuse(misfit);
            }
            return value;
        };
    }

    private ValueFunction whole(Numbers numbers) {
        long min = numbers.min().longValueExact();
        long max = numbers.max().longValueExact();
        return value -> {
            if (value instanceof Long number && number >= min && number <= max && !numbers.year()) {
                return value;
            }
            String misfit = numbers.misfit(value);
            if (misfit != null) {
                throw refuse(misfit);
            }
            return value;
        };
    }

    /// A conversion that may find that a value is none: its complaint becomes ours, without the
    /// value.
    ValueFunction parsing(String what, Parsing parsing) {
        return value -> {
            Object result;
            try {
                result = parsing.parse(value);
            } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
                throw refuse("not " + what);
            }
            if (result == null) {
                throw refuse("not " + what);
            }
            return result;
        };
    }

    /// Reads a value; null or an exception when it is none.
    @FunctionalInterface
    interface Parsing {
        @Nullable Object parse(Object value);
    }
}
