package dev.duet.localdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A short-lived program to run to its end, with a limit. Immutable.
record Command(List<String> words, Map<String, String> environment, Duration limit) {

    Command {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    static Command of(List<String> words) {
        return new Command(words, Map.of(), Duration.ofSeconds(60));
    }

    Command withLimit(Duration newLimit) {
        return new Command(words, environment, newLimit);
    }

    Command with(String variable, String value) {
        Map<String, String> more = new LinkedHashMap<>(environment);
        more.put(variable, value);
        return new Command(words, more, limit);
    }

    /// Runs to the end and returns what was printed; throws [Failed] on any end but exit code 0.
    String run() throws Failed {
        try {
            Path output = Files.createTempFile("duet-localdb-command", ".out");
            try {
                return run(output);
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String run(Path output) throws Failed, IOException {
        Process process = start(output);
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new Failed(
                        words.getFirst() + " did not end within " + limit.toSeconds() + " s");
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new Failed("interrupted while " + words.getFirst() + " ran");
        }
        String printed = Files.readString(output, StandardCharsets.UTF_8);
        if (process.exitValue() != 0) {
            throw new Failed(
                    String.join(" ", words)
                            + " ended with exit code "
                            + process.exitValue()
                            + ": "
                            + printed.strip());
        }
        return printed;
    }

    private Process start(Path output) throws Failed {
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().putAll(environment);
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        try {
            return builder.start();
        } catch (IOException e) {
            throw new Failed(words.getFirst() + " cannot be run: " + e.getMessage());
        }
    }

    /// The program could not be run, or did not end well; the message holds what it printed.
    static final class Failed extends Exception {

        private static final long serialVersionUID = 1L;

        Failed(String message) {
            super(message);
        }
    }
}
