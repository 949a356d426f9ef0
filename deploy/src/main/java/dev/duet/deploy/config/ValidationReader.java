package dev.duet.deploy.config;

import dev.duet.deploy.config.ValidationTests.Fields;
import dev.duet.deploy.config.ValidationTests.Test;
import dev.duet.schemas.config.Expression;
import dev.duet.schemas.config.FieldConfig;
import dev.duet.schemas.config.ValidationRule;
import dev.duet.schemas.config.ValidationRule.Quarantine;
import dev.duet.schemas.config.ValidationRule.Reject;
import dev.duet.schemas.config.ValidationRule.Repair;
import dev.duet.schemas.config.ValidationRule.Severity;
import dev.duet.schemas.config.ValidationRule.Warn;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads `validate` of an entity: what is asked of its records, and what becomes of those that do
/// not meet it.
final class ValidationReader {
    private static final String MEND =
            "write validate: and below it - { rule: \"price >= 0\", message: \"...\" }";
    private static final String SET = "write set: { <field>: \"<expression>\" }";
    private static final String REPAIR = "repair";

    private static final List<Severity> PLAIN = List.of(new Quarantine(), new Reject(), new Warn());

    private final Reading reading;
    private final ExpressionReader expressions;
    private final ValidationTests tests;

    ValidationReader(Reading reading) {
        this.reading = reading;
        this.expressions = new ExpressionReader(reading);
        this.tests = new ValidationTests(reading, expressions);
    }

