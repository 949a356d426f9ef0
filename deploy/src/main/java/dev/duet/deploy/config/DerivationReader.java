package dev.duet.deploy.config;

import dev.duet.schemas.config.DerivedConfig;
import dev.duet.schemas.config.Expression;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads `derive` and `inverse` of the fields of one entity, and checks what can be known of
/// expressions without the databases: that they are some, and over which fields.
final class DerivationReader {
    private static final String DERIVE = "write derive: \"first + ' ' + last\"";
    private static final String INVERSE =
            "write inverse: { first: \"...\", last: \"...\" }, an expression over this field for"
                    + " each that it is derived from";

    private final Reading reading;
    private final ExpressionReader expressions;

    /// What a derived field says, whether or not it is right.
    ///
    /// @param column in the one system; empty when it is wrong, which has been noted
    record Said(Located field, Optional<Column> column, Map<String, Located> words) {}

    record Column(String system, String name) {}

    DerivationReader(Reading reading) {
        this.reading = reading;
        this.expressions = new ExpressionReader(reading);
    }

    /// The fields that some `inverse` gives back, before anything is checked: by their name, the
    /// field that does it.
    static Map<String, Located> givenBack(Collection<Located> fields, Reading reading) {
        Map<String, Located> given = new LinkedHashMap<>();
        for (Located field : fields) {
            if (word(field, "inverse") instanceof YamlNode.Mapping inverse) {
                for (YamlNode.Entry entry : inverse.entries()) {
                    if (entry.key() instanceof YamlNode.Scalar name) {
                        Located first = given.putIfAbsent(name.text(), field);
                        if (first != null && !first.equals(field)) {
                            reading.missing(
                                    field,
                                    "'%s' is given back by '%s' already, at line %d"
                                            .formatted(
                                                    Shown.key(name.text()),
                                                    Shown.key(first.key()),
                                                    first.keyPlace().line()),
                                    "give a field back in one place");
                        }
                    }
                }
            }
        }
        return given;
    }

    /// The fields of a group as they stand, of which nothing is checked.
    static List<Located> fields(Located group) {
        List<Located> fields = new ArrayList<>();
        if (group.node() instanceof YamlNode.Mapping mapping) {
            for (YamlNode.Entry entry : mapping.entries()) {
                if (entry.key() instanceof YamlNode.Scalar key) {
                    String path = group.path() + "." + Shown.key(key.text());
                    fields.add(new Located(path, key.text(), key.place(), entry.value()));
                }
            }
        }
        return fields;
    }

    static boolean has(YamlNode.Mapping group, String name) {
        return group.entries().stream()
                .anyMatch(it -> it.key() instanceof YamlNode.Scalar key && key.text().equals(name));
    }

    static boolean isDerived(Located field) {
        return word(field, "derive") != null || word(field, "inverse") != null;
    }

    private static @Nullable YamlNode word(Located field, String word) {
        if (field.node() instanceof YamlNode.Mapping mapping) {
            for (YamlNode.Entry entry : mapping.entries()) {
                if (entry.key() instanceof YamlNode.Scalar key && key.text().equals(word)) {
                    return entry.value();
                }
            }
        }
        return null;
    }

    /// The derived columns that are right, each after what it is derived from.
    ///
    /// @param fields that expressions can name, with the words that stand at each
    /// @param lone those of them that have a column in one system only, with that system
    List<DerivedConfig> read(
            List<Said> derived,
            Map<String, Map<String, Located>> fields,
            Map<String, String> lone) {
        return new Entity(derived, fields, lone).read();
    }

    /// One entity. One thread.
    private final class Entity {
        private final Map<String, Said> derived = new LinkedHashMap<>();
        private final Map<String, Map<String, Located>> fields;
        private final Map<String, String> lone;
        private final Map<String, DerivedConfig> done = new LinkedHashMap<>();
        private final Set<String> open = new LinkedHashSet<>();
        private final Set<String> failed = new HashSet<>();

        Entity(
                List<Said> derived,
                Map<String, Map<String, Located>> fields,
                Map<String, String> lone) {
            derived.forEach(it -> this.derived.put(it.field().key(), it));
            this.fields = fields;
            this.lone = lone;
        }

        List<DerivedConfig> read() {
            derived.values().forEach(this::read);
            return List.copyOf(done.values());
        }

        /// Reads first what it is derived from; a cycle is said once.
        private void read(Said said) {
            String name = said.field().key();
            if (done.containsKey(name) || failed.contains(name)) {
                return;
            }
            open.add(name);
            Optional<DerivedConfig> column = column(said);
            open.remove(name);
            if (column.isPresent()) {
                done.put(name, column.get());
            } else {
                failed.add(name);
            }
        }

