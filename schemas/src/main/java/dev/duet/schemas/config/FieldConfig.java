package dev.duet.schemas.config;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// One field of an entity, the column that holds it in each system, and how its values go over.
///
/// A field that is part of a derived one ([DerivedConfig#inverse]) has a column in the other system
/// only.
public record FieldConfig(String name, Map<String, String> columns, FieldForm form) {

    /// Field names stand in expressions, so they look like identifiers.
    public static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

    public FieldConfig(String name, Map<String, String> columns) {
        this(name, columns, FieldForm.PLAIN);
    }

    public FieldConfig {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a field name: " + name);
        }
        columns = FileOrder.copyOf(columns);
    }

    /// The column that holds it in a system, if one does.
    public Optional<String> column(String system) {
        return Optional.ofNullable(columns.get(system));
    }
}
