package dev.duet.mapping.types;

import dev.duet.schemas.types.Special;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/// Dates, timestamps, instants and times of day, each measured in seconds.
///
/// @param digits of a second's fraction
/// @param infinities whether both are among them
/// @param zero whether MySQL's 0000-00-00 is
/// @param narrow whether what lies outside is what applications store, and not odd
record Moments(
        long min,
        long max,
        int digits,
        boolean infinities,
        boolean zero,
        boolean narrow,
        String span)
        implements Domain {
    private static final int[] NANOS = {
        1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000
    };

    static Moments of(String from, String to, int digits, boolean postgres, boolean narrow) {
        long min = LocalDateTime.parse(from).toEpochSecond(ZoneOffset.UTC);
        long max = LocalDateTime.parse(to).toEpochSecond(ZoneOffset.UTC);
        return new Moments(
                min, max, digits, postgres, !postgres, narrow, year(from) + " to " + year(to));
    }

    private static String year(String text) {
        return text.replace("T00:00:00", "").replace("T23:59:59", "").replace('T', ' ');
    }

    static Moments times(Duration min, Duration max, int digits, String span) {
        return new Moments(min.getSeconds(), max.getSeconds(), digits, false, false, true, span);
    }

    @Override
    public @Nullable String misfit(Object value) {
        return switch (value) {
            case LocalDate date -> misfit(date.toEpochDay() * 86_400L, 0);
            case LocalDateTime time -> misfit(time.toEpochSecond(ZoneOffset.UTC), time.getNano());
            case Instant instant -> misfit(instant.getEpochSecond(), instant.getNano());
            case Duration time ->
                    time.isNegative()
                            ? misfit(-time.negated().getSeconds(), time.negated().getNano())
                            : misfit(time.getSeconds(), time.getNano());
            case Special special when special == Special.ZERO_DATE ->
                    zero ? null : "0000-00-00 is no date here";
            case Special special -> infinities ? null : special.text() + " cannot be stored";
            case Object other -> "no moment";
        };
    }

    private @Nullable String misfit(long seconds, int nanos) {
        if (seconds < min
                || seconds > max
                || seconds == max && nanos > 0 && span.endsWith("24:00:00")) {
            return "outside of " + span;
        }
        return nanos % NANOS[digits] == 0
                ? null
                : "a fraction of a second with more than " + digits + " digits";
    }

    @Override
    public Cover of(Domain other) {
        Moments moments = (Moments) other;
        boolean range = min <= moments.min && max >= moments.max;
        Cover limits = range ? Cover.ALL : narrow ? Cover.SOME : Cover.ALL_BUT_ODD;
        boolean specials = (infinities || !moments.infinities) && (zero || !moments.zero);
        return limits.and(Cover.allIf(digits >= moments.digits))
                .and(Cover.allButOddUnless(specials));
    }

    @Override
    public String limits() {
        return span
                + (digits < 6 ? ", " + digits + " digits of a second's fraction" : "")
                + (infinities ? ", infinities" : "")
                + (zero ? ", zero dates" : "");
    }
}
