package dev.duet.deploy.config;

import dev.duet.deploy.config.YamlNode.Scalar;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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

    /// The values by the systems' names; empty when one is missing or the systems are not known.
    ///
    /// @param owner what the group belongs to, such as `the field`
    /// @param thing what each value is, such as `column`
    /// @param later words that may stand beside the systems one day
    Optional<Map<String, Located>> read(
            Located group, String owner, String thing, List<String> later) {
        Optional<Map<String, Located>> entries =
                reading.entries(group, "write " + example(group, Map.of(), thing));
        if (entries.isEmpty() || !knowsSides()) {
            return Optional.empty();
        }
        boolean unknown = false;
        Map<String, Located> found = new LinkedHashMap<>();
        for (Located entry : entries.get().values()) {
            if (isSide(entry.key())) {
                found.put(entry.key(), entry);
            } else if (later.contains(entry.key())) {
                UnknownKeys.refuseLater(entry, reading);
            } else {
                unknown = true;
                refuse(entry);
            }
        }
        if (!unknown) { // a misspelt system is missing too, but once is enough
            refuseMissing(group, found, owner, thing);
        }
        return found.size() == sides.size() ? Optional.of(found) : Optional.empty();
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

    private void refuse(Located entry) {
        List<String> names = sides.stream().map(Side::name).map(Shown::key).toList();
        String meant =
                NearestWord.of(entry.key(), names)
                        .map(name -> "did you mean '" + name + "'? ")
                        .orElse("");
        reading.problems()
                .add(
                        entry.keyPlace(),
                        entry.path(),
                        Shown.value(Shown.key(entry.key())) + " is not a system",
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
