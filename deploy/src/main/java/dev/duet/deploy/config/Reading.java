package dev.duet.deploy.config;

import dev.duet.deploy.config.YamlNode.Entry;
import dev.duet.deploy.config.YamlNode.Mapping;
import dev.duet.deploy.config.YamlNode.Scalar;

import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One reading of one file: where problems and effective values go, and how single values are read.
/// For one thread.
final class Reading {
    private final String file;
    private final Path folder;
    private final Problems problems;
    private final List<EffectiveConfig.Value> values = new ArrayList<>();

    Reading(String file, Path folder) {
        this.file = file;
        this.folder = folder;
        this.problems = new Problems(file);
    }

    Problems problems() {
        return problems;
    }

    EffectiveConfig effective() {
        return new EffectiveConfig(values);
    }

    /// `duet.yaml:14:30`, for what is found out later.
    String placeOf(Located value) {
        return file + ":" + value.place().line() + ":" + value.place().column();
    }

    void wrong(Located value, String what, String mend) {
        problems.add(value.place(), value.path(), what, mend);
    }

    /// Notes that something is missing in a group; the place is that of the group's key.
    void missing(Located group, String what, String mend) {
        problems.add(group.keyPlace(), group.path(), what, mend);
    }

    void inForce(Located value, String text) {
        inForce(value.path(), value, text);
    }

    /// As [#inForce(Located, String)], for one of several values that a shorthand stands for.
    void inForce(String path, Located value, String text) {
        values.add(new EffectiveConfig.Value(path, text, file + ":" + value.keyPlace().line()));
    }

    void inForceByDefault(String path, String text) {
        values.add(new EffectiveConfig.Value(path, text, "default"));
    }

    /// The entries of a group, each key once; empty when the value is no group.
    Optional<Map<String, Located>> entries(Located group, String mend) {
        if (!(group.node() instanceof Mapping mapping)) {
            wrong(group, "a group of keys is needed, not " + group.node().description(), mend);
            return Optional.empty();
        }
        Map<String, Located> entries = new LinkedHashMap<>();
        for (Entry entry : mapping.entries()) {
            if (!(entry.key() instanceof Scalar key)) {
                problems.add(
                        entry.key().place(),
                        group.path(),
                        "a key is one word, not " + entry.key().description(),
                        "write key: value");
                continue;
            }
            Located value =
                    new Located(pathOf(group, key.text()), key.text(), key.place(), entry.value());
            Located first = entries.putIfAbsent(key.text(), value);
            if (first != null) {
                problems.add(
                        key.place(),
                        value.path(),
                        "the key stands here a second time, first at line "
                                + first.keyPlace().line(),
                        "keep one of the two");
            }
        }
        return Optional.of(entries);
    }

    /// A text; a number or truth value in its place must be put in quotes, so that editors and Duet
    /// agree what it is.
    Optional<String> text(Located value, String mend) {
        if (!(value.node() instanceof Scalar scalar)) {
            wrong(value, "a text is needed, not " + value.node().description(), mend);
            return Optional.empty();
        }
        return switch (scalar.kind()) {
            case TEXT -> {
                if (scalar.text().isBlank()) {
                    wrong(value, "the text is empty", mend);
                    yield Optional.empty();
                }
                if (scalar.text().chars().anyMatch(Character::isISOControl)) {
                    wrong(
                            value,
                            scalar.description() + " has a line break or control character",
                            mend);
                    yield Optional.empty();
                }
                yield Optional.of(scalar.text());
            }
            case NOTHING -> {
                wrong(value, "the key has no value", mend);
                yield Optional.empty();
            }
            case INTEGER, DECIMAL, BOOLEAN -> {
                wrong(
                        value,
                        "a text is needed, not " + scalar.description(),
                        "put it in quotes if it is meant: \"" + scalar.text() + "\"");
                yield Optional.empty();
            }
        };
    }

