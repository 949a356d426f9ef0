package dev.duet.deploy.config;

import dev.duet.deploy.config.YamlNode.Mapping;
import dev.duet.deploy.config.YamlNode.Scalar;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads a group with one value for each system: `{ crm: customer_id, erp: account_number }`.
final class PerSystem {
    private final List<Side> sides;
    private final Reading reading;

    PerSystem(List<Side> sides, Reading reading) {
        this.sides = sides;
        this.reading = reading;
    }

    /// Whether the file names two systems; without them no value can be placed.
    boolean knowsSides() {
        return sides.size() == 2;
    }

    List<Side> sides() {
        return sides;
    }

    /// The name of the system that the file lists first.
    Optional<String> first() {
        return sides.stream().map(Side::name).findFirst();
    }

    /// The name of the other one.
    Optional<String> second() {
        return sides.stream().map(Side::name).skip(1).findFirst();
    }

    /// The name of a system, for a mend.
    String example() {
        return knowsSides() ? Shown.key(sides.getFirst().name()) : "<system>";
    }

    /// What a group holds.
    ///
    /// @param values by the systems' names; empty when one is missing or the systems are not known
    /// @param words the entries that stand beside them
    record Found(Map<String, Located> values, Map<String, Located> words) {}

    /// @param owner what the group belongs to, such as `the field`
    /// @param thing what each value is, such as `column`
    /// @param beside what may stand beside the systems
    Found read(Located group, String owner, String thing, Keys beside) {
        Map<String, Located> entries =
                reading.entries(group, "write " + example(group, Map.of(), thing)).orElse(Map.of());
        boolean complete = knowsSides() && group.node() instanceof Mapping;
        boolean unknown = false;
        Map<String, Located> values = new LinkedHashMap<>();
        Map<String, Located> words = new LinkedHashMap<>();
        for (Located entry : entries.values()) {
            unknown |= sort(entry, beside, values, words);
        }
        if (complete && !unknown) { // a misspelt system is missing too, but once is enough
            refuseMissing(group, values, owner, thing);
        }
        return new Found(complete && values.size() == sides.size() ? values : Map.of(), words);
    }

    /// The name of a column, which the system can have.
    Optional<String> column(Side side, Located value) {
        Optional<String> column = reading.text(value, "write the name of a column");
        Optional<String> refusal = column.flatMap(side::refusal);
        refusal.ifPresent(
                why ->
                        reading.wrong(
                                value,
                                "the column " + value.node().description() + " " + why,
                                "write the column's name alone, as the database stores it, without"
                                        + " quotes"));
        return refusal.isPresent() ? Optional.empty() : column;
    }

    /// A group with a value for one system, and words beside it.
    ///
    /// @param owner what the group belongs to, such as `the derived field`
    /// @param example what to write
    Found one(Located group, String owner, String example, Keys beside) {
        Map<String, Located> values = new LinkedHashMap<>();
        Map<String, Located> words = new LinkedHashMap<>();
        for (Located entry : reading.entries(group, "write " + example).orElse(Map.of()).values()) {
            sort(entry, beside, values, words);
        }
        if (knowsSides() && values.size() != 1) {
            reading.missing(
                    group,
                    owner
                            + (values.isEmpty()
                                    ? " has no column"
                                    : " has a column in both systems, and needs one"),
                    "write " + example);
        }
        return new Found(values.size() == 1 ? values : Map.of(), words);
    }

    /// @return whether it is a word that nobody knows
    private boolean sort(
            Located entry, Keys beside, Map<String, Located> values, Map<String, Located> words) {
        Keys.Refusal refusal = beside.refused().get(entry.key());
        if (isSide(entry.key())) {
            values.put(entry.key(), entry);
        } else if (beside.accepted().contains(entry.key())) {
            words.put(entry.key(), entry);
        } else if (refusal != null) {
            reading.missing(entry, refusal.what(), refusal.mend());
        } else if (knowsSides()) { // else nobody knows what a system is
            refuse(entry, entry.keyPlace(), entry.key(), beside.accepted());
            return true;
        }
        return false;
    }

    /// A group with a value for one system or for both.
    Map<String, Located> some(Located group, String mend) {
        Map<String, Located> values = new LinkedHashMap<>();
        Map<String, Located> entries = reading.entries(group, mend).orElse(Map.of());
        if (entries.isEmpty() && group.node() instanceof Mapping) {
            reading.wrong(group, "no system is named", mend);
        }
        for (Located entry : entries.values()) {
            if (isSide(entry.key())) {
                values.put(entry.key(), entry);
            } else if (knowsSides()) {
                refuse(entry, entry.keyPlace(), entry.key(), List.of());
            }
        }
        return values;
    }

    /// A value that names a system.
    ///
    /// @param word what stands before it, such as `owner`
    Optional<String> system(Located value, String word) {
        Optional<String> name =
                reading.text(
                        value,
                        "write the name of a system, such as %s: %s".formatted(word, example()));
        if (name.isEmpty() || !knowsSides()) {
            return Optional.empty();
        }
        if (!isSide(name.get())) {
            refuse(value, value.place(), name.get(), List.of());
            return Optional.empty();
        }
        return name;
    }

    private void refuseMissing(
            Located group, Map<String, Located> found, String owner, String thing) {
        for (Side side : sides) {
            if (!found.containsKey(side.name())) {
                reading.missing(
                        group,
                        owner + " has no " + thing + " for system '" + Shown.key(side.name()) + "'",
                        "write " + example(group, found, thing));
            }
        }
    }

    private void refuse(Located value, Place place, String written, List<String> words) {
        List<String> names = sides.stream().map(Side::name).map(Shown::key).toList();
        String meant =
                NearestWord.of(written, Stream.concat(names.stream(), words.stream()).toList())
                        .map(name -> "did you mean '" + name + "'? ")
                        .orElse("");
        reading.problems()
                .add(
                        place,
                        value.path(),
                        Shown.value(Shown.key(written)) + " is not a system",
                        meant
                                + (meant.isEmpty() ? "the" : "The")
                                + " systems are "
                                + String.join(" and ", names));
    }

    private boolean isSide(String name) {
        return sides.stream().anyMatch(side -> side.name().equals(name));
    }

    private String example(Located group, Map<String, Located> found, String thing) {
        String values =
                sides.stream()
                        .map(
                                side ->
                                        Shown.key(side.name())
                                                + ": "
                                                + example(found.get(side.name()), thing))
                        .collect(Collectors.joining(", "));
        return Shown.key(group.key()) + ": { " + values + " }";
    }

    private static String example(@Nullable Located value, String thing) {
        return value != null && value.node() instanceof Scalar scalar
                ? Shown.key(scalar.text())
                : "<" + thing + ">";
    }
}
