package dev.duet.deploy;

/// What the process ends with; scripts rely on it.
public final class ExitCode {
    public static final int DONE = 0;

    /// Done, and something is wrong: differences, findings, a quarantine that is not empty.
    public static final int FOUND = 1;

    /// Wrong arguments or configuration.
    public static final int WRONG_USE = 2;

    /// A database could not be reached.
    public static final int UNREACHABLE = 3;

    /// Refused for safety.
    public static final int REFUSED = 4;

    private ExitCode() {}
}
