package dev.duet.deploy.config;

import dev.duet.schemas.config.Conversion;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads `crosswalk` of keys and `references` of fields: each system may have its own key for a
/// record. Remembers what refers to what, for that can be looked at only when all entities are
/// read.
final class CrosswalkReader {
    private static final String EXAMPLE = "crosswalk: true, or { pair-by: [<field>, ...] }";

    private final Reading reading;

    /// The word at each field that refers to another entity.
    private final List<Located> references = new ArrayList<>();

    /// The entities with keys that each system makes up, known before any is read.
    private final Set<String> crosswalked = new HashSet<>();

    /// Of each entity, how many fields its key has.
    private final Map<String, Integer> keySizes = new HashMap<>();

    /// By entity, the words at its key.
    private final Map<String, Located> keys = new LinkedHashMap<>();

    /// By entity, the fields by which rows are paired that are there already.
    private final Map<String, List<Located>> pairings = new LinkedHashMap<>();

    CrosswalkReader(Reading reading) {
        this.reading = reading;
    }

    /// Looks at an entity before any is read: what a reference to it means lies in its key.
    void begin(Located entity) {
        boolean isCrosswalked =
                values(entity.node(), "key").stream()
                        .filter(YamlNode.Mapping.class::isInstance)
                        .flatMap(key -> ((YamlNode.Mapping) key).entries().stream())
                        .anyMatch(field -> !values(field.value(), "crosswalk").isEmpty());
        if (isCrosswalked) {
            crosswalked.add(entity.key());
        }
    }

    private static List<YamlNode> values(YamlNode node, String key) {
        return node instanceof YamlNode.Mapping mapping
                ? mapping.entries().stream()
                        .filter(
                                entry ->
                                        entry.key() instanceof YamlNode.Scalar scalar
                                                && scalar.text().equals(key))
                        .map(YamlNode.Entry::value)
                        .toList()
                : List.of();
    }

    /// @param words what stands beside the systems in a field
    /// @param entity whose field it is
    Optional<Conversion> read(Map<String, Located> words, String entity) {
        Optional<Located> key = Optional.ofNullable(words.get("crosswalk"));
        Optional<Located> reference = Optional.ofNullable(words.get("references"));
        if (key.isPresent() && reference.isPresent()) {
            reading.missing(
                    reference.get(),
                    "'crosswalk' and 'references' contradict each other: a key is the record's own"
                            + " or that of another",
                    "keep one of the two");
        }
        return key.flatMap(it -> key(it, entity)).or(() -> reference.flatMap(this::reference));
    }

    private Optional<Conversion> key(Located word, String entity) {
        if (!(word.node() instanceof YamlNode.Mapping)) {
            boolean paired = reading.truth(word).orElse(false);
            if (paired) {
                keys.put(entity, word);
            }
            return paired
                    ? Optional.of(new Conversion.Crosswalk(entity, List.of()))
                    : Optional.empty();
        }
        keys.put(entity, word);
        List<Located> fields =
                Section.of(word, Keys.CROSSWALK, reading)
                        .flatMap(section -> section.require("pair-by", EXAMPLE))
                        .map(this::fields)
                        .orElse(List.of());
        pairings.put(entity, fields);
        return Optional.of(
                new Conversion.Crosswalk(
                        entity, fields.stream().map(CrosswalkReader::name).toList()));
    }

    private List<Located> fields(Located list) {
        String mend = "write pair-by: [<field>, ...] with what people know a record by";
        if (!(list.node() instanceof YamlNode.Sequence sequence) || sequence.items().isEmpty()) {
            reading.wrong(
                    list, "a list of fields is needed, not " + list.node().description(), mend);
            return List.of();
        }
        List<Located> fields = new ArrayList<>();
        for (YamlNode item : sequence.items()) {
            Located value = list.item(item);
            if (reading.text(value, mend).isPresent()) {
                fields.add(value);
            }
        }
        return fields;
    }

    private Optional<Conversion> reference(Located word) {
        Optional<String> entity = reading.text(word, "write references: <entity>");
        entity.ifPresent(_ -> references.add(word));
        return entity.map(
                name ->
                        crosswalked.contains(name)
                                ? new Conversion.Crosswalk(name, List.of())
                                : new Conversion.Reference(name));
    }

    private static String name(Located value) {
        return value.node() instanceof YamlNode.Scalar scalar ? scalar.text() : "";
    }

    /// What can be said about one entity when its fields are read.
    ///
    /// @param key its key's fields
    /// @param others the names of its other fields
    void checkKey(String entity, Located key, List<String> keyFields, List<String> others) {
        keySizes.put(entity, keyFields.size());
        if (keys.containsKey(entity) && keyFields.size() > 1) {
            reading.wrong(
                    key,
                    "a key that each system makes up is one number, and this one has "
                            + keyFields.size()
                            + " fields",
                    "keep crosswalk at a key of one field; a field of a longer key can have"
                            + " references: <entity>");
        }
        for (Located field : pairings.getOrDefault(entity, List.of())) {
            if (!others.contains(name(field))) {
                reading.wrong(
                        field,
                        "there is no field " + Shown.value(name(field)) + " beside the key",
                        "pair by fields of the entity: " + String.join(", ", others));
            }
        }
    }

    /// What can be said when all are read.
    ///
    /// @param names of all entities
    void checkReferences(Set<String> names) {
        for (Located reference : references) {
            String entity = name(reference);
            if (!names.contains(entity)) {
                reading.wrong(
                        reference,
                        "there is no entity " + Shown.value(entity),
                        NearestWord.of(entity, names)
                                .map(near -> "write references: " + near)
                                .orElse("write the name of an entity"));
            } else if (keySizes.getOrDefault(entity, 1) > 1) {
                reading.wrong(
                        reference,
                        "the key of '%s' has %d fields".formatted(entity, keySizes.get(entity)),
                        "leave such references to foreign keys of the databases");
            }
        }
    }
}
