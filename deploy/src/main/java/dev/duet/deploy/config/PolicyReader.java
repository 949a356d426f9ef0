package dev.duet.deploy.config;

import dev.duet.schemas.config.ConflictPolicy;
import dev.duet.schemas.config.ConflictRule;
import dev.duet.schemas.config.FieldConfig;
import dev.duet.schemas.config.OnDelete;
import dev.duet.schemas.config.OnTrigger;
import dev.duet.schemas.config.UpdateVsDelete;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Finds the rule that is in force for each field: its own, else its entity's, else the file's,
/// else the system listed first wins.
final class PolicyReader {
    private final PerSystem perSystem;
    private final Reading reading;
    private final RuleReader rules;

    PolicyReader(PerSystem perSystem, Reading reading) {
        this.perSystem = perSystem;
        this.reading = reading;
        this.rules = new RuleReader(perSystem, reading);
    }

    /// A rule and where it was said.
    ///
    /// @param rule empty when it is wrong, which has been noted
    /// @param by the key that says it; empty when none does
    record Said(Optional<ConflictRule> rule, Optional<Located> by) {}

    /// The fields of an entity beside its key, as far as they are right.
    ///
    /// @param keyNames what stands in the key
    /// @param own the rules that fields say themselves, by field
    /// @param others their `non-owner`, by field
    /// @param names of all fields, right or wrong
    record Fields(
            List<FieldConfig> right,
            List<String> keyNames,
            List<String> names,
            Map<String, Said> own,
            Map<String, Located> others) {
        static final Fields NONE = new Fields(List.of(), List.of(), List.of(), Map.of(), Map.of());
    }

    /// The default of the whole file.
    Said ofFile(Section root) {
        Optional<Located> given = root.find("on-conflict");
        if (given.isPresent()) {
            return noted(new Said(rules.onConflictByDefault(given.get()), given));
        }
        Optional<ConflictRule> standard =
                perSystem.first().map(first -> ConflictPolicy.standardRule(first));
        standard.ifPresent(rule -> reading.inForceByDefault("on-conflict", rule.text()));
        return new Said(standard, Optional.empty());
    }

    /// What a field says itself.
    Optional<Said> ofField(Map<String, Located> words) {
        Optional<Located> owner = Optional.ofNullable(words.get("owner"));
        Optional<Located> onConflict = Optional.ofNullable(words.get("on-conflict"));
        return contradiction(owner, onConflict, "an owned field has no conflicts")
                .or(() -> owner.map(by -> new Said(rules.owner(by), owner)))
                .or(() -> onConflict.map(by -> new Said(rules.onConflict(by), onConflict)));
    }

    /// @param policy as far as it is right, with the standard for what is not
    record OfEntity(ConflictPolicy policy, boolean isRight) {}

    /// Problems are noted when something of it is wrong.
    OfEntity ofEntity(Section entity, Said ofFile, Fields fields) {
        int before = reading.problems().count();
        Optional<Said> own = ofEntity(entity);
        own.ifPresent(said -> checkVersion(said, entity, fields));
        Said standing = own.orElse(ofFile);
        Map<String, ConflictRule> ruled = new LinkedHashMap<>();
        List<Said> checked = new ArrayList<>(own.stream().toList());
        for (FieldConfig field : fields.right()) {
            Said said = fields.own().getOrDefault(field.name(), standing);
            if (!checked.contains(said)) {
                checked.add(said); // a default that does not fit is said once
                checkVersion(said, entity, fields);
            }
            said.rule().ifPresent(rule -> ruled.put(field.name(), rule));
            inForce(entity.pathOf("fields") + "." + field.name(), said);
        }
        new NonOwnerReader(rules, reading).read(entity, fields, ruled);
        Optional<UpdateVsDelete> updateVsDelete = updateVsDelete(entity);
        Optional<OnTrigger> onTrigger = onTrigger(entity);
        Map<String, OnDelete> deletes = deletes(entity);
        Map<String, OnDelete> leaving = leaving(entity);
        return new OfEntity(
                new ConflictPolicy(
                        ruled,
                        updateVsDelete.orElseGet(UpdateVsDelete.Update::new),
                        onTrigger.orElse(OnTrigger.STANDARD),
                        deletes,
                        leaving),
                updateVsDelete.isPresent()
                        && onTrigger.isPresent()
                        && ruled.size() == fields.right().size()
                        && reading.problems().count() == before);
    }

    private Optional<Said> ofEntity(Section entity) {
        Optional<Located> owner = entity.find("owner");
        Optional<Located> onConflict = entity.find("on-conflict");
        return contradiction(owner, onConflict, "both are the default of the same fields")
                .or(() -> owner.map(by -> noted(new Said(rules.owner(by), owner))))
                .or(
                        () ->
                                onConflict.map(
                                        by ->
                                                noted(
                                                        new Said(
                                                                rules.onConflictByDefault(by),
                                                                onConflict))));
    }

    private Optional<Said> contradiction(
            Optional<Located> owner, Optional<Located> onConflict, String why) {
        if (owner.isEmpty() || onConflict.isEmpty()) {
            return Optional.empty();
        }
        reading.missing(
                onConflict.get(),
                "'owner' and 'on-conflict' contradict each other: " + why,
                "keep one of the two");
        return Optional.of(new Said(Optional.empty(), onConflict));
    }

