package dev.duet.schemas.config;

import java.util.Map;

/// A column of one system that is computed from the fields of the record.
///
/// @param name under which other expressions know its value
/// @param inverse how each of the fields it is derived from is got back where the column is
///   changed; empty when it goes one way
public record DerivedConfig(
        String name,
        String system,
        String column,
        Expression derive,
        Map<String, Expression> inverse) {

    public DerivedConfig {
        if (!FieldConfig.NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a field name: " + name);
        }
        inverse = FileOrder.copyOf(inverse);
    }

    public boolean goesBothWays() {
        return !inverse.isEmpty();
    }
}
