package dev.duet.schemas.types;

import java.math.BigDecimal;

/// PostgreSQL's three-part interval in ISO 8601: months, days and microseconds, kept apart as the
/// database keeps them.
///
/// The normal form carries every part's own sign and leaves zero parts out: `P1Y2M-3DT-4H-0.5S`,
/// `PT0S`.
public record IntervalText(long months, long days, long micros) {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_PER_MINUTE = 60 * MICROS_PER_SECOND;
    private static final long MICROS_PER_HOUR = 60 * MICROS_PER_MINUTE;

    /// The normal form of an ISO 8601 text; an `IllegalArgumentException` when it is none.
    public static String normal(String text) {
        return parse(text).toString();
    }

    /// A span of microseconds alone.
    public static IntervalText ofMicros(long micros) {
        return new IntervalText(0, 0, micros);
    }

    /// Reads `P1Y2M3W4DT5H6M7.8S`, any part with its own sign, any part left out.
    public static IntervalText parse(String text) {
        if (text.length() < 3 || text.charAt(0) != 'P') {
            throw new IllegalArgumentException("no ISO 8601 interval");
        }
        long months = 0;
        long days = 0;
        long micros = 0;
        boolean time = false;
        int start = 1;
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 'T') {
                time = true;
                start = i + 1;
            } else if (c >= 'A') {
                String number = text.substring(start, i);
                start = i + 1;
                switch (c) {
                    case 'Y' ->
                            months =
                                    Math.addExact(
                                            months, Math.multiplyExact(12, Long.parseLong(number)));
                    case 'W' ->
                            days =
                                    Math.addExact(
                                            days, Math.multiplyExact(7, Long.parseLong(number)));
                    case 'D' -> days = Math.addExact(days, Long.parseLong(number));
                    case 'H' ->
                            micros += Math.multiplyExact(MICROS_PER_HOUR, Long.parseLong(number));
                    case 'S' -> micros += seconds(number);
                    case 'M' -> {
                        if (time) {
                            micros += Math.multiplyExact(MICROS_PER_MINUTE, Long.parseLong(number));
                        } else {
                            months = Math.addExact(months, Long.parseLong(number));
                        }
                    }
                    default -> throw new IllegalArgumentException("no ISO 8601 interval");
                }
            }
        }
        if (start != text.length()) {
            throw new IllegalArgumentException("no ISO 8601 interval");
        }
        return new IntervalText(months, days, micros);
    }

    private static long seconds(String number) {
        return new BigDecimal(number).movePointRight(6).longValueExact();
    }

    /// The normal form.
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("P");
        part(out, months / 12, 'Y');
        part(out, months % 12, 'M');
        part(out, days, 'D');
        if (micros != 0) {
            out.append('T');
            part(out, micros / MICROS_PER_HOUR, 'H');
            part(out, micros % MICROS_PER_HOUR / MICROS_PER_MINUTE, 'M');
            secondsPart(out, micros % MICROS_PER_MINUTE);
        }
        return out.length() == 1 ? "PT0S" : out.toString();
    }

    private static void part(StringBuilder out, long number, char unit) {
        if (number != 0) {
            out.append(number).append(unit);
        }
    }

    private static void secondsPart(StringBuilder out, long micros) {
        if (micros == 0) {
            return;
        }
        if (micros < 0) {
            out.append('-');
        }
        long span = Math.abs(micros);
        out.append(span / MICROS_PER_SECOND);
        TimeText.fraction(out, (int) (span % MICROS_PER_SECOND));
        out.append('S');
    }
}
