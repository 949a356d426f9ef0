package dev.duet.schemas.config;

import dev.duet.schemas.TableName;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A business object: its table in each system, the fields that identify a record, the other
/// fields, and how conflicts of its records end.
///
/// @param lone the columns that only one system has, by its name: they stay as they are
/// @param rows which rows of the tables are records of the entity
/// @param sends by system, which of its records it sends to the other one; those without send all
/// @param derived the columns that are computed, in an order in which each follows what it is
///   derived from
/// @param validation what records have to meet, in the order in which they are asked
/// @param soft by system, how it keeps deleted records; those without delete rows
/// @param partOf the entity whose table this one's fields are in, too, in one of the systems
public record EntityConfig(
        String name,
        Map<String, TableName> tables,
        List<FieldConfig> key,
        List<FieldConfig> fields,
        ConflictPolicy conflicts,
        Map<String, List<String>> lone,
        RowFilter rows,
        Map<String, RowFilter> sends,
        List<DerivedConfig> derived,
        List<ValidationRule> validation,
        Map<String, SoftDeleteConfig> soft,
        Optional<String> partOf) {

    public static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,62}");

    public EntityConfig(
            String name,
            Map<String, TableName> tables,
            List<FieldConfig> key,
            List<FieldConfig> fields,
            ConflictPolicy conflicts) {
        this(
                name,
                tables,
                key,
                fields,
                conflicts,
                Map.of(),
                RowFilter.ALL,
                Map.of(),
                List.of(),
                List.of(),
                Map.of(),
                Optional.empty());
    }

    public EntityConfig {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not an entity name: " + name);
        }
        if (key.isEmpty()) {
            throw new IllegalArgumentException("entity " + name + " has no key");
        }
        tables = FileOrder.copyOf(tables);
        key = List.copyOf(key);
        fields = List.copyOf(fields);
        lone = FileOrder.copyOf(lone);
        sends = FileOrder.copyOf(sends);
        derived = List.copyOf(derived);
        validation = List.copyOf(validation);
        soft = FileOrder.copyOf(soft);
        Set<String> names = new HashSet<>();
        Stream.concat(
                        Stream.concat(key.stream(), fields.stream()).map(FieldConfig::name),
                        derived.stream().map(DerivedConfig::name))
                .filter(field -> !names.add(field))
                .findFirst()
                .ifPresent(
                        twice -> {
                            throw new IllegalArgumentException("field twice: " + twice);
                        });
        checkRules(name, fields, conflicts);
        if (!names.containsAll(rows.fields().keySet())) {
            throw new IllegalArgumentException(
                    "entity " + name + " has rows by " + rows.fields().keySet());
        }
    }

    /// One rule for each field, and versions that are fields of the entity outside its key, whose
    /// value is the same on both sides.
    private static void checkRules(
            String entity, List<FieldConfig> fields, ConflictPolicy conflicts) {
        Set<String> ruled = fields.stream().map(FieldConfig::name).collect(Collectors.toSet());
        if (!conflicts.fields().keySet().equals(ruled)) {
            throw new IllegalArgumentException(
                    "entity " + entity + " has rules for " + conflicts.fields().keySet());
        }
        for (ConflictRule rule : conflicts.fields().values()) {
            if (rule instanceof ConflictRule.Version version && !ruled.contains(version.field())) {
                throw new IllegalArgumentException(
                        "entity " + entity + " has no field " + version.field());
            }
        }
    }

    /// The columns that only this system has, as far as the file says so.
    public List<String> onlyIn(String system) {
        return lone.getOrDefault(system, List.of());
    }

    public TableName table(String system) {
        TableName table = tables.get(system);
        if (table == null) {
            throw new IllegalArgumentException(
                    "entity " + name + " has no table in system " + system);
        }
        return table;
    }

    /// Whether its table in a system is the other's, too.
    public boolean sharesTable(EntityConfig other, String system) {
        return table(system).equals(other.table(system));
    }

    /// Whether a field is a counter.
    public boolean isSummed(FieldConfig field) {
        return conflicts.fields().get(field.name()) instanceof ConflictRule.Sum;
    }

    /// Whether each system makes up the field by itself, as the key of a record.
    public boolean isCrosswalked(FieldConfig field) {
        return key.contains(field)
                && field.form().conversion().orElse(null) instanceof Conversion.Crosswalk keys
                && keys.entity().equals(name);
    }

    /// The entity whose record a field names, where the file says so.
    public Optional<String> referred(FieldConfig field) {
        return switch (field.form().conversion().orElse(null)) {
            case Conversion.Crosswalk keys when !isCrosswalked(field) -> Optional.of(keys.entity());
            case Conversion.Reference reference -> Optional.of(reference.entity());
            case null, default -> Optional.empty();
        };
    }

    /// Whether a record goes over though what such a field names is not there.
    public boolean isWarnedOf(FieldConfig field) {
        return validation.stream()
                .anyMatch(
                        rule ->
                                rule.severity() instanceof ValidationRule.Warn
                                        && rule.test() instanceof ValidationRule.Link link
                                        && link.field().equals(field.name()));
    }

    /// The columns of a system that the file maps: those of fields, derived ones, and the one that
    /// says that a record was deleted.
    public Stream<String> mappedColumns(String system) {
        return Stream.of(
                        allFields().stream().flatMap(field -> field.column(system).stream()),
                        derived.stream()
                                .filter(column -> column.system().equals(system))
                                .map(DerivedConfig::column),
                        softDelete(system).map(SoftDeleteConfig::column).stream())
                .flatMap(columns -> columns);
    }

    /// The reference tables of a system that fields look up in.
    public Stream<LookupConfig> lookups(String system) {
        return fields.stream().flatMap(field -> field.form().lookup(system).stream());
    }

    /// How a system keeps deleted records; empty when it deletes their rows.
    public Optional<SoftDeleteConfig> softDelete(String system) {
        return Optional.ofNullable(soft.get(system));
    }

    /// The derived column that gives a field back, for a field with a column in one system only.
    public Optional<DerivedConfig> givenBy(FieldConfig field) {
        return derived.stream()
                .filter(column -> column.inverse().containsKey(field.name()))
                .findFirst();
    }

    /// The key's fields and then the others, each in file order.
    public List<FieldConfig> allFields() {
        return Stream.concat(key.stream(), fields.stream()).toList();
    }

    /// The same with some of its other fields only, and with nothing said of what becomes of its
    /// records.
    ///
    /// @param left the names of the fields beside the key that are left
    /// @param first the system that the file names first
    public EntityConfig reducedTo(Set<String> left, String first) {
        List<FieldConfig> some =
                fields.stream().filter(field -> left.contains(field.name())).toList();
        return new EntityConfig(
                name,
                tables,
                key,
                some,
                ConflictPolicy.standard(first, some),
                Map.of(),
                RowFilter.ALL,
                Map.of(),
                List.of(),
                List.of(),
                Map.of(),
                partOf);
    }
}
