package dev.duet.deploy.terminal;

import java.time.Duration;
import java.util.Locale;

/// A length of time as a person reads it: `0.4 s`, `12 s`, `3 min`, `5 h`, `2 d`.
public final class TimeSpan {
    private TimeSpan() {}

    public static String text(Duration span) {
        long seconds = span.toSeconds();
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1f s", span.toMillis() / 1000.0);
        }
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 7_200) {
            return seconds / 60 + " min";
        }
        return seconds < 172_800 ? seconds / 3_600 + " h" : seconds / 86_400 + " d";
    }
}
