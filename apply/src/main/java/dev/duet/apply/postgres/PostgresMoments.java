package dev.duet.apply.postgres;

import dev.duet.schemas.types.TimeText;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/// Dates and timestamps as PostgreSQL reads them: years before ours with BC, years beyond 9999
/// without a plus.
final class PostgresMoments {
    private static final int YEAR_DIGITS = 4;

    private PostgresMoments() {}

    static String date(LocalDate date) {
        StringBuilder out = new StringBuilder(16);
        append(out, date);
        return out.append(era(date)).toString();
    }

    static String timestamp(LocalDateTime time) {
        StringBuilder out = new StringBuilder(32);
        append(out, time);
        return out.append(era(time.toLocalDate())).toString();
    }

    static String instant(Instant instant) {
        LocalDateTime time =
                LocalDateTime.ofEpochSecond(
                        instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
        StringBuilder out = new StringBuilder(32);
        append(out, time);
        return out.append("+00").append(era(time.toLocalDate())).toString();
    }

    private static void append(StringBuilder out, LocalDateTime time) {
        append(out, time.toLocalDate());
        twoDigits(out.append(' '), time.getHour());
        twoDigits(out.append(':'), time.getMinute());
        twoDigits(out.append(':'), time.getSecond());
        TimeText.fraction(out, time.getNano() / 1_000);
    }

    private static void append(StringBuilder out, LocalDate date) {
        int year = date.getYear() > 0 ? date.getYear() : 1 - date.getYear();
        String digits = Integer.toString(year);
        out.repeat("0", Math.max(0, YEAR_DIGITS - digits.length())).append(digits);
        twoDigits(out.append('-'), date.getMonthValue());
        twoDigits(out.append('-'), date.getDayOfMonth());
    }

    private static void twoDigits(StringBuilder out, int number) {
        if (number < 10) {
            out.append('0');
        }
        out.append(number);
    }

    private static String era(LocalDate date) {
        return date.getYear() > 0 ? "" : " BC";
    }
}
