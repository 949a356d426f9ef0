package dev.duet.deploy.conflicts;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/// How values and times stand in the commands' output.
final class Words {
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private Words() {}

    /// In UTC, as all times of Duet's are.
    static String seconds(Instant instant) {
        return SECONDS.format(instant);
    }

    static String micros(Instant instant) {
        return MICROS.format(instant);
    }

    /// A hybrid logical clock as the time that it is.
    static Instant time(long clock) {
        return Instant.EPOCH.plus(clock, ChronoUnit.MICROS);
    }

    static String cut(String text, int width) {
        int length = text.codePointCount(0, text.length());
        return length <= width
                ? text
                : text.substring(0, text.offsetByCodePoints(0, width - 1)) + "…";
    }

    /// Somebody's value, which may not move a terminal's cursor.
    static String line(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints()
                .forEach(
                        it -> {
                            switch (it) {
                                case '\n' -> line.append("\\n");
                                case '\t' -> line.append("\\t");
                                case '\r' -> line.append("\\r");
                                default ->
                                        line.appendCodePoint(
                                                Character.isISOControl(it) ? '\uFFFD' : it);
                            }
                        });
        return line.toString();
    }

    /// NULL is told from an empty text.
    static String quoted(@Nullable String value) {
        return value == null ? "NULL" : "'" + line(value) + "'";
    }
}
