package dev.duet.deploy.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/// Damages a text in the ways that people, editors and disks do. The same seed gives the same
/// damages.
final class Mutations {
    private static final Pattern TOKEN_EDGE = Pattern.compile("(?<=\\W)|(?=\\W)");
    private static final List<String> VALUES =
            List.of(
                    "",
                    "~",
                    "true",
                    "0",
                    "-1",
                    "1e9",
                    "99999999999999999999",
                    "[]",
                    "{}",
                    "[a, b]",
                    "{ a: b }",
                    "''",
                    "\"\\e[31m\"",
                    "&a x",
                    "*a",
                    "!!int 5",
                    "a: b",
                    "|",
                    ">",
                    "%",
                    "@",
                    "`",
                    "\t",
                    "#",
                    "---",
                    "...",
                    "? x",
                    "- x",
                    "\u2028",
                    "\ufeff",
                    "é",
                    "\ud83d\ude00",
                    "5s",
                    "8MiB",
                    "postgres",
                    "mysql",
                    "crm",
                    "erp",
                    "latest",
                    "sum",
                    "{ prefer: crm }",
                    "{ version: name }",
                    "NZD",
                    "Pacific/Auckland",
                    "{ default: active }",
                    "half-up",
                    "keep",
                    "\"prefer: erp\"",
                    "${env:A}",
                    "${file:/}",
                    "x".repeat(300));

    private final Random random;

    Mutations(Random random) {
        this.random = random;
    }

    /// The text with one to three damages.
    byte[] damage(String text) {
        String damaged = text;
        int damages = 1 + random.nextInt(3);
        for (int count = 0; count < damages; count++) {
            damaged = once(damaged);
        }
        byte[] bytes = damaged.getBytes(StandardCharsets.UTF_8);
        return random.nextInt(10) == 0 ? damageBytes(bytes) : bytes;
    }

    private String once(String text) {
        return switch (random.nextInt(4)) {
            case 0 -> tokens(text);
            case 1 -> lines(text);
            case 2 -> indentation(text);
            default -> value(text);
        };
    }

    private String tokens(String text) {
        List<String> tokens = new ArrayList<>(Arrays.asList(TOKEN_EDGE.split(text)));
        shuffle(tokens);
        return String.join("", tokens);
    }

    private String lines(String text) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        shuffle(lines);
        return String.join("\n", lines) + "\n";
    }

    /// Drops, repeats or swaps one part.
    private void shuffle(List<String> parts) {
        if (parts.isEmpty()) {
            return;
        }
        int index = random.nextInt(parts.size());
        switch (random.nextInt(3)) {
            case 0 -> parts.remove(index);
            case 1 -> parts.add(index, parts.get(index));
            default -> Collections.swap(parts, index, random.nextInt(parts.size()));
        }
    }

    private String indentation(String text) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        if (lines.isEmpty()) {
            return text;
        }
        int index = random.nextInt(lines.size());
        String line = lines.get(index);
        lines.set(
                index,
                switch (random.nextInt(3)) {
                    case 0 -> " ".repeat(1 + random.nextInt(3)) + line;
                    case 1 -> line.isEmpty() ? line : line.substring(1);
                    default -> "\t" + line.strip();
                });
        return String.join("\n", lines) + "\n";
    }

    /// Puts a value of another type in the place of what follows a colon.
    private String value(String text) {
        List<Integer> colons = new ArrayList<>();
        for (int at = text.indexOf(": "); at >= 0; at = text.indexOf(": ", at + 1)) {
            colons.add(at + 2);
        }
        if (colons.isEmpty()) {
            return text + VALUES.get(random.nextInt(VALUES.size()));
        }
        int start = colons.get(random.nextInt(colons.size()));
        int end = start;
        while (end < text.length() && ",}\n".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.substring(0, start)
                + VALUES.get(random.nextInt(VALUES.size()))
                + text.substring(end);
    }

    private byte[] damageBytes(byte[] bytes) {
        byte[] damaged = bytes.clone();
        for (int count = 0; count < 1 + random.nextInt(3) && damaged.length > 0; count++) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
        return Arrays.copyOf(damaged, damaged.length - random.nextInt(damaged.length / 4 + 1));
    }
}
