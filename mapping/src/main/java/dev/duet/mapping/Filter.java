package dev.duet.mapping;

import dev.duet.schemas.Row;
import dev.duet.schemas.Unchanged;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/// Which rows are records of an entity, on either side alike. Immutable.
///
/// A condition asks one field, so that a record which is merged from two that fit fits, too: what
/// is written is always read again.
public record Filter(List<Condition> conditions) {
    public static final Filter ALL = new Filter(List.of());

    /// @param field its place in canonical records
    /// @param values the canonical ones that fit
    /// @param empty whether no value fits, too
    public record Condition(int field, Set<Object> values, boolean empty) {
        public Condition {
            values = Set.copyOf(values);
        }

        boolean fits(@Nullable Object value) {
            return value == null ? empty : values.contains(value);
        }
    }

    public Filter {
        conditions = List.copyOf(conditions);
    }

    public boolean isAll() {
        return conditions.isEmpty();
    }

    /// Whether a row is a record.
    ///
    /// @param before what it was: it has the large values that the log leaves out
    /// @throws dev.duet.mapping.types.CannotConvert when a field that is asked for cannot be read
    boolean admits(SystemMapping system, Row row, Row before) {
        for (Condition condition : conditions) {
            Object value = system.read(row, condition.field);
            if (value instanceof Unchanged) {
                value = system.read(before, condition.field);
            }
            if (!condition.fits(value)) {
                return false;
            }
        }
        return true;
    }
}