        private Optional<DerivedConfig> column(Said said) {
            int before = reading.problems().count();
            Located derive = said.words().get("derive");
            if (derive == null) {
                reading.missing(
                        said.field(),
                        "'inverse' says how it is taken apart, and nothing how it is made",
                        DERIVE);
                return Optional.empty();
            }
            Located inverse = said.words().get("inverse");
            Map<String, Expression> back = inverse == null ? Map.of() : inverse(said, inverse);
            Collection<String> known = back.isEmpty() ? names() : back.keySet();
            Optional<ExpressionReader.Read> expression = expressions.read(derive, known, DERIVE);
            Set<String> named = expression.map(ExpressionReader.Read::names).orElse(Set.of());
            named.forEach(it -> follow(said, derive, it));
            if (inverse != null && expression.isPresent()) {
                back.keySet().stream()
                        .filter(field -> !named.contains(field))
                        .forEach(
                                field ->
                                        reading.wrong(
                                                inverse,
                                                "'%s' is given back, and 'derive' does not use it"
                                                        .formatted(field),
                                                "use it in derive, or take it out of inverse"));
            }
            if (expression.isEmpty()
                    || said.column().isEmpty()
                    || reading.problems().count() > before) {
                return Optional.empty();
            }
            return Optional.of(
                    new DerivedConfig(
                            said.field().key(),
                            said.column().get().system(),
                            said.column().get().name(),
                            expression.get().expression(),
                            back));
        }

        /// The names that an expression can use: fields, and other derived ones.
        private List<String> names() {
            List<String> names = new ArrayList<>(fields.keySet());
            names.addAll(derived.keySet());
            return names;
        }

        /// What an expression names must have a value of its own in every record.
        private void follow(Said said, Located derive, String named) {
            Said other = derived.get(named);
            if (other != null) {
                if (open.contains(named)) {
                    reading.wrong(
                            derive,
                            "it is derived from itself: " + String.join(", ", open),
                            "derive each from fields that have columns of their own");
                } else {
                    read(other);
                    if (failed.contains(named)) {
                        failed.add(said.field().key());
                    }
                }
                return;
            }
            for (Map.Entry<String, Located> word :
                    fields.getOrDefault(named, Map.of()).entrySet()) {
                refuse(derive, named, word.getKey(), word.getValue());
            }
        }

        private void refuse(Located derive, String named, String word, Located value) {
            boolean keeps =
                    word.equals("when-null")
                            && value.node() instanceof YamlNode.Mapping policies
                            && policies.entries().stream()
                                    .anyMatch(
                                            it ->
                                                    it.value() instanceof YamlNode.Scalar policy
                                                            && policy.text().equals("keep"));
            boolean counts =
                    word.equals("on-conflict")
                            && value.node() instanceof YamlNode.Scalar rule
                            && rule.text().equals("sum");
            String why =
                    keeps
                            ? "'when-null: keep': it may say nothing"
                            : counts
                                    ? "'on-conflict: sum': only what it is raised by goes over"
                                    : word.equals("ignore")
                                            ? "'ignore': its changes alone are not told"
                                            : "";
            if (!why.isEmpty()) {
                reading.wrong(
                        derive,
                        "nothing can be derived from '%s', which has %s".formatted(named, why),
                        "take that word from '%s', or leave it out here".formatted(named));
            }
        }

        private Map<String, Expression> inverse(Said said, Located group) {
            Map<String, Expression> back = new LinkedHashMap<>();
            Map<String, Located> entries = reading.entries(group, INVERSE).orElse(Map.of());
            if (entries.isEmpty() && group.node() instanceof YamlNode.Mapping) {
                reading.wrong(group, "no field is given back", INVERSE);
            }
            for (Located entry : entries.values()) {
                String field = entry.key();
                if (!fields.containsKey(field)) {
                    reading.missing(
                            entry,
                            "there is no field " + Shown.value(Shown.key(field)),
                            "name a field that has a column in the other system");
                    continue;
                }
                String system = lone.get(field);
                boolean elsewhere =
                        said.column().map(it -> !it.system().equals(system)).orElse(true);
                if (system == null || !elsewhere) {
                    reading.missing(
                            entry,
                            "'%s' has a column of its own in %s"
                                    .formatted(
                                            Shown.key(field),
                                            said.column().map(Column::system).orElse("it")),
                            "take it out of inverse, or its column there out of the field");
                    continue;
                }
                expressions
                        .read(entry, List.of(said.field().key()), INVERSE)
                        .ifPresent(it -> back.put(field, it.expression()));
            }
            return back;
        }
    }

    /// The derived field that is made of a field, as far as its text shows.
    static Optional<Located> madeOf(Collection<Located> fields, String name) {
        Pattern word = Pattern.compile("\\b" + Pattern.quote(name) + "\\b");
        return fields.stream()
                .filter(
                        field ->
                                word(field, "derive") instanceof YamlNode.Scalar derive
                                        && word.matcher(derive.text()).find())
                .findFirst();
    }
}
