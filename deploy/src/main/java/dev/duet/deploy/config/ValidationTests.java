package dev.duet.deploy.config;

import dev.duet.mapping.expressions.Language;
import dev.duet.mapping.expressions.WrongExpression;
import dev.duet.schemas.config.ConflictPolicy;
import dev.duet.schemas.config.ConflictRule;
import dev.duet.schemas.config.Conversion;
import dev.duet.schemas.config.Expression;
import dev.duet.schemas.config.FieldConfig;
import dev.duet.schemas.config.RowFilter;
import dev.duet.schemas.config.ValidationRule;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Reads what one item of `validate` asks for. `required`, `format` and `range` become expressions,
/// one for each field.
final class ValidationTests {
    private static final String RULE = "write rule: \"price >= 0\"";
    private static final String REQUIRED = "write required: [<field>, ...]";
    private static final String REFERENCES = "write references: [<field>, ...]";
    private static final String FORMAT = "write format: { <field>: \"<regular expression>\" }";
    private static final String RANGE = "write range: { <field>: { min: 0, max: 100 } }";
    private static final int NAME_MAX = 63;

    private final Reading reading;
    private final ExpressionReader expressions;

    ValidationTests(Reading reading, ExpressionReader expressions) {
        this.reading = reading;
        this.expressions = expressions;
    }

    /// The fields of an entity.
    ///
    /// @param policy as far as it is right
    record Fields(PolicyReader.Fields all, ConflictPolicy policy, RowFilter rows) {
        /// Right or wrong.
        List<String> names() {
            return Stream.concat(all.keyNames().stream(), all.names().stream()).toList();
        }

        boolean isInKey(String name) {
            return all.keyNames().contains(name);
        }

        /// One beside the key that is right.
        Optional<FieldConfig> other(String name) {
            return all.right().stream().filter(field -> field.name().equals(name)).findFirst();
        }

        /// Why a record does not tell what a field is.
        Optional<String> untold(FieldConfig field) {
            return policy.fields().get(field.name()) instanceof ConflictRule.Sum
                    ? Optional.of("of a counter only what it is raised by goes over")
                    : RowsReader.mayDiffer(field);
        }
    }

    /// @param name that a rule has for it when it is given none
    /// @param asks what it asks for, in words
    /// @param fields that it names
    /// @param isFree whether it is any expression, and not about one field
    record Test(
            String name,
            ValidationRule.Test test,
            String asks,
            Set<String> fields,
            boolean isFree) {
        String first() {
            return fields.iterator().next();
        }
    }

    List<Test> read(Section item, Fields fields) {
        List<Located> said =
                Stream.of("rule", "required", "format", "range", "references")
                        .flatMap(kind -> item.find(kind).stream())
                        .toList();
        if (said.size() != 1) {
            reading.missing(
                    item.group(),
                    said.isEmpty()
                            ? "it does not say what it asks for"
                            : "it asks for '%s' and for '%s'"
                                    .formatted(said.getFirst().key(), said.get(1).key()),
                    "write one of rule, required, format, range and references in each");
            return List.of();
        }
        Located asked = said.getFirst();
        return switch (asked.key()) {
            case "rule" -> rule(asked, fields).stream().toList();
            case "required" -> required(asked, fields);
            case "references" -> references(asked, fields);
            case "format" ->
                    entries(asked, FORMAT).stream()
                            .flatMap(entry -> format(entry, fields).stream())
                            .toList();
            default ->
                    entries(asked, RANGE).stream()
                            .flatMap(entry -> range(entry, fields).stream())
                            .toList();
        };
    }

    private Optional<Test> rule(Located value, Fields fields) {
        Optional<ExpressionReader.Read> read = expressions.read(value, fields.names(), RULE);
        if (read.isEmpty() || !areTold(value, read.get().names(), fields)) {
            return Optional.empty();
        }
        Set<String> named = read.get().names();
        try {
            read.get().formula().requireTruth();
        } catch (WrongExpression e) {
            reading.wrong(value, e.what(), e.mend());
            return Optional.empty();
        }
        if (named.isEmpty()) {
            reading.wrong(value, "it names no field, so all records are alike to it", RULE);
            return Optional.empty();
        }
        Expression expression = read.get().expression();
        String name = ruleName(String.join("-", named));
        return Optional.of(new Test(name, expression, expression.text(), named, true));
    }

