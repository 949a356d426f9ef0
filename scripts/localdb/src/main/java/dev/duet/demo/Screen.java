package dev.duet.demo;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/// What the person reads: coloured on a terminal, plain elsewhere. Remembers whether all held.
final class Screen {
    private final PrintStream out;
    private final boolean coloured;
    private int chapter;
    private boolean allHeld = true;

    Screen(PrintStream out) {
        this.out = out;
        Console console = System.console();
        this.coloured =
                console != null
                        && console.isTerminal()
                        && System.getenv().getOrDefault("NO_COLOR", "").isEmpty()
                        && !"dumb".equals(System.getenv("TERM"));
    }

    void title(String text) {
        out.println();
        out.println(with("1", text));
        out.println();
    }

    /// Begins a chapter of the story.
    void chapter(String text) {
        chapter++;
        out.println();
        out.println(with("1;36", chapter + "  " + text));
    }

    /// Something that was done.
    void fact(String what, String text) {
        out.printf("   %-14s %s%n", what, text);
        out.flush();
    }

    /// SQL as a person would type it.
    void sql(String system, String text) {
        out.println("   " + with("33", system + ">") + " " + text);
        out.flush();
    }

    /// A claim, and whether it held.
    void claim(boolean held, String text) {
        allHeld &= held;
        out.println("   " + (held ? with("32", "ok") : with("1;31", "NOT SO")) + "  " + text);
        out.flush();
    }

    void line(String text) {
        out.println(text.isEmpty() ? "" : "   " + text);
        out.flush();
    }

    String strong(String text) {
        return with("1", text);
    }

    boolean allHeld() {
        return allHeld;
    }

    static String time(Duration span) {
        return span.toMillis() < 1_000
                ? span.toMillis() + " ms"
                : String.format(Locale.ROOT, "%.1f s", span.toMillis() / 1000.0);
    }

    private String with(String code, String text) {
        return coloured ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