    List<ValidationRule> read(Located group, Fields fields) {
        if (!(group.node() instanceof YamlNode.Sequence sequence)) {
            reading.wrong(
                    group, "a list of rules is needed, not " + group.node().description(), MEND);
            return List.of();
        }
        if (sequence.items().isEmpty()) {
            reading.wrong(group, "there is no rule", MEND + ", or leave it out");
        }
        Map<String, Located> names = new LinkedHashMap<>();
        List<ValidationRule> rules = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
            YamlNode item = sequence.items().get(i);
            Located located =
                    new Located(
                            "%s[%d]".formatted(group.path(), i), group.key(), item.place(), item);
            Section.of(located, Keys.VALIDATION, reading)
                    .ifPresent(section -> rules.addAll(rules(section, fields, names)));
        }
        return rules;
    }

    private List<ValidationRule> rules(Section item, Fields fields, Map<String, Located> names) {
        List<Test> asked = tests.read(item, fields);
        Optional<String> message =
                item.find("message").flatMap(it -> reading.text(it, "say it in words, for people"));
        Optional<String> given = item.find("name").flatMap(this::name);
        Map<String, Expression> set = set(item, fields);
        List<ValidationRule> rules = new ArrayList<>();
        for (Test test : asked) {
            String name =
                    given.map(it -> asked.size() == 1 ? it : it + "-" + test.first())
                            .orElse(test.name());
            claim(item, name, names);
            String says = message.orElse(test.asks());
            severity(item, test, set)
                    .map(it -> new ValidationRule(name, test.test(), says, it))
                    .ifPresent(rules::add);
        }
        refuseUnused(item, asked, set);
        rules.forEach(
                it ->
                        reading.inForce(
                                item.group().path() + "." + it.name(),
                                item.group(),
                                it.severity().text() + ": " + it.message()));
        return rules;
    }

    private Optional<String> name(Located value) {
        Optional<String> name = reading.text(value, "write a name, such as price-range");
        if (name.isPresent() && !ValidationRule.NAME.matcher(name.get()).matches()) {
            reading.wrong(
                    value,
                    Shown.value(name.get()) + " is not a name for a rule",
                    "use 1 to 63 small letters, digits and -, starting with a letter");
            return Optional.empty();
        }
        return name;
    }

    private void claim(Section item, String name, Map<String, Located> names) {
        Located first = names.putIfAbsent(name, item.group());
        if (first != null) {
            reading.missing(
                    item.group(),
                    "there is a rule '%s' already, at line %d"
                            .formatted(name, first.place().line()),
                    "give it a name of its own: { name: <name>, ... }");
        }
    }

    private Optional<Severity> severity(Section item, Test test, Map<String, Expression> set) {
        Optional<Located> word = item.find("severity");
        if (word.isEmpty()) {
            return Optional.of(new Quarantine());
        }
        Map<String, Optional<Severity>> words = new LinkedHashMap<>();
        PLAIN.forEach(it -> words.put(it.text(), Optional.of(it)));
        words.put(REPAIR, repair(item, test, set));
        return reading.choice(word.get(), words).flatMap(it -> it);
    }

    /// Of what stands for several rules each sets its own field.
    private Optional<Severity> repair(Section item, Test test, Map<String, Expression> set) {
        Map<String, Expression> own = new LinkedHashMap<>(set);
        if (!test.isFree()) {
            own.keySet().retainAll(test.fields());
        }
        if (own.isEmpty() && isRepair(item) && !isWrong(item, test)) {
            reading.missing(
                    item.group(),
                    "it does not say what '%s' is set to".formatted(test.first()),
                    SET);
        }
        return own.isEmpty() ? Optional.empty() : Optional.of(new Repair(own));
    }

    private static boolean isRepair(Section item) {
        return item.find("severity")
                .filter(
                        it ->
                                it.node() instanceof YamlNode.Scalar word
                                        && word.text().equals(REPAIR))
                .isPresent();
    }

    /// Whether what it is set to is there, which then has been found wrong.
    private static boolean isWrong(Section item, Test test) {
        return item.find("set")
                .filter(
                        it ->
                                !(it.node() instanceof YamlNode.Mapping group)
                                        || group.entries().isEmpty()
                                        || test.isFree()
                                        || DerivationReader.has(group, test.first()))
                .isPresent();
    }

    private void refuseUnused(Section item, List<Test> asked, Map<String, Expression> set) {
        Optional<Located> group = item.find("set");
        if (group.isEmpty()) {
            return;
        }
        if (!isRepair(item)) {
            reading.missing(
                    group.get(),
                    "'set' says what 'severity: repair' does, and there is none",
                    "add severity: repair, or remove set");
            return;
        }
        if (asked.isEmpty() || asked.getFirst().isFree()) {
            return;
        }
        Set<String> unused = new HashSet<>(set.keySet());
        asked.forEach(test -> unused.removeAll(test.fields()));
        unused.forEach(
                field ->
                        reading.missing(
                                group.get(),
                                "'%s' is set, and is not asked for".formatted(field),
                                "ask for it, or write it as a rule"));
    }

    private Map<String, Expression> set(Section item, Fields fields) {
        Map<String, Expression> set = new LinkedHashMap<>();
        Optional<Located> group = item.find("set");
        if (group.isEmpty()) {
            return set;
        }
        Map<String, Located> entries = reading.entries(group.get(), SET).orElse(Map.of());
        if (entries.isEmpty() && group.get().node() instanceof YamlNode.Mapping) {
            reading.wrong(group.get(), "it does not say what is set", SET);
        }
        for (Located entry : entries.values()) {
            Optional<String> unfit = unfit(entry.key(), fields);
            unfit.ifPresent(
                    why -> reading.missing(entry, why, "set another field, or hold the record"));
            expressions
                    .read(entry, fields.names(), SET)
                    .filter(it -> tests.areTold(entry, it.names(), fields) && unfit.isEmpty())
                    .ifPresent(it -> set.put(entry.key(), it.expression()));
        }
        return set;
    }

    /// Why a field cannot be set.
    private static Optional<String> unfit(String name, Fields fields) {
        Optional<FieldConfig> field = fields.other(name);
        if (fields.isInKey(name)) {
            return Optional.of("a field of the key says which record it is");
        }
        if (field.isEmpty()) {
            return fields.names().contains(name)
                    ? Optional.empty() // what is wrong with it has been noted
                    : Optional.of(Shown.value(Shown.key(name)) + " is not a field of the entity");
        }
        if (field.get().columns().size() < 2) {
            return Optional.of("the field is part of a derived one, which tells what it is");
        }
        return fields.rows().fields().containsKey(name)
                ? Optional.of("'rows' asks that field whether there is a record at all")
                : fields.untold(field.get());
    }
}
