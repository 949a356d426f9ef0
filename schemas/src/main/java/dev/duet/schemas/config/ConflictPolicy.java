package dev.duet.schemas.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How the conflicts of one entity end. Complete: what the file leaves to a default has it here.
///
/// @param fields the rule of each field that is not in the key, by the field's name
/// @param deletes by system, what a delete of the other one comes to there, other than by the
///   standard
/// @param leaving the same where a row of the other one ceases to fit `rows`, other than as a
///   delete
public record ConflictPolicy(
        Map<String, ConflictRule> fields,
        UpdateVsDelete updateVsDelete,
        OnTrigger onTrigger,
        Map<String, OnDelete> deletes,
        Map<String, OnDelete> leaving) {

    public ConflictPolicy(Map<String, ConflictRule> fields, UpdateVsDelete updateVsDelete) {
        this(fields, updateVsDelete, OnTrigger.STANDARD, Map.of(), Map.of());
    }

    public ConflictPolicy {
        fields = FileOrder.copyOf(fields);
        Map<String, OnDelete> said = new LinkedHashMap<>(deletes);
        said.values().removeIf(OnDelete.STANDARD::equals);
        deletes = FileOrder.copyOf(said);
        leaving = FileOrder.copyOf(leaving);
    }

    /// What becomes of a record in a system when the other one deletes it.
    public OnDelete deletes(String system) {
        return deletes.getOrDefault(system, OnDelete.STANDARD);
    }

    /// What becomes of a record in a system when its row in the other one ceases to fit `rows`.
    public OnDelete leaving(String system) {
        return leaving.getOrDefault(system, deletes(system));
    }

    /// Whether a record may stay in a system that has none in the other.
    public boolean keepsAlone(String system) {
        return deletes(system) == OnDelete.IGNORE || leaving(system) == OnDelete.IGNORE;
    }

    /// What holds when the file says nothing: the system listed first wins.
    public static ConflictPolicy standard(String first, List<FieldConfig> fields) {
        Map<String, ConflictRule> rules = new LinkedHashMap<>();
        fields.forEach(field -> rules.put(field.name(), standardRule(first)));
        return new ConflictPolicy(rules, standardUpdateVsDelete(first));
    }

    /// The rule of a field for which neither itself, nor its entity, nor the file says one.
    public static ConflictRule standardRule(String first) {
        return new ConflictRule.Prefer(first);
    }

    public static UpdateVsDelete standardUpdateVsDelete(String first) {
        return new UpdateVsDelete.Prefer(first);
    }

    public ConflictRule rule(FieldConfig field) {
        ConflictRule rule = fields.get(field.name());
        if (rule == null) {
            throw new IllegalArgumentException("field " + field.name() + " has no rule");
        }
        return rule;
    }

    /// Whether a system keeps what it writes into fields of the other's.
    public boolean keeps() {
        return fields.values().stream()
                .anyMatch(
                        rule ->
                                rule instanceof ConflictRule.Owner owner
                                        && owner.others() == NonOwner.KEEP);
    }

    /// The systems that rules name.
    List<String> systems() {
        List<String> systems = new ArrayList<>();
        fields.values().forEach(rule -> system(rule).ifPresent(systems::add));
        if (updateVsDelete instanceof UpdateVsDelete.Prefer prefer) {
            systems.add(prefer.system());
        }
        systems.addAll(deletes.keySet());
        systems.addAll(leaving.keySet());
        return systems;
    }

    private static Optional<String> system(ConflictRule rule) {
        return switch (rule) {
            case ConflictRule.Owner owner -> Optional.of(owner.system());
            case ConflictRule.Prefer prefer -> Optional.of(prefer.system());
            case ConflictRule.Latest _,
                    ConflictRule.Max _,
                    ConflictRule.Min _,
                    ConflictRule.Sum _,
                    ConflictRule.Version _,
                    ConflictRule.Review _ ->
                    Optional.empty();
        };
    }
}