    private List<Test> required(Located group, Fields fields) {
        return names(group, REQUIRED).entrySet().stream()
                .flatMap(
                        it ->
                                ofField(
                                        it.getValue(),
                                        it.getKey(),
                                        "required",
                                        fields,
                                        "has a value")
                                        .stream())
                .toList();
    }

    private List<Test> references(Located group, Fields fields) {
        return names(group, REFERENCES).entrySet().stream()
                .flatMap(it -> link(it.getValue(), it.getKey(), fields).stream())
                .toList();
    }

    /// The fields of a list, each once, with where it is named.
    private Map<String, Located> names(Located group, String mend) {
        Map<String, Located> names = new LinkedHashMap<>();
        if (!(group.node() instanceof YamlNode.Sequence sequence)) {
            reading.wrong(
                    group, "a list of fields is needed, not " + group.node().description(), mend);
            return names;
        }
        if (sequence.items().isEmpty()) {
            reading.wrong(group, "no field is asked for", mend);
        }
        for (YamlNode item : sequence.items()) {
            Located value = group.item(item);
            reading.text(value, mend).ifPresent(name -> names.putIfAbsent(name, value));
        }
        return names;
    }

    /// That the record which a field names is there.
    private Optional<Test> link(Located by, String name, Fields fields) {
        if (!isField(by, name, fields) || !areTold(by, List.of(name), fields)) {
            return Optional.empty();
        }
        Optional<FieldConfig> field = fields.other(name);
        return switch (field.flatMap(it -> it.form().conversion()).orElse(null)) {
            case Conversion.Reference to ->
                    Optional.of(
                            new Test(
                                    ruleName(name + "-references"),
                                    new ValidationRule.Link(name, to.entity()),
                                    "%s names a record of %s that is there"
                                            .formatted(name, to.entity()),
                                    Set.of(name),
                                    false));
            case Conversion.Crosswalk to -> {
                reading.wrong(
                        by,
                        "each system makes up the keys of '%s', so there is none to write before that record is there"
                                .formatted(to.entity()),
                        "leave the rule out: such a record is held (23503)");
                yield Optional.empty();
            }
            case null, default -> {
                if (field.isPresent() || fields.isInKey(name)) {
                    reading.wrong(
                            by,
                            fields.isInKey(name)
                                    ? "'%s' is part of the key, which no rule can mend"
                                            .formatted(name)
                                    : "'%s' does not say which entity it references"
                                            .formatted(name),
                            fields.isInKey(name)
                                    ? "leave the rule out: such a record is held (23503)"
                                    : "write references: <entity> at the field: %s: { ..., references: <entity> }"
                                            .formatted(name));
                }
                yield Optional.empty();
            }
        };
    }

    private Optional<Test> format(Located entry, Fields fields) {
        Optional<String> pattern = reading.text(entry, FORMAT);
        if (pattern.isEmpty()) {
            return Optional.empty();
        }
        String whole = "^(?:" + pattern.get() + ")$";
        if (!Language.isPattern(whole)) {
            reading.wrong(
                    entry,
                    Shown.value(pattern.get()) + " is not a regular expression",
                    "write one as RE2 has it, such as \"[A-Z]{2}[0-9]+\"");
            return Optional.empty();
        }
        String literal = "'" + whole.replace("\\", "\\\\").replace("'", "\\'") + "'";
        return ofField(
                entry,
                entry.key(),
                "format",
                fields,
                "has the format " + pattern.get(),
                "%s.matches(%s)".formatted(entry.key(), literal));
    }

