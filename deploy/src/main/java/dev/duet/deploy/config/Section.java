package dev.duet.deploy.config;

import dev.duet.schemas.config.Bounds;
import dev.duet.schemas.config.DataSize;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// A group with a fixed set of keys. Notes unknown keys when it is made; after that it gives out
/// one value at a time.
final class Section {
    private final Located group;
    private final Keys keys;
    private final Map<String, Located> entries;
    private final Set<String> misspelt;
    private final Reading reading;

    private Section(Located group, Keys keys, Map<String, Located> entries, Reading reading) {
        this.group = group;
        this.keys = keys;
        this.entries = entries;
        this.misspelt = UnknownKeys.refuse(entries.values(), keys, reading);
        this.reading = reading;
    }

    /// Empty, with a problem noted, when the value is no group.
    static Optional<Section> of(Located group, Keys keys, Reading reading) {
        String mend = "write the keys " + listed(keys) + " below it, indented";
        return reading.entries(group, mend)
                .map(entries -> new Section(group, keys, entries, reading));
    }

    /// A group inside this one; when it is not there, or is no group, one without keys, which gives
    /// the defaults.
    Section inner(String key, Keys innerKeys) {
        Optional<Located> value = find(key);
        return value.flatMap(located -> of(located, innerKeys, reading))
                .orElseGet(() -> new Section(absent(key), innerKeys, Map.of(), reading));
    }

    Located group() {
        return group;
    }

    Optional<Located> find(String key) {
        if (!keys.accepted().contains(key)) {
            throw new IllegalArgumentException("not a key of " + group.path() + ": " + key);
        }
        return Optional.ofNullable(entries.get(key));
    }

    /// Notes a problem when the key is not there, unless it was misspelt, which has been noted.
    Optional<Located> require(String key, String example) {
        Optional<Located> value = find(key);
        if (value.isEmpty() && !misspelt.contains(key)) {
            reading.missing(group, "the key '" + key + "' is missing", "write " + example);
        }
        return value;
    }

    String pathOf(String key) {
        return group.path().isEmpty() ? key : group.path() + "." + key;
    }

    int integer(String key, Bounds<Integer> bounds) {
        Optional<Integer> given =
                find(key)
                        .flatMap(value -> reading.integer(value, bounds.min(), bounds.max()))
                        .map(Math::toIntExact);
        return settled(key, given, bounds, String::valueOf);
    }

    Duration duration(String key, Bounds<Duration> bounds) {
        Optional<Duration> given =
                find(key)
                        .flatMap(
                                value ->
                                        measured(
                                                value,
                                                "a duration",
                                                bounds,
                                                DurationText::parse,
                                                DurationText::format));
        return settled(key, given, bounds, DurationText::format);
    }

    DataSize size(String key, Bounds<DataSize> bounds) {
        Optional<DataSize> given =
                find(key)
                        .flatMap(
                                value ->
                                        measured(
                                                value,
                                                "a size",
                                                bounds,
                                                DataSize::parse,
                                                DataSize::toString));
        return settled(key, given, bounds, DataSize::toString);
    }

    /// A value with a unit, within its range.
    private <T extends Comparable<T>> Optional<T> measured(
            Located value,
            String what,
            Bounds<T> bounds,
            Function<String, Optional<T>> parse,
            Function<T, String> format) {
        String from = format.apply(bounds.min());
        String to = format.apply(bounds.max());
        String mend =
                "write "
                        + what
                        + " with its unit, from "
                        + from
                        + " to "
                        + to
                        + ", such as "
                        + format.apply(bounds.standard());
        String written = value.node() instanceof YamlNode.Scalar scalar ? scalar.text() : "";
        Optional<T> measure = parse.apply(written);
        if (measure.isEmpty()) {
            reading.wrong(value, what + " is needed, not " + value.node().description(), mend);
            return Optional.empty();
        }
        if (!bounds.allows(measure.get())) {
            reading.wrong(value, written + " is not within " + from + " to " + to, mend);
            return Optional.empty();
        }
        return measure;
    }

    /// The given value or the default, noted as being in force. After a problem the default only
    /// lets reading go on.
    private <T extends Comparable<T>> T settled(
            String key, Optional<T> given, Bounds<T> bounds, Function<T, String> format) {
        if (given.isPresent()) {
            find(key).ifPresent(value -> reading.inForce(value, format.apply(given.get())));
            return given.get();
        }
        reading.inForceByDefault(pathOf(key), format.apply(bounds.standard()));
        return bounds.standard();
    }

    private Located absent(String key) {
        return new Located(pathOf(key), key, group.keyPlace(), group.node());
    }

    private static String listed(Keys keys) {
        return String.join(", ", keys.accepted());
    }
}
