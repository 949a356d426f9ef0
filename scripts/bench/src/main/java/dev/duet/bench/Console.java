package dev.duet.bench;

import org.jspecify.annotations.Nullable;

import java.io.PrintStream;
import java.util.Locale;

/// Says on standard error what is going on; standard output is kept for the figures.
final class Console {
    private final PrintStream out;
    private volatile boolean quiet;

    Console(PrintStream out) {
        this.out = out;
    }

    /// Nothing more is said: the process is being ended.
    void silence() {
        quiet = true;
    }

    boolean isSilent() {
        return quiet;
    }

    void say(String format, Object... arguments) {
        if (!quiet) {
            out.printf(Locale.ROOT, format + "%n", arguments);
        }
    }

    /// @param way null for both
    void step(int round, @Nullable Way way, Variant variant, String what) {
        say(
                "%s %s, %s: %s",
                label(round), way == null ? "both ways" : way.label(), variant.label(), what);
    }

    void timing(Timing timing) {
        say("    %-10s %,10.0f rows/s", timing.step().title(), timing.rowsPerSecond());
    }

    void delays(Delays delays) {
        say(
                "%s %s, %s: p50 %.2f ms, p95 %.2f, p99 %.2f, max %.2f",
                label(delays.round()),
                delays.way().label(),
                delays.kind().title(),
                delays.p50(),
                delays.p95(),
                delays.p99(),
                delays.max());
    }

    private static String label(int round) {
        return round == 0 ? "warm-up:" : "round " + round + ":";
    }
}
