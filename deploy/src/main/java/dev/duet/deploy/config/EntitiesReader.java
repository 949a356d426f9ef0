package dev.duet.deploy.config;

import dev.duet.schemas.TableName;
import dev.duet.schemas.config.ConflictPolicy;
import dev.duet.schemas.config.DerivedConfig;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.FieldConfig;
import dev.duet.schemas.config.RowFilter;
import dev.duet.schemas.config.SoftDeleteConfig;
import dev.duet.schemas.config.ValidationRule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads `entities`: at least one, each on tables of its own or of its whole; and `on-conflict`,
/// their default.
final class EntitiesReader {
    private static final String EXAMPLE =
            "write at least one entity, with its tables, key and fields";
    private static final String KEY_EXAMPLE =
            "write key: { <field>: <column> }, or { <field>: { <system>: <column>, ... } }";

    private final Reading reading;
    private final TablesReader tablesReader;
    private final FieldsReader fieldsReader;
    private final PolicyReader policyReader;
    private final CrosswalkReader crosswalks;
    private final PartReader partReader;
    private final SendsReader sendsReader;

    /// Which entity has a table already, by system and table.
    private final Map<String, Located> owners = new HashMap<>();

    EntitiesReader(List<Side> sides, Reading reading) {
        this.reading = reading;
        PerSystem perSystem = new PerSystem(sides, reading);
        this.tablesReader = new TablesReader(perSystem, reading);
        this.policyReader = new PolicyReader(perSystem, reading);
        this.crosswalks = new CrosswalkReader(reading);
        this.fieldsReader = new FieldsReader(perSystem, policyReader, crosswalks, reading);
        this.partReader = new PartReader(perSystem, reading);
        this.sendsReader = new SendsReader(perSystem, reading);
    }

    /// The entities that are right, in file order.
    List<EntityConfig> read(Section root) {
        List<EntityConfig> configs = new ArrayList<>();
        PolicyReader.Said ofFile = policyReader.ofFile(root);
        Optional<Located> entities = root.require("entities", "entities: and below it " + EXAMPLE);
        Optional<Map<String, Located>> entries =
                entities.flatMap(located -> reading.entries(located, EXAMPLE));
        if (entries.isEmpty()) {
            return configs;
        }
        if (entries.get().isEmpty()) {
            reading.wrong(entities.get(), "there is no entity", EXAMPLE);
        }
        entries.get().values().forEach(crosswalks::begin);
        for (Located entry : entries.get().values()) {
            partReader.begin(entry);
            Optional<EntityConfig> config = read(entry, ofFile);
            config.ifPresent(partReader::done);
            config.ifPresent(configs::add);
        }
        crosswalks.checkReferences(entries.get().keySet());
        return configs;
    }

