package dev.duet.deploy.config;

import java.util.List;

/// Every value that is in force, to be printed once at start. Secrets stand as references, never as
/// values.
public record EffectiveConfig(List<Value> values) {

    public EffectiveConfig {
        values = List.copyOf(values);
    }

    /// @param source `default`, or the file and line that set it
    public record Value(String path, String text, String source) {}

    /// One aligned line for each value: `settings.heartbeat = 5s (default)`.
    public List<String> lines() {
        int pathWidth = width(values.stream().map(Value::path).toList());
        int textWidth = width(values.stream().map(Value::text).toList());
        return values.stream()
                .map(
                        value ->
                                padded(value.path(), pathWidth)
                                        + " = "
                                        + padded(value.text(), textWidth)
                                        + "  ("
                                        + value.source()
                                        + ")")
                .toList();
    }

    private static int width(List<String> texts) {
        return texts.stream().mapToInt(String::length).max().orElse(0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
