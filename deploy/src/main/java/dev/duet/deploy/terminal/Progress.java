package dev.duet.deploy.terminal;

import org.jspecify.annotations.Nullable;

import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.Locale;

/// How far long work is: a bar on a terminal, a line now and then elsewhere. One thread.
public final class Progress {
    private static final int WIDTH = 24;
    private static final Duration BETWEEN_DRAWINGS = Duration.ofMillis(200);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);
    private static final String WHOLE_LINE_AGAIN = "\r\u001b[K";

    private final PrintWriter to;
    private final boolean drawn;
    private String what = "";
    private long expected;
    private long beganNanos;
    private long shownNanos;
    private @Nullable String said;

    Progress(PrintWriter to, boolean drawn) {
        this.to = to;
        this.drawn = drawn;
    }

    /// Drawn when a person watches.
    ///
    /// @param to standard error, for the output is for results
    public static Progress on(PrintWriter to) {
        return new Progress(to, Style.isTerminal());
    }

    /// Shown to nobody.
    public static Progress unseen() {
        return new Progress(new PrintWriter(Writer.nullWriter()), false);
    }

    /// @param rows about how many there will be; 0 where nobody knows
    public void begin(String work, long rows) {
        what = work;
        expected = rows;
        beganNanos = System.nanoTime();
        shownNanos = beganNanos;
    }

    /// So many rows are done.
    public void at(long rows) {
        long now = System.nanoTime();
        Duration between = drawn ? BETWEEN_DRAWINGS : BETWEEN_LINES;
        if (now - shownNanos >= between.toNanos()) {
            shownNanos = now;
            show(line(what, rows, expected, Duration.ofNanos(now - beganNanos), drawn));
        }
    }

    /// What is waited for.
    public void say(String words) {
        if (drawn || !words.equals(said)) {
            said = words;
            show(words);
        }
    }

    private void show(String line) {
        if (drawn) {
            to.print(WHOLE_LINE_AGAIN + line);
        } else {
            to.println(line);
        }
        to.flush();
    }

    /// Leaves the terminal as it was.
    public void end() {
        if (drawn) {
            to.print(WHOLE_LINE_AGAIN);
            to.flush();
        }
    }

    static String line(String what, long rows, long expected, Duration since, boolean bar) {
        long perSecond = rows * 1_000 / Math.max(1, since.toMillis());
        String done = String.format(Locale.ROOT, "%,d rows, %,d rows/s", rows, perSecond);
        if (expected <= 0 || perSecond == 0) {
            return what + "  " + done;
        }
        // an estimate may be short of it
        long percent = Math.min(99, rows * 100 / expected);
        int full = Math.toIntExact(percent * WIDTH / 100);
        String drawing = bar ? "[" + "#".repeat(full) + ".".repeat(WIDTH - full) + "] " : "";
        Duration left = Duration.ofSeconds(Math.max(0, expected - rows) / perSecond);
        return "%s  %s%d %%  %s, about %s left"
                .formatted(what, drawing, percent, done, TimeSpan.text(left));
    }
}