    private Optional<EntityConfig> read(Located entity, PolicyReader.Said ofFile) {
        int before = reading.problems().count();
        if (!EntityConfig.NAME.matcher(entity.key()).matches()) {
            reading.missing(
                    entity,
                    Shown.value(Shown.key(entity.key())) + " is not a name for an entity",
                    "use 1 to 63 letters, digits, _ and -, starting with a letter");
        }
        Optional<Section> found = Section.of(entity, Keys.ENTITY, reading);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Section section = found.get();
        Optional<Located> part = section.find("part-of");
        Optional<String> partOf = part.flatMap(value -> partReader.read(value, entity));
        Map<String, TableName> tables =
                section.require("tables", "tables: { <system>: <table>, <system>: <table> }")
                        .map(value -> tables(entity, value, partOf))
                        .orElse(Map.of());
        FieldsReader.Fields fields = fieldsReader.forEntity(entity.key());
        List<FieldConfig> key =
                section.require("key", KEY_EXAMPLE.substring("write ".length()))
                        .map(value -> key(fields, value))
                        .orElse(List.of());
        PolicyReader.Fields others =
                section.require(
                                "fields",
                                "fields: with the fields below it, or fields: {} when the key is"
                                        + " all")
                        .map(value -> fields.readOthers(value, "write <field>: <column> below it"))
                        .orElse(PolicyReader.Fields.NONE);
        section.find("key")
                .ifPresent(
                        it ->
                                crosswalks.checkKey(
                                        entity.key(), it, others.keyNames(), others.names()));
        List<DerivedConfig> derived = fields.readDerived();
        Map<String, List<String>> lone =
                section.find("only-in").map(fields::readLone).orElse(Map.of());
        Map<String, SoftDeleteConfig> soft =
                section.find("soft-delete").map(fields::readSoftDeletes).orElse(Map.of());
        PolicyReader.OfEntity rules = policyReader.ofEntity(section, ofFile, others);
        ConflictPolicy policy = rules.policy();
        boolean areFieldsSaid = !key.isEmpty() && section.find("fields").isPresent();
        RowFilter rows =
                section.find("rows")
                        .filter(value -> areFieldsSaid)
                        .map(value -> rows(value, others, policy))
                        .orElse(RowFilter.ALL);
        List<ValidationRule> validation =
                section.find("validate")
                        .filter(value -> areFieldsSaid)
                        .map(value -> validation(value, others, policy, rows))
                        .orElse(List.of());
        Map<String, RowFilter> sends =
                section.find("sends")
                        .filter(value -> areFieldsSaid)
                        .map(
                                value ->
                                        sendsReader.read(
                                                value,
                                                new SendsReader.Beside(
                                                        section,
                                                        names(others),
                                                        key,
                                                        others.right(),
                                                        policy,
                                                        validation)))
                        .orElse(Map.of());
        if (tables.size() < 2 || !rules.isRight() || reading.problems().count() > before) {
            return Optional.empty();
        }
        EntityConfig config =
                new EntityConfig(
                        entity.key(),
                        tables,
                        key,
                        others.right(),
                        policy,
                        lone,
                        rows,
                        sends,
                        derived,
                        validation,
                        soft,
                        partOf);
        part.ifPresent(value -> partReader.check(value, config));
        return reading.problems().count() == before ? Optional.of(config) : Optional.empty();
    }

    private List<ValidationRule> validation(
            Located value, PolicyReader.Fields others, ConflictPolicy policy, RowFilter rows) {
        List<ValidationRule> rules =
                new ValidationReader(reading)
                        .read(value, new ValidationTests.Fields(others, policy, rows));
        if (policy.keeps()
                && rules.stream().anyMatch(it -> it.severity() instanceof ValidationRule.Reject)) {
            reading.wrong(
                    value,
                    "'severity: reject' does not go with 'non-owner: keep': what is rejected is"
                            + " undone with the other side's record, and what is kept there would"
                            + " come to its owner",
                    "write severity: quarantine, or non-owner: revert");
        }
        return rules;
    }

    private RowFilter rows(Located value, PolicyReader.Fields others, ConflictPolicy policy) {
        return new RowsReader(reading).read(value, names(others), others.right(), policy);
    }

    private static List<String> names(PolicyReader.Fields others) {
        return Stream.concat(others.keyNames().stream(), others.names().stream()).toList();
    }

    private List<FieldConfig> key(FieldsReader.Fields fields, Located value) {
        if (value.node() instanceof YamlNode.Mapping mapping && mapping.entries().isEmpty()) {
            reading.wrong(value, "the key has no field", KEY_EXAMPLE);
        }
        return fields.readKey(value, KEY_EXAMPLE);
    }

    private Map<String, TableName> tables(Located entity, Located value, Optional<String> partOf) {
        Map<String, TableName> tables = tablesReader.read(value);
        tables.forEach(
                (system, table) -> {
                    Located owner = owners.putIfAbsent(system + " " + table, entity);
                    if (owner != null && !PartReader.isWhole(partOf, owner)) {
                        reading.wrong(
                                value,
                                "table "
                                        + Shown.value(table.toString())
                                        + " of "
                                        + system
                                        + " belongs to entity '"
                                        + Shown.key(owner.key())
                                        + "' already, at line "
                                        + owner.keyPlace().line(),
                                "give each entity a table of its own, or write part-of: "
                                        + Shown.key(owner.key()));
                    }
                });
        return tables;
    }
}
