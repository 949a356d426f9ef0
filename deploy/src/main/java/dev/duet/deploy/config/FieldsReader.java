package dev.duet.deploy.config;

import dev.duet.deploy.config.PolicyReader.Said;
import dev.duet.deploy.config.YamlNode.Mapping;
import dev.duet.schemas.config.DerivedConfig;
import dev.duet.schemas.config.FieldConfig;
import dev.duet.schemas.config.FieldForm;
import dev.duet.schemas.config.SoftDeleteConfig;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the key and the fields of an entity: `phone: phone`, or `phone: { crm: phone, erp: tel }`
/// with the field's own rule beside the systems.
final class FieldsReader {
    private final PerSystem perSystem;
    private final PolicyReader policies;
    private final FormReader formReader;
    private final DerivationReader derivations;
    private final Reading reading;

    FieldsReader(
            PerSystem perSystem,
            PolicyReader policies,
            CrosswalkReader crosswalks,
            Reading reading) {
        this.perSystem = perSystem;
        this.policies = policies;
        this.formReader = new FormReader(perSystem, crosswalks, reading);
        this.derivations = new DerivationReader(reading);
        this.reading = reading;
    }

    Fields forEntity(String name) {
        return new Fields(name);
    }

    /// The fields of one entity; remembers names and columns, for each may stand once in key and
    /// fields together.
    final class Fields {
        private final Map<String, Located> names = new HashMap<>();
        private final Map<String, Located> columns = new HashMap<>();
        private final List<String> keyNames = new ArrayList<>();
        private final List<String> fieldNames = new ArrayList<>();
        private final Map<String, Said> rules = new HashMap<>();
        private final Map<String, FieldForm> forms = new HashMap<>();

        /// By field, the words that stand at it.
        private final Map<String, Map<String, Located>> words = new LinkedHashMap<>();

        /// The fields with a column in one system only, with that system.
        private final Map<String, String> lone = new HashMap<>();

        private final List<DerivationReader.Said> derived = new ArrayList<>();
        private Map<String, Located> givenBack = Map.of();
        private List<Located> all = List.of();
        private final String entity;

        private Fields(String entity) {
            this.entity = entity;
        }

        List<FieldConfig> readKey(Located group, String mend) {
            return read(group, mend, Keys.KEY_FIELD, keyNames);
        }

        /// The columns that are on one side only: `only-in: { crm: [a, b] }`, which is read after
        /// the others.
        Map<String, List<String>> readLone(Located group) {
            String mend = "write only-in: { %s: [<column>, ...] }".formatted(perSystem.example());
            Map<String, List<String>> lone = new LinkedHashMap<>();
            Map<String, Located> sides = perSystem.some(group, mend);
            for (Side side : perSystem.sides()) {
                Optional.ofNullable(sides.get(side.name()))
                        .ifPresent(list -> lone.put(side.name(), lone(side, list, mend)));
            }
            return lone;
        }

        /// How systems keep deleted records.
        Map<String, SoftDeleteConfig> readSoftDeletes(Located group) {
            return new SoftDeleteReader(perSystem, reading)
                    .read(group, (side, value) -> claimed(side, value, value));
        }

        private List<String> lone(Side side, Located list, String mend) {
            if (!(list.node() instanceof YamlNode.Sequence sequence)) {
                reading.wrong(
                        list,
                        "a list of columns is needed, not " + list.node().description(),
                        mend);
                return List.of();
            }
            List<String> found = new ArrayList<>();
            for (YamlNode item : sequence.items()) {
                Located value = list.item(item);
                Optional<String> column = reading.text(value, mend);
                column.ifPresent(name -> claim(side, value, value, name));
                column.ifPresent(found::add);
            }
            reading.inForce(list, String.join(", ", found));
            return found;
        }

        /// The fields beside the key, which is read before them.
        PolicyReader.Fields readOthers(Located group, String mend) {
            all = DerivationReader.fields(group);
            givenBack = DerivationReader.givenBack(all, reading);
            List<FieldConfig> fields = read(group, mend, Keys.FIELD, fieldNames);
            return new PolicyReader.Fields(fields, keyNames, fieldNames, rules, others());
        }

        private Map<String, Located> others() {
            Map<String, Located> others = new HashMap<>();
            words.forEach(
                    (field, said) ->
                            Optional.ofNullable(said.get("non-owner"))
                                    .ifPresent(word -> others.put(field, word)));
            return others;
        }

        /// The columns that are computed; read after the fields.
        List<DerivedConfig> readDerived() {
            return derivations.read(derived, words, lone);
        }

        private List<FieldConfig> read(
                Located group, String mend, Keys beside, List<String> written) {
            List<FieldConfig> fields = new ArrayList<>();
            for (Located field : reading.entries(group, mend).orElse(Map.of()).values()) {
                checkName(field);
                if (beside == Keys.FIELD && DerivationReader.isDerived(field)) {
                    derived(field);
                    continue;
                }
                written.add(field.key());
                words.put(field.key(), Map.of());
                boolean part = beside == Keys.FIELD && isPart(field);
                Map<String, String> found = part ? part(field) : columns(field, beside);
                if (found.size() == (part ? 1 : 2)
                        && FieldConfig.NAME.matcher(field.key()).matches()) {
                    FieldForm form = forms.getOrDefault(field.key(), FieldForm.PLAIN);
                    fields.add(new FieldConfig(field.key(), found, form));
                }
            }
            return fields;
        }

