package dev.duet.deploy.terminal;

import java.io.Console;
import java.util.Map;

/// Colours for a terminal, and nothing at all elsewhere. Immutable.
public final class Style {
    /// Adds nothing.
    public static final Style PLAIN = new Style(false);

    private final boolean coloured;

    private Style(boolean coloured) {
        this.coloured = coloured;
    }

    /// Coloured when standard output is a terminal, unless `NO_COLOR` says otherwise.
    public static Style ofOutput() {
        return of(System.getenv(), isTerminal());
    }

    static Style of(Map<String, String> environment, boolean terminal) {
        boolean wanted = environment.getOrDefault("NO_COLOR", "").isEmpty();
        boolean able = !"dumb".equals(environment.get("TERM"));
        return new Style(terminal && wanted && able);
    }

    static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    public String bold(String text) {
        return with("1", text);
    }

    public String dim(String text) {
        return with("2", text);
    }

    /// Something is wrong.
    public String bad(String text) {
        return with("31", text);
    }

    /// All is well.
    public String good(String text) {
        return with("32", text);
    }

    /// Look at this.
    public String warning(String text) {
        return with("33", text);
    }

    private String with(String code, String text) {
        return coloured ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
