package dev.duet.mapping.types;

import dev.duet.schemas.types.IntervalText;

import org.jspecify.annotations.Nullable;

/// Intervals of months, days and microseconds.
///
/// @param digits of a second's fraction
record Intervals(int digits) implements Domain {
    private static final int[] MICROS = {1_000_000, 100_000, 10_000, 1_000, 100, 10, 1};

    @Override
    public @Nullable String misfit(Object value) {
        IntervalText interval = IntervalText.parse((String) value);
        if (interval.micros() % MICROS[digits] != 0) {
            return "a fraction of a second with more than " + digits + " digits";
        }
        boolean fits =
                interval.months() == (int) interval.months()
                        && interval.days() == (int) interval.days();
        return fits ? null : "more months or days than PostgreSQL counts";
    }

    @Override
    public Cover of(Domain other) {
        return Cover.ALL;
    }

    @Override
    public String limits() {
        return digits + " digits of a second's fraction";
    }
}
