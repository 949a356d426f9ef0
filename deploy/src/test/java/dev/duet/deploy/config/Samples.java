package dev.duet.deploy.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// The good configurations of the tests, and readings of texts as if they stood in
/// `/etc/duet/duet.yaml`.
final class Samples {
    static final Path FOLDER = Path.of("/etc/duet");
    static final String FULL = load("full.yaml");
    static final String SMALL = load("small.yaml");

    private Samples() {}

    static ConfigResult read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    static ConfigResult read(byte[] content) {
        return new ConfigReader().read("duet.yaml", content, FOLDER);
    }

    static ConfigResult.Valid valid(String text) {
        return switch (read(text)) {
            case ConfigResult.Valid valid -> valid;
            case ConfigResult.Invalid(List<Problem> problems) ->
                    throw new AssertionError("not valid: " + problems);
        };
    }

    static List<Problem> problems(String text) {
        return switch (read(text)) {
            case ConfigResult.Valid _ -> List.of();
            case ConfigResult.Invalid(List<Problem> problems) -> problems;
        };
    }

    private static String load(String name) {
        try (InputStream stream = Samples.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
