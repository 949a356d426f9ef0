package dev.duet.deploy.config;

import dev.duet.schemas.config.ConflictPolicy;
import dev.duet.schemas.config.ConflictRule;
import dev.duet.schemas.config.FieldConfig;
import dev.duet.schemas.config.OnTrigger;
import dev.duet.schemas.config.RowFilter;
import dev.duet.schemas.config.ValidationRule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads `sends` of an entity: what the records have that a system tells the other of.
final class SendsReader {
    private final PerSystem perSystem;
    private final Reading reading;

    SendsReader(PerSystem perSystem, Reading reading) {
        this.perSystem = perSystem;
        this.reading = reading;
    }

    /// What else the entity says.
    ///
    /// @param names of all fields, key and others, right or wrong
    /// @param right those beside the key that are right
    record Beside(
            Section entity,
            List<String> names,
            List<FieldConfig> key,
            List<FieldConfig> right,
            ConflictPolicy policy,
            List<ValidationRule> validation) {}

    /// @return by system
    Map<String, RowFilter> read(Located group, Beside beside) {
        String mend =
                "write sends: { %s: { <field>: [<value>, ...] } }".formatted(perSystem.example());
        Map<String, Located> systems = perSystem.some(group, mend);
        refuse(group, beside);
        Map<String, RowFilter> sends = new LinkedHashMap<>();
        systems.forEach(
                (system, asked) -> {
                    RowFilter records =
                            new RowsReader(reading)
                                    .read(asked, beside.names, beside.right, RowsReader::mayDiffer);
                    if (!records.fields().isEmpty()) {
                        sends.put(system, records);
                    }
                });
        return sends;
    }

    /// What does not go with a record that one side has and does not tell of.
    private void refuse(Located group, Beside beside) {
        for (String word : List.of("rows", "soft-delete", "part-of")) {
            beside.entity
                    .find(word)
                    .ifPresent(
                            _ ->
                                    reading.wrong(
                                            group,
                                            "'sends' does not go with '%s'".formatted(word),
                                            word.equals("rows")
                                                    ? "write rows: for one condition in both"
                                                            + " directions, or sends: for one of"
                                                            + " each"
                                                    : "leave one of the two out"));
        }
        if (!beside.policy.deletes().isEmpty()) {
            reading.wrong(
                    group,
                    "'sends' does not go with 'deletes' that are not propagated",
                    "write deletes: propagate, or leave 'sends' out");
        }
        if (beside.policy.onTrigger() != OnTrigger.NOTICE) {
            reading.wrong(
                    group,
                    "'sends' does not go with 'on-trigger: %s'"
                            .formatted(beside.policy.onTrigger().text()),
                    "write on-trigger: notice, or leave 'sends' out");
        }
        for (FieldConfig field : beside.right) {
            Optional.ofNullable(beside.policy.fields().get(field.name()))
                    .flatMap(SendsReader::unfit)
                    .ifPresent(
                            why ->
                                    reading.wrong(
                                            group,
                                            "field '%s': %s"
                                                    .formatted(Shown.key(field.name()), why),
                                            "give the field another on-conflict, or leave 'sends'"
                                                    + " out"));
        }
        if (beside.key.stream().anyMatch(it -> it.form().conversion().isPresent())) {
            reading.wrong(
                    group,
                    "'sends' does not go with a key that is another one in each system",
                    "leave 'sends' out");
        }
        if (beside.validation.stream()
                .anyMatch(it -> it.severity() instanceof ValidationRule.Reject)) {
            reading.wrong(
                    group,
                    "'severity: reject' does not go with 'sends': the other side's record does not"
                            + " tell what it is here",
                    "write severity: quarantine");
        }
    }

    private static Optional<String> unfit(ConflictRule rule) {
        return switch (rule) {
            case ConflictRule.Sum _ ->
                    Optional.of("a counter adds up nothing where some of its steps are not sent");
            case ConflictRule.Owner _ ->
                    Optional.of("what an owner does must reach the other side, or be put back");
            case ConflictRule.Prefer _,
                    ConflictRule.Latest _,
                    ConflictRule.Max _,
                    ConflictRule.Min _,
                    ConflictRule.Version _,
                    ConflictRule.Review _ ->
                    Optional.empty();
        };
    }
}
