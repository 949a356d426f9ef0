package dev.duet.deploy.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The handle of a [DuetProcess]; closing kills it.
public final class DuetChild implements AutoCloseable {
    private static final List<String> JVM =
            List.of(
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Xmx512m",
                    "-Duser.timezone=Pacific/Chatham",
                    "--enable-native-access=ALL-UNNAMED");

    private final Process process;
    private final Path log;

    private DuetChild(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /// Starts a process.
    ///
    /// @param words what [DuetProcess] understands after the file
    public static DuetChild start(Workbench workbench, Path config, String... words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        DuetProcess.class.getName(),
                        config.toString()));
        command.addAll(List.of(words));
        try {
            Path log = Files.createTempFile(workbench.folder(), "duet", ".log");
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().putAll(workbench.secrets());
            builder.redirectErrorStream(true).redirectOutput(log.toFile());
            return new DuetChild(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// As `kill -9`.
    public void kill() {
        process.destroyForcibly();
        awaitEnd(Duration.ofSeconds(20));
    }

    /// As a machine that stands still: nothing runs, nothing is told.
    public void freeze() {
        signal("STOP");
    }

    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            Process kill =
                    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("kill -" + name + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Waits for the process to end by itself, and returns its exit code.
    public int awaitEnd(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("Duet did not end; its log:\n" + log());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Waits until its log says this.
    public void awaitLog(String words) {
        Await.until(
                "Duet's log says '" + words + "'",
                Workbench.LIMIT,
                () -> {
                    if (!process.isAlive() && !log().contains(words)) {
                        throw new AssertionError("Duet ended; its log:\n" + log());
                    }
                    return log().contains(words);
                });
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        awaitEnd(Duration.ofSeconds(20));
    }
}
