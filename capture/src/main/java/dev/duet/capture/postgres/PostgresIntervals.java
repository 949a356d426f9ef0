package dev.duet.capture.postgres;

import dev.duet.schemas.types.IntervalText;

import org.postgresql.util.PGInterval;

/// PostgreSQL's intervals in our normal form.
final class PostgresIntervals {
    private static final long MICROS_PER_SECOND = 1_000_000;

    private PostgresIntervals() {}

    static String text(PGInterval interval) {
        if (interval.isNull()) {
            return "PT0S";
        }
        long months = interval.getYears() * 12L + interval.getMonths();
        long seconds =
                interval.getHours() * 3_600L
                        + interval.getMinutes() * 60L
                        + interval.getWholeSeconds();
        long micros = seconds * MICROS_PER_SECOND + interval.getMicroSeconds();
        return new IntervalText(months, interval.getDays(), micros).toString();
    }
}