    private Optional<Test> range(Located entry, Fields fields) {
        Optional<Section> limits = Section.of(entry, Keys.RANGE, reading);
        if (limits.isEmpty()) {
            return Optional.empty();
        }
        Optional<Located> least = limits.get().find("min");
        Optional<Located> most = limits.get().find("max");
        Optional<BigDecimal> min = least.flatMap(this::number);
        Optional<BigDecimal> max = most.flatMap(this::number);
        if (least.isEmpty() && most.isEmpty()) {
            reading.missing(entry, "it has no limit", RANGE);
        }
        if (min.isEmpty() && max.isEmpty()) {
            return Optional.empty();
        }
        if (min.isPresent() && max.isPresent() && min.get().compareTo(max.get()) > 0) {
            reading.missing(
                    entry, "no number is from %s to %s".formatted(min.get(), max.get()), RANGE);
            return Optional.empty();
        }
        List<String> asked = new ArrayList<>();
        List<String> words = new ArrayList<>();
        min.map(BigDecimal::toPlainString).ifPresent(it -> asked.add(entry.key() + " >= " + it));
        max.map(BigDecimal::toPlainString).ifPresent(it -> asked.add(entry.key() + " <= " + it));
        min.map(BigDecimal::toPlainString).ifPresent(it -> words.add("at least " + it));
        max.map(BigDecimal::toPlainString).ifPresent(it -> words.add("at most " + it));
        return ofField(
                entry,
                entry.key(),
                "range",
                fields,
                "is " + String.join(" and ", words),
                String.join(" && ", asked));
    }

    private Optional<BigDecimal> number(Located value) {
        if (value.node() instanceof YamlNode.Scalar scalar
                && (scalar.kind() == YamlNode.Scalar.Kind.INTEGER
                        || scalar.kind() == YamlNode.Scalar.Kind.DECIMAL)
                && scalar.text().matches("-?[0-9]{1,15}([.][0-9]{1,6})?")) {
            return Optional.of(new BigDecimal(scalar.text()));
        }
        reading.wrong(
                value,
                "a number is needed, not " + value.node().description(),
                "write it plainly, such as 0 or 99.5; a date is asked for by a rule:"
                        + " \"due >= timestamp('2020-01-01T00:00:00Z')\"");
        return Optional.empty();
    }

    private Collection<Located> entries(Located group, String mend) {
        Map<String, Located> entries = reading.entries(group, mend).orElse(Map.of());
        if (entries.isEmpty() && group.node() instanceof YamlNode.Mapping) {
            reading.wrong(group, "no field is asked for", mend);
        }
        return entries.values();
    }

    private Optional<Test> ofField(
            Located by, String field, String kind, Fields fields, String asks) {
        return ofField(by, field, kind, fields, asks, field + " != null");
    }

    private Optional<Test> ofField(
            Located by, String field, String kind, Fields fields, String asks, String expression) {
        if (!isField(by, field, fields)) {
            return Optional.empty();
        }
        if (!areTold(by, List.of(field), fields)) {
            return Optional.empty();
        }
        return expressions
                .compiled(by, expression, fields.names())
                .map(
                        it ->
                                new Test(
                                        ruleName(field + "-" + kind),
                                        it.expression(),
                                        field + " " + asks,
                                        Set.of(field),
                                        false));
    }

    private boolean isField(Located by, String field, Fields fields) {
        if (fields.names().contains(field)) {
            return true;
        }
        String meant =
                NearestWord.of(Shown.key(field), fields.names())
                        .map(name -> "did you mean '" + name + "'? Else ")
                        .orElse("");
        reading.wrong(
                by,
                Shown.value(Shown.key(field)) + " is not a field of the entity",
                meant + "name one of " + String.join(", ", fields.names()));
        return false;
    }

    /// Whether records tell what these fields are; notes which does not.
    boolean areTold(Located by, Collection<String> names, Fields fields) {
        boolean told = true;
        for (String name : names) {
            Optional<String> why = fields.other(name).flatMap(fields::untold);
            why.ifPresent(
                    it ->
                            reading.wrong(
                                    by,
                                    "it asks for '%s': %s".formatted(name, it),
                                    "ask for another field, or change that one"));
            told &= why.isEmpty();
        }
        return told;
    }

    /// Fields' names as the name of a rule may spell them.
    private static String ruleName(String words) {
        String name = words.toLowerCase(Locale.ROOT).replace('_', '-').replaceAll("^[-0-9]+", "");
        String whole = name.isEmpty() ? "rule" : name;
        return whole.length() > NAME_MAX ? whole.substring(0, NAME_MAX) : whole;
    }
}
