package dev.duet.deploy.run;

import dev.duet.mapping.Filter;
import dev.duet.mapping.fields.FieldMapping;
import dev.duet.schemas.Column;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.RowFilter;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What `rows` or `sends` asks of one field, in the values of its column.
///
/// @param field its place in canonical records
record RowConditions(EntityConfig entity, int field, Column column) {
    /// What is asked of all fields.
    static Filter filter(EntityConfig entity, RowFilter asked, List<FieldMapping.Present> fields) {
        List<Filter.Condition> conditions = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            RowFilter.Condition said = asked.fields().get(fields.get(i).canonical().name());
            if (said != null) {
                conditions.add(new RowConditions(entity, i, fields.get(i).canonical()).of(said));
            }
        }
        return new Filter(conditions);
    }

    /// @throws CannotRun when a value is none of the field's, or the field has no order
    Filter.Condition of(RowFilter.Condition said) {
        return switch (said) {
            case RowFilter.Values values -> {
                Set<Object> fit = new HashSet<>();
                values.texts().forEach(text -> fit.add(parsed(text)));
                yield new Filter.Among(field, fit, values.empty());
            }
            case RowFilter.Range range ->
                    switch (column.kind()) {
                        case INTEGER -> within(range, Long.class);
                        case DECIMAL -> within(range, BigDecimal.class);
                        case FLOAT -> within(range, Float.class);
                        case DOUBLE -> within(range, Double.class);
                        case DATE -> within(range, LocalDate.class);
                        case TIMESTAMP -> within(range, LocalDateTime.class);
                        case INSTANT -> within(range, Instant.class);
                        default ->
                                throw new CannotRun(
                                        "%s: rows: field %s, which is %s, has no order; mend: list its values"
                                                .formatted(
                                                        entity.name(),
                                                        column.name(),
                                                        column.type()));
                    };
        };
    }

    private <T extends Comparable<? super T>> Filter.Condition within(
            RowFilter.Range range, Class<T> kind) {
        return new Filter.Within<>(field, kind, limit(range.min(), kind), limit(range.max(), kind));
    }

    private <T> @Nullable T limit(Optional<String> text, Class<T> kind) {
        return text.map(it -> kind.cast(parsed(it))).orElse(null);
    }

    private Object parsed(String text) {
        try {
            return column.kind().parse(text);
        } catch (IllegalArgumentException | DateTimeException _) {
            // said below
        }
        throw new CannotRun(
                "%s: rows: '%s' is no value of field %s, which is %s; mend: write one that it can have"
                        .formatted(entity.name(), text, column.name(), column.type()));
    }
}
