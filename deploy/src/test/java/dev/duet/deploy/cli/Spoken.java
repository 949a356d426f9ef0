package dev.duet.deploy.cli;

/// What the program said, and how it ended.
interface Spoken {
    /// On standard output.
    String out();

    /// On standard error.
    String err();

    int exitCode();

    default String all() {
        return out() + err();
    }
}