    /// A single value as it is written, whatever YAML takes it for.
    Optional<String> asWritten(Located value, String mend) {
        if (value.node() instanceof Scalar scalar) {
            boolean plain =
                    switch (scalar.kind()) {
                        case INTEGER, DECIMAL, BOOLEAN -> true;
                        case TEXT -> scalar.text().isBlank(); // in quotes: it is meant
                        case NOTHING -> false;
                    };
            if (plain) {
                return Optional.of(scalar.text());
            }
        }
        return text(value, mend);
    }

    /// `true` or `false`.
    Optional<Boolean> truth(Located value) {
        if (value.node() instanceof Scalar scalar && scalar.kind() == Scalar.Kind.BOOLEAN) {
            return Optional.of(Boolean.valueOf(scalar.text().toLowerCase(Locale.ROOT)));
        }
        wrong(
                value,
                "true or false is needed, not " + value.node().description(),
                "write %s: true, or leave it out".formatted(value.key()));
        return Optional.empty();
    }

    /// A number above zero, whole or not.
    Optional<BigDecimal> factor(Located value) {
        boolean isNumber =
                value.node() instanceof Scalar scalar
                        && (scalar.kind() == Scalar.Kind.INTEGER
                                || scalar.kind() == Scalar.Kind.DECIMAL)
                        && scalar.text().matches("[0-9]{1,18}([.][0-9]{1,18})?");
        Optional<BigDecimal> number =
                isNumber
                        ? Optional.of(new BigDecimal(((Scalar) value.node()).text()))
                        : Optional.empty();
        if (number.isEmpty() || number.get().signum() == 0) {
            wrong(
                    value,
                    "a number above 0 is needed, not " + value.node().description(),
                    "write it plainly, such as 1000 or 0.3048");
            return Optional.empty();
        }
        return number;
    }

    /// One of a few words.
    <T> Optional<T> choice(Located value, Map<String, T> words) {
        String known = "write " + String.join(" or ", words.keySet());
        if (value.node() instanceof Scalar scalar && scalar.kind() == Scalar.Kind.BOOLEAN) {
            wrong(value, "a word is needed, not " + scalar.description(), known);
            return Optional.empty();
        }
        Optional<String> text = text(value, known);
        if (text.isPresent() && !words.containsKey(text.get())) {
            String meant =
                    NearestWord.of(text.get(), words.keySet())
                            .map(word -> "did you mean '" + word + "'? Else ")
                            .orElse("");
            wrong(value, value.node().description() + " is not known here", meant + known);
        }
        return text.flatMap(word -> Optional.ofNullable(words.get(word)));
    }

    /// A whole number within the range.
    Optional<Long> integer(Located value, long min, long max) {
        String mend = "write a whole number from " + min + " to " + max + ", without quotes";
        boolean isInteger =
                value.node() instanceof Scalar scalar && scalar.kind() == Scalar.Kind.INTEGER;
        if (!isInteger) {
            wrong(value, "a whole number is needed, not " + value.node().description(), mend);
            return Optional.empty();
        }
        String digits = ((Scalar) value.node()).text();
        if (!digits.matches("[-+]?[0-9]{1,18}")) {
            wrong(
                    value,
                    digits.length() > 18 ? "the number is too large" : digits + " is not decimal",
                    mend);
            return Optional.empty();
        }
        long number = Long.parseLong(digits);
        if (number < min || number > max) {
            wrong(value, number + " is not within " + min + " to " + max, mend);
            return Optional.empty();
        }
        return Optional.of(number);
    }

    /// A path; a relative one starts at the folder of the configuration file.
    Optional<Path> path(Located value, String mend) {
        return text(value, mend).flatMap(text -> pathOf(value, text, mend));
    }

    Path inFolder(Path path) {
        return folder.resolve(path).normalize();
    }

    private Optional<Path> pathOf(Located value, String text, String mend) {
        try {
            return Optional.of(inFolder(Path.of(text)));
        } catch (InvalidPathException e) {
            wrong(value, Shown.value(text) + " cannot be a path on this machine", mend);
            return Optional.empty();
        }
    }

    private static String pathOf(Located group, String key) {
        String shown = Shown.key(key);
        return group.path().isEmpty() ? shown : group.path() + "." + shown;
    }
}
