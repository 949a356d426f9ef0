package dev.duet.deploy.config;

import dev.duet.schemas.TableName;
import dev.duet.schemas.config.ConflictPolicy;
import dev.duet.schemas.config.ConflictRule;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.FieldConfig;
import dev.duet.schemas.config.NullPolicy;
import dev.duet.schemas.config.ValidationRule;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads `part-of`: the entity in whose rows the fields of another stand, in one of the systems.
final class PartReader {
    private static final String BECAUSE =
            "a part is there where one of its fields has a value, on both sides alike: ";

    private final PerSystem perSystem;
    private final Reading reading;

    /// Every entity so far, and those of them that are right.
    private final Map<String, Located> entries = new LinkedHashMap<>();

    private final Map<String, EntityConfig> right = new LinkedHashMap<>();

    PartReader(PerSystem perSystem, Reading reading) {
        this.perSystem = perSystem;
        this.reading = reading;
    }

    void begin(Located entity) {
        entries.put(entity.key(), entity);
    }

    void done(EntityConfig entity) {
        right.put(entity.name(), entity);
    }

    /// The name of an entity further up that is no part itself.
    Optional<String> read(Located value, Located of) {
        Optional<String> name = reading.text(value, "write the name of an entity further up");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        if (!entries.containsKey(name.get()) || name.get().equals(of.key())) {
            reading.wrong(
                    value,
                    "there is no entity " + Shown.value(name.get()) + " further up",
                    "name the entity whose table this one is in, too, and write that one first");
            return Optional.empty();
        }
        Optional<String> above =
                Optional.ofNullable(right.get(name.get())).flatMap(EntityConfig::partOf);
        if (above.isPresent()) {
            reading.wrong(
                    value,
                    "'%s' is itself part of '%s'".formatted(name.get(), above.get()),
                    "write part-of: " + above.get());
            return Optional.empty();
        }
        reading.inForce(value, name.get());
        return name;
    }

    /// Whether an entity may have a table that belongs to another.
    static boolean isWhole(Optional<String> partOf, Located owner) {
        return partOf.filter(owner.key()::equals).isPresent();
    }

    /// What is wrong with a part that is right otherwise.
    void check(Located value, EntityConfig part) {
        EntityConfig whole = right.get(part.partOf().orElseThrow());
        if (whole == null) {
            return; // it is wrong itself, which has been noted
        }
        List<Side> shared =
                perSystem.sides().stream()
                        .filter(side -> part.sharesTable(whole, side.name()))
                        .toList();
        if (shared.isEmpty()) {
            reading.wrong(
                    value,
                    "it has no table together with '%s'".formatted(whole.name()),
                    "write the table of '%s' in the system that has both in one"
                            .formatted(whole.name()));
        } else if (shared.size() == 2) {
            reading.wrong(
                    value,
                    "both its tables are those of '%s'".formatted(whole.name()),
                    "write the fields at '%s', or the table that one system has for them alone"
                            .formatted(whole.name()));
        } else {
            columns(value, part, whole, shared.getFirst());
        }
        words(value, part, whole);
        part.fields().forEach(field -> field(value, part, field));
    }

    private void columns(Located value, EntityConfig part, EntityConfig whole, Side side) {
        TableName table = part.table(side.name());
        if (!keyIn(part, side).equals(keyIn(whole, side))) {
            reading.wrong(
                    value,
                    "its key in %s is %s, and that of '%s' is %s"
                            .formatted(
                                    side.name(),
                                    keyIn(part, side),
                                    whole.name(),
                                    keyIn(whole, side)),
                    "write the same columns in the same order: both are one row of " + table);
        }
        if (!part.onlyIn(side.name()).isEmpty()) {
            reading.wrong(
                    value,
                    "its table in %s is that of '%s', which says what is only in it"
                            .formatted(side.name(), whole.name()),
                    "write only-in of %s at '%s'".formatted(side.name(), whole.name()));
        }
        Map<String, String> taken = new HashMap<>();
        for (EntityConfig other : right.values()) {
            if (other.table(side.name()).equals(table)) {
                Stream.concat(other.mappedColumns(side.name()), other.onlyIn(side.name()).stream())
                        .forEach(column -> taken.putIfAbsent(folded(side, column), other.name()));
            }
        }
        for (FieldConfig field : part.fields()) {
            field.column(side.name())
                    .filter(column -> taken.containsKey(folded(side, column)))
                    .ifPresent(
                            column ->
                                    reading.wrong(
                                            value,
                                            "column '%s' of %s, which is field '%s' here, belongs to entity '%s' already"
                                                    .formatted(
                                                            column,
                                                            side.name(),
                                                            field.name(),
                                                            taken.get(folded(side, column))),
                                            "map each column once"));
        }
    }

    private static String folded(Side side, String column) {
        return side.kind().map(kind -> kind.foldColumn(column)).orElse(column);
    }

    private static List<String> keyIn(EntityConfig entity, Side side) {
        return entity.key().stream().flatMap(field -> field.column(side.name()).stream()).toList();
    }

    /// Words of an entity that are about which rows are records.
    private void words(Located value, EntityConfig part, EntityConfig whole) {
        if (part.fields().isEmpty()) {
            reading.wrong(value, "a part needs a field beside its key", "write its fields");
        }
        for (EntityConfig entity : List.of(part, whole)) {
            if (!entity.rows().fields().isEmpty()) {
                reading.wrong(
                        value,
                        "'%s' has 'rows', which would leave out one without the other"
                                .formatted(entity.name()),
                        "take 'rows' out of '%s': an entity in parts is one with all its rows"
                                .formatted(entity.name()));
            }
            if (!entity.soft().isEmpty()) {
                reading.wrong(
                        value,
                        "'%s' has 'soft-delete', and its other part would stay without a mark"
                                .formatted(entity.name()),
                        "take 'soft-delete' out of '%s'".formatted(entity.name()));
            }
        }
        if (!part.derived().isEmpty()) {
            reading.wrong(
                    value,
                    BECAUSE
                            + "'%s' is derived, and has one always"
                                    .formatted(part.derived().getFirst().name()),
                    "derive it at '%s', or take it out".formatted(whole.name()));
        }
        part.validation().stream()
                .filter(rule -> rule.severity() instanceof ValidationRule.Repair)
                .forEach(
                        rule ->
                                reading.wrong(
                                        value,
                                        BECAUSE
                                                + "rule '%s', which repairs, could give or take one"
                                                        .formatted(rule.name()),
                                        "write severity: reject, quarantine or warn"));
    }

    private void field(Located value, EntityConfig part, FieldConfig field) {
        ConflictPolicy policy = part.conflicts();
        if (policy.rule(field) instanceof ConflictRule.Sum) {
            reading.wrong(
                    value,
                    BECAUSE + "a counter, such as '%s', always has one".formatted(field.name()),
                    "write another rule for it");
        }
        if (field.form().ignored()) {
            reading.wrong(
                    value,
                    BECAUSE
                            + "'%s' is ignored, and may have one on one side alone"
                                    .formatted(field.name()),
                    "take 'ignore' out, or the field");
        }
        for (Side side : perSystem.sides()) {
            NullPolicy policyOfNull = field.form().into(side.name());
            if (policyOfNull instanceof NullPolicy.Keep
                    || policyOfNull instanceof NullPolicy.Reject) {
                reading.wrong(
                        value,
                        BECAUSE
                                + "'when-null: %s' of '%s' would keep one that is to go"
                                        .formatted(policyOfNull.text(), field.name()),
                        "write when-null: write, or a default");
            }
        }
    }
}
