package dev.duet.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// Duet as it was built, in processes of its own. One thread.
final class DuetProgram implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String BOTH_UNDER_WAY = "reading on direction=";

    private final Path program;
    private final Path folder;
    private final Map<String, String> environment;
    private final List<Process> started = new CopyOnWriteArrayList<>();
    private Path runLog;

    /// What a command that ended said.
    record Said(int exitCode, String output) {
        boolean done() {
            return exitCode == 0;
        }

        String lastLine() {
            return output.lines().reduce("", (_, last) -> last);
        }
    }

    /// @param folder where `duet.yaml` is and logs go
    DuetProgram(Path program, Path folder, Map<String, String> environment) {
        this.program = program;
        this.folder = folder;
        this.runLog = folder.resolve("init.txt");
        this.environment = Map.copyOf(environment);
    }

    /// Runs a command to its end.
    Said call(String... arguments) throws InterruptedException {
        Path output = folder.resolve(arguments[0] + ".txt");
        Process process = start(output, arguments);
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return new Said(-1, "no end within " + LIMIT.toSeconds() + " s");
        }
        return new Said(process.exitValue(), text(output));
    }

    /// Starts `duet run` and waits until both directions are under way.
    ///
    /// @return whether they came to be
    boolean startRun() throws InterruptedException {
        Path log = folder.resolve("duet-" + started.size() + ".log");
        runLog = log;
        Process process = start(log, "run", "--report-every", "5");
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            if (text(log).lines().filter(it -> it.contains(BOTH_UNDER_WAY)).count() == 2) {
                return true;
            }
            Thread.sleep(20);
        }
        return false;
    }

    /// Ends the running Duet as a power failure would.
    void kill() throws InterruptedException {
        Process process = started.getLast();
        process.destroyForcibly().waitFor();
    }

    /// Ends it as Ctrl-C would.
    ///
    /// @return its exit code
    int stop() throws InterruptedException {
        Process process = started.getLast();
        process.destroy();
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return process.exitValue();
    }

    long pid() {
        return started.getLast().pid();
    }

    /// The end of the last log, for a story that went wrong.
    List<String> lastWords() {
        List<String> lines = text(runLog).lines().toList();
        return lines.subList(Math.max(0, lines.size() - 15), lines.size());
    }

    private Process start(Path output, String... arguments) {
        List<String> words = new ArrayList<>();
        words.add(program.toString());
        words.add("--config");
        words.add(folder.resolve("duet.yaml").toString());
        words.addAll(List.of(arguments));
        var builder =
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            started.add(process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        started.forEach(Process::destroyForcibly);
    }
}
