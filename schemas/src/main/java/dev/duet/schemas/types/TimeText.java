package dev.duet.schemas.types;

import java.time.Duration;

/// A span of hours as both databases spell it: `-838:59:59.5`, `24:00:00`.
public final class TimeText {
    private static final int MICROS_DIGITS = 6;
    private static final long MICROS_PER_SECOND = 1_000_000;

    private TimeText() {}

    /// Always with minutes and seconds; a fraction only as far as it counts.
    public static String format(Duration time) {
        Duration span = time.abs();
        StringBuilder out = new StringBuilder(16);
        if (time.isNegative()) {
            out.append('-');
        }
        twoDigits(out, span.toHours());
        twoDigits(out.append(':'), span.toMinutesPart());
        twoDigits(out.append(':'), span.toSecondsPart());
        fraction(out, span.getNano() / 1_000);
        return out.toString();
    }

    /// Appends a fraction of a second without trailing zeros, and nothing for zero.
    public static void fraction(StringBuilder out, int micros) {
        if (micros == 0) {
            return;
        }
        String digits = Integer.toString(1_000_000 + micros);
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        out.append('.').append(digits, 1, end);
    }

    /// Reads `[-]H:M:S[.f]`; an `IllegalArgumentException` when it is no such text.
    public static Duration parse(String text) {
        boolean negative = text.startsWith("-");
        int minutesAt = text.indexOf(':') + 1;
        int secondsAt = text.indexOf(':', minutesAt) + 1;
        if (minutesAt == 0 || secondsAt == 0) {
            throw new IllegalArgumentException("no time");
        }
        int pointAt = text.indexOf('.', secondsAt);
        int secondsEnd = pointAt < 0 ? text.length() : pointAt;
        long hours = Long.parseLong(text, negative ? 1 : 0, minutesAt - 1, 10);
        long minutes = Long.parseLong(text, minutesAt, secondsAt - 1, 10);
        long seconds = Long.parseLong(text, secondsAt, secondsEnd, 10);
        long micros = pointAt < 0 ? 0 : micros(text.substring(pointAt + 1));
        Duration span = Duration.ofSeconds(hours * 3_600 + minutes * 60 + seconds, micros * 1_000);
        return negative ? span.negated() : span;
    }

    public static long micros(Duration time) {
        return time.getSeconds() * MICROS_PER_SECOND + time.getNano() / 1_000;
    }

    public static Duration ofMicros(long micros) {
        return Duration.ofSeconds(
                Math.floorDiv(micros, MICROS_PER_SECOND),
                Math.floorMod(micros, MICROS_PER_SECOND) * 1_000);
    }

    private static long micros(String digits) {
        String padded = (digits + "000000").substring(0, MICROS_DIGITS);
        return Long.parseLong(padded);
    }

    private static void twoDigits(StringBuilder out, long number) {
        if (number < 10) {
            out.append('0');
        }
        out.append(number);
    }
}