        private void derived(Located field) {
            PerSystem.Found entries =
                    perSystem.one(
                            field,
                            "the derived field",
                            Shown.key(field.key())
                                    + ": { "
                                    + perSystem.example()
                                    + ": <column>, derive: \"<expression>\" }",
                            Keys.DERIVED_FIELD);
            Map<String, String> found = columnsOf(field, entries);
            derived.add(
                    new DerivationReader.Said(
                            field,
                            found.entrySet().stream()
                                    .findFirst()
                                    .map(
                                            it ->
                                                    new DerivationReader.Column(
                                                            it.getKey(), it.getValue())),
                            entries.words()));
        }

        /// A field that only one system has a column for, and which a derived one is made of.
        private boolean isPart(Located field) {
            boolean one =
                    field.node() instanceof Mapping mapping
                            && perSystem.sides().stream()
                                            .filter(it -> DerivationReader.has(mapping, it.name()))
                                            .count()
                                    == 1;
            if (!one || givenBack.containsKey(field.key())) {
                return one;
            }
            Optional<Located> made = DerivationReader.madeOf(all, field.key());
            made.ifPresent(
                    by ->
                            reading.missing(
                                    field,
                                    "it has a column in one system only, and '%s', which is derived"
                                                    .formatted(Shown.key(by.key()))
                                            + " from it, does not give it back",
                                    "write inverse: { %s: \"<expression>\" } at '%s', or its other"
                                                    .formatted(
                                                            Shown.key(field.key()),
                                                            Shown.key(by.key()))
                                            + " column here"));
            return made.isPresent();
        }

        /// A field that has a column in one system, and in the other is part of a derived one.
        private Map<String, String> part(Located field) {
            PerSystem.Found entries =
                    perSystem.one(
                            field,
                            "the field",
                            Shown.key(field.key())
                                    + ": { <system>: <column> }, in the system that has it",
                            Keys.PART_FIELD);
            policies.ofField(entries.words()).ifPresent(said -> rules.put(field.key(), said));
            Map<String, String> found = columnsOf(field, entries);
            words.put(field.key(), entries.words());
            found.keySet().forEach(system -> lone.put(field.key(), system));
            return found;
        }

        private Map<String, String> columnsOf(Located field, PerSystem.Found entries) {
            Map<String, String> found = new LinkedHashMap<>();
            for (Side side : perSystem.sides()) {
                Optional.ofNullable(entries.values().get(side.name()))
                        .flatMap(value -> column(side, field, value))
                        .ifPresent(column -> found.put(side.name(), column));
            }
            return found;
        }

        private void checkName(Located field) {
            if (!FieldConfig.NAME.matcher(field.key()).matches()) {
                reading.missing(
                        field,
                        Shown.value(Shown.key(field.key())) + " is not a name for a field",
                        "use 1 to 63 letters, digits and _, not starting with a digit");
            }
            Located first = names.putIfAbsent(field.key(), field);
            if (first != null) {
                reading.missing(
                        field,
                        "the field stands in the key already, at line " + first.keyPlace().line(),
                        "keep it in the key only");
            }
        }

        private Map<String, String> columns(Located field, Keys beside) {
            if (field.node() instanceof Mapping) {
                PerSystem.Found entries = perSystem.read(field, "the field", "column", beside);
                words.put(field.key(), entries.words());
                Optional<Said> own = policies.ofField(entries.words());
                own.ifPresent(said -> rules.put(field.key(), said));
                forms.put(
                        field.key(),
                        formReader.read(entries.words(), own.flatMap(Said::rule), entity));
                return columnsOf(field, entries);
            }
            Map<String, String> found = new LinkedHashMap<>();
            Optional<String> same = reading.text(field, "write the column, or one for each system");
            if (same.isPresent() && perSystem.knowsSides()) {
                for (Side side : perSystem.sides()) {
                    column(side, field, field).ifPresent(column -> found.put(side.name(), column));
                }
            }
            return found;
        }

        private Optional<String> column(Side side, Located field, Located value) {
            Optional<String> column = claimed(side, field, value);
            column.ifPresent(
                    name ->
                            reading.inForce(
                                    field.path() + "." + Shown.key(side.name()), value, name));
            return column;
        }

        /// A column that nothing else is mapped to.
        private Optional<String> claimed(Side side, Located field, Located value) {
            Optional<String> column = perSystem.column(side, value);
            column.ifPresent(name -> claim(side, field, value, name));
            return column;
        }

        private void claim(Side side, Located field, Located value, String column) {
            String folded = side.kind().map(kind -> kind.foldColumn(column)).orElse(column);
            Located first = columns.putIfAbsent(side.name() + " " + folded, field);
            if (first != null) {
                reading.wrong(
                        value,
                        "column "
                                + Shown.value(column)
                                + " of "
                                + Shown.key(side.name())
                                + " is mapped by '"
                                + Shown.key(first.key())
                                + "' already, at line "
                                + first.keyPlace().line(),
                        "map each column once");
            }
        }
    }
}
