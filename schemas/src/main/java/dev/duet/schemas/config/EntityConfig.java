package dev.duet.schemas.config;

import dev.duet.schemas.TableName;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A business object: its table in each system, the fields that identify a record, and the other
/// fields.
public record EntityConfig(
        String name,
        Map<String, TableName> tables,
        List<FieldConfig> key,
        List<FieldConfig> fields) {

    public static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,62}");

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
        Set<String> names = new HashSet<>();
        Stream.concat(key.stream(), fields.stream())
                .filter(field -> !names.add(field.name()))
                .findFirst()
                .ifPresent(
                        twice -> {
                            throw new IllegalArgumentException("field twice: " + twice.name());
                        });
    }

    public TableName table(String system) {
        TableName table = tables.get(system);
        if (table == null) {
            throw new IllegalArgumentException(
                    "entity " + name + " has no table in system " + system);
        }
        return table;
    }

    /// The key's fields and then the others, each in file order.
    public List<FieldConfig> allFields() {
        return Stream.concat(key.stream(), fields.stream()).toList();
    }
}
