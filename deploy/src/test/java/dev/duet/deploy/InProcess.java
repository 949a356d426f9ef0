package dev.duet.deploy;

import picocli.CommandLine;

import java.io.PrintWriter;

/// The program within the test's own JVM, where a call costs no start of one.
public final class InProcess {
    private InProcess() {}

    /// Runs one command to its end, and returns its exit code.
    public static int call(PrintWriter out, PrintWriter err, String... words) {
        CommandLine program = Main.commandLine().setOut(out).setErr(err);
        return program.execute(words);
    }
}
