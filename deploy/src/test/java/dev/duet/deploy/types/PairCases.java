package dev.duet.deploy.types;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The pairs that are kept in step and what goes through them, from `pairs.txt`.
public final class PairCases {
    private static final String BETWEEN = " <-> ";
    private static final int TAG_LENGTH = 3;

    private PairCases() {}

    public static List<PairCase> all() {
        List<PairCase> pairs = new ArrayList<>();
        for (String line : lines()) {
            int between = line.indexOf(BETWEEN);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("  ")) {
                add(pairs.getLast(), line.strip());
            } else {
                pairs.add(
                        PairCase.empty(
                                line.substring(0, between),
                                line.substring(between + BETWEEN.length())));
            }
        }
        return pairs;
    }

    private static void add(PairCase pair, String line) {
        String value = line.substring(TAG_LENGTH).strip();
        switch (line.substring(0, TAG_LENGTH)) {
            case "pg " -> pair.postgresValues().add(value);
            case "my " -> pair.mysqlValues().add(value);
            case "pg!" -> pair.postgresRefused().add(value);
            case "my!" -> pair.mysqlRefused().add(value);
            default -> throw new IllegalArgumentException(line);
        }
    }

    private static List<String> lines() {
        try (InputStream in = PairCases.class.getResourceAsStream("pairs.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
