package dev.duet.deploy.terminal;

import java.io.Console;

/// A question to the person at the terminal. Stateless.
public final class Asking {
    private Asking() {}

    /// Whether there is one.
    public static boolean isPossible() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /// @param question to be answered with y for yes
    public static boolean isConfirmed(String question) {
        Console console = System.console();
        String answer = console == null ? null : console.readLine("%s [y/N] ", question);
        return answer != null && answer.strip().equalsIgnoreCase("y");
    }
}
