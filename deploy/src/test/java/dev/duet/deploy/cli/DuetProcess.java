package dev.duet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// One process of the program as it was built. One thread.
final class DuetProcess implements AutoCloseable, Spoken {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private static final List<DuetProcess> STARTED = new CopyOnWriteArrayList<>();

    private final List<String> arguments;
    private final Process process;
    private final Path out;
    private final Path err;

    DuetProcess(Path folder, int number, Map<String, String> environment, List<String> arguments)
            throws IOException {
        this.arguments = List.copyOf(arguments);
        out = folder.resolve("process-" + number + ".out");
        err = folder.resolve("process-" + number + ".err");
        List<String> words = new ArrayList<>(List.of(program().toString()));
        words.addAll(arguments);
        var builder =
                new ProcessBuilder(words).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("DUET_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("DUET_OPTS", StartCache.options());
        builder.environment().putAll(environment);
        process = builder.start();
        STARTED.add(this);
    }

    /// Those whose output is there still.
    static List<DuetProcess> onFile() {
        return STARTED.stream().filter(process -> Files.exists(process.err)).toList();
    }

    static Path program() throws IOException {
        try (Stream<Path> built = Files.list(Path.of("target"))) {
            return built.map(folder -> folder.resolve("bin").resolve("duet"))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow(() -> new IOException("no target/duet-*/bin/duet: package first"))
                    .toAbsolutePath();
        }
    }

    @Override
    public String out() {
        return text(out);
    }

    @Override
    public String err() {
        return text(err);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public int exitCode() {
        return process.exitValue();
    }

    void awaitText(String text, int times) {
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(
                        () ->
                                assertThat(all().split(text, -1).length - 1)
                                        .as(all())
                                        .isGreaterThanOrEqualTo(times));
    }

    void awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).as(all()).isTrue();
    }

    /// Sends a signal by its name.
    void signal(String name) throws IOException, InterruptedException {
        int sent =
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor();
        assertThat(sent).isZero();
    }

    /// Asks it to end, and expects that it does so cleanly and soon.
    void endsCleanlyOn(String signal) throws IOException, InterruptedException {
        long began = System.nanoTime();
        signal(signal);
        awaitEnd();
        assertThat(exitCode()).as(all()).isZero();
        assertThat(all()).contains("the lease is given back");
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .as(all())
                .isLessThan(Duration.ofSeconds(15));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return String.join(" ", arguments);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
