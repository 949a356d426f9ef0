package dev.duet.deploy.config;

import dev.duet.deploy.config.YamlNode.Scalar;
import dev.duet.deploy.config.YamlNode.Sequence;
import dev.duet.schemas.config.ConflictPolicy;
import dev.duet.schemas.config.ConflictRule;
import dev.duet.schemas.config.FieldConfig;
import dev.duet.schemas.config.NullPolicy;
import dev.duet.schemas.config.RowFilter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Reads `rows` of an entity, and what `sends` asks: which values its fields have in rows that are
/// records.
final class RowsReader {
    private static final String MEND =
            "write rows: { <field>: [<value>, ...] } or { <field>: { min: <value>, max: <value> }"
                    + " }";

    private final Reading reading;

    RowsReader(Reading reading) {
        this.reading = reading;
    }

    /// @param names of all fields, key and others, right or wrong
    /// @param right those beside the key that are right
    RowFilter read(
            Located group, List<String> names, List<FieldConfig> right, ConflictPolicy policy) {
        return read(group, names, right, field -> unfit(field, policy));
    }

    /// @param unfit why records cannot be chosen by a field
    RowFilter read(
            Located group,
            List<String> names,
            List<FieldConfig> right,
            Function<FieldConfig, Optional<String>> unfit) {
        Map<String, RowFilter.Condition> fields = new LinkedHashMap<>();
        Map<String, Located> entries = reading.entries(group, MEND).orElse(Map.of());
        if (group.node() instanceof YamlNode.Mapping && entries.isEmpty()) {
            reading.wrong(group, "no field is asked for", MEND + ", or leave it out for all rows");
        }
        for (Located entry : entries.values()) {
            if (!names.contains(entry.key())) {
                reading.missing(
                        entry,
                        Shown.value(Shown.key(entry.key())) + " is not a field of the entity",
                        "name one of " + String.join(", ", names));
                continue;
            }
            right.stream()
                    .filter(field -> field.name().equals(entry.key()))
                    .findFirst()
                    .flatMap(unfit)
                    .ifPresent(
                            why ->
                                    reading.missing(
                                            entry,
                                            why,
                                            "choose by another field, or change this one"));
            condition(entry)
                    .ifPresent(
                            condition -> {
                                reading.inForce(entry, condition.text());
                                fields.put(entry.key(), condition);
                            });
        }
        return new RowFilter(fields);
    }

    /// Why rows cannot be chosen by a field.
    private static Optional<String> unfit(FieldConfig field, ConflictPolicy policy) {
        Optional<String> loose = mayDiffer(field);
        if (loose.isPresent()) {
            return loose;
        }
        return Optional.ofNullable(policy.fields().get(field.name())).flatMap(RowsReader::unfit);
    }

    private static Optional<String> unfit(ConflictRule rule) {
        return switch (rule) {
            case ConflictRule.Owner _ ->
                    Optional.of(
                            "the field has an owner: what the other side writes there is put back,"
                                    + " and must not make records come and go");
            case ConflictRule.Sum _ ->
                    Optional.of("what both sides add to a counter may be none of the values");
            case ConflictRule.Prefer _,
                    ConflictRule.Latest _,
                    ConflictRule.Max _,
                    ConflictRule.Min _,
                    ConflictRule.Version _,
                    ConflictRule.Review _ ->
                    Optional.empty();
        };
    }

    /// Why a record does not tell what a field is on both sides.
    static Optional<String> mayDiffer(FieldConfig field) {
        if (field.form().ignored()) {
            return Optional.of("a field with 'ignore' may differ between the sides");
        }
        return field.form().nulls().values().stream().anyMatch(NullPolicy.Keep.class::isInstance)
                ? Optional.of("a field with 'when-null: keep' may differ between the sides")
                : Optional.empty();
    }

    private Optional<RowFilter.Condition> condition(Located entry) {
        return entry.node() instanceof YamlNode.Mapping ? range(entry) : values(entry);
    }

    private Optional<RowFilter.Condition> range(Located entry) {
        Optional<Section> found = Section.of(entry, Keys.RANGE, reading);
        Optional<String> min =
                found.flatMap(limits -> limits.find("min"))
                        .flatMap(it -> reading.asWritten(it, MEND));
        Optional<String> max =
                found.flatMap(limits -> limits.find("max"))
                        .flatMap(it -> reading.asWritten(it, MEND));
        if (min.isPresent() || max.isPresent()) {
            return Optional.of(new RowFilter.Range(min, max));
        }
        found.ifPresent(_ -> reading.missing(entry, "it has no limit", MEND));
        return Optional.empty();
    }

    private Optional<RowFilter.Condition> values(Located entry) {
        List<YamlNode> nodes =
                entry.node() instanceof Sequence sequence
                        ? sequence.items()
                        : List.of(entry.node());
        List<String> texts = new ArrayList<>();
        boolean empty = false;
        for (YamlNode node : nodes) {
            if (node instanceof Scalar scalar && scalar.kind() == Scalar.Kind.NOTHING) {
                empty = true;
                continue;
            }
            reading.asWritten(entry.item(node), MEND).ifPresent(texts::add);
        }
        if (nodes.isEmpty()) {
            reading.wrong(entry, "no value fits, so there would be no record", MEND);
        }
        return texts.isEmpty() && !empty
                ? Optional.empty()
                : Optional.of(new RowFilter.Values(texts, empty));
    }
}