    private Optional<UpdateVsDelete> updateVsDelete(Section entity) {
        Optional<Located> given = entity.find("update-vs-delete");
        if (given.isPresent()) {
            Optional<UpdateVsDelete> rule = rules.updateVsDelete(given.get());
            rule.ifPresent(found -> reading.inForce(given.get(), found.text()));
            return rule;
        }
        Optional<UpdateVsDelete> standard =
                perSystem.first().map(first -> ConflictPolicy.standardUpdateVsDelete(first));
        standard.ifPresent(
                rule -> reading.inForceByDefault(entity.pathOf("update-vs-delete"), rule.text()));
        return standard;
    }

    /// What becomes of what triggers do to an entity's rows.
    private Optional<OnTrigger> onTrigger(Section entity) {
        Optional<Located> given = entity.find("on-trigger");
        if (given.isEmpty()) {
            reading.inForceByDefault(entity.pathOf("on-trigger"), OnTrigger.STANDARD.text());
            return Optional.of(OnTrigger.STANDARD);
        }
        Optional<OnTrigger> found = rules.onTrigger(given.get());
        found.ifPresent(policy -> reading.inForce(given.get(), policy.text()));
        return found;
    }

    /// What becomes of a record in each system when the other one deletes it.
    private Map<String, OnDelete> deletes(Section entity) {
        Optional<Located> given = entity.find("deletes");
        if (given.isEmpty()) {
            reading.inForceByDefault(entity.pathOf("deletes"), OnDelete.STANDARD.text());
            return Map.of();
        }
        return bySystem(given.get(), rules::onDelete);
    }

    /// The same when its row in the other one ceases to be a record; what is not said is as for a
    /// delete.
    private Map<String, OnDelete> leaving(Section entity) {
        Optional<Located> given = entity.find("leaving");
        if (given.isEmpty()) {
            return Map.of();
        }
        if (entity.find("rows").isEmpty() && entity.find("sends").isEmpty()) {
            reading.missing(
                    given.get(),
                    "without 'rows' or 'sends' no row ceases to be a record but by a delete",
                    "say with rows: which rows are records, or leave this out");
        }
        return bySystem(given.get(), rules::onLeaving);
    }

    private Map<String, OnDelete> bySystem(
            Located given, Function<Located, Optional<OnDelete>> read) {
        Map<String, OnDelete> said = new LinkedHashMap<>();
        if (given.node() instanceof YamlNode.Mapping) {
            String mend = "write %s: { %s: ignore }".formatted(given.key(), perSystem.example());
            perSystem
                    .some(given, mend)
                    .forEach(
                            (system, value) ->
                                    read.apply(value)
                                            .ifPresent(
                                                    rule -> {
                                                        reading.inForce(value, rule.text());
                                                        said.put(system, rule);
                                                    }));
        } else {
            read.apply(given)
                    .ifPresent(
                            rule -> {
                                reading.inForce(given, rule.text());
                                perSystem.sides().forEach(side -> said.put(side.name(), rule));
                            });
        }
        return said;
    }

    /// A version is read from the row, so it must be a field; and one that both sides can change.
    private void checkVersion(Said said, Section entity, Fields fields) {
        if (said.by().isEmpty()
                || said.rule().isEmpty()
                || !(said.rule().get() instanceof ConflictRule.Version version)
                || entity.find("fields").isEmpty() // which has been noted
                || fields.names().contains(version.field())) {
            return;
        }
        Located by = said.by().get();
        String name = Shown.value(version.field());
        String what =
                fields.keyNames().contains(version.field())
                        ? name + " is in the key, which never differs between the sides"
                        : "there is no field " + name + " in the entity";
        if (by.path().equals("on-conflict")) {
            reading.missing(
                    entity.group(),
                    what + ", and on-conflict at line " + by.keyPlace().line() + " names it",
                    "give the entity an on-conflict of its own");
            return;
        }
        String meant =
                NearestWord.of(version.field(), fields.names())
                        .map(near -> "did you mean '" + near + "'? Else ")
                        .orElse("");
        reading.wrong(by, what, meant + "name a field of the entity that is not in its key");
    }

    private Said noted(Said said) {
        said.rule().ifPresent(rule -> inForce(said.by(), rule));
        return said;
    }

    private void inForce(Optional<Located> by, ConflictRule rule) {
        by.ifPresent(key -> reading.inForce(key, value(rule)));
    }

    private void inForce(String field, Said said) {
        if (said.rule().isEmpty()) {
            return;
        }
        ConflictRule rule = said.rule().get();
        String path = field + (rule instanceof ConflictRule.Owner ? ".owner" : ".on-conflict");
        said.by()
                .ifPresentOrElse(
                        by -> reading.inForce(path, by, value(rule)),
                        () -> reading.inForceByDefault(path, value(rule)));
    }

    /// What stands after the key that says the rule.
    private static String value(ConflictRule rule) {
        return rule instanceof ConflictRule.Owner owner ? owner.system() : rule.text();
    }
}
