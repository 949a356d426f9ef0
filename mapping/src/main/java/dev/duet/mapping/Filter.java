package dev.duet.mapping;

import dev.duet.schemas.Row;
import dev.duet.schemas.Unchanged;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/// Which rows are records of an entity, on either side alike, or which records one side sends to
/// the other. Immutable.
///
/// A condition asks one field, so that a record which is merged from two that fit fits, too: what
/// is written is always read again.
public record Filter(List<Condition> conditions) {
    public static final Filter ALL = new Filter(List.of());

    /// What one field has to hold.
    public sealed interface Condition {
        /// Its place in canonical records.
        int field();

        /// Whether a canonical value fits.
        boolean fits(@Nullable Object value);
    }

    /// @param values the canonical ones that fit
    /// @param empty whether no value fits, too
    public record Among(int field, Set<Object> values, boolean empty) implements Condition {
        public Among {
            values = Set.copyOf(values);
        }

        @Override
        public boolean fits(@Nullable Object value) {
            return value == null ? empty : values.contains(value);
        }
    }

    /// Of what has an order; both ends fit, infinity and what is no number do not.
    ///
    /// @param min the least that fits; null for no end
    public record Within<T extends Comparable<? super T>>(
            int field, Class<T> kind, @Nullable T min, @Nullable T max) implements Condition {
        @Override
        public boolean fits(@Nullable Object value) {
            if (!kind.isInstance(value)) {
                return false;
            }
            T held = kind.cast(value);
            return (min == null || min.compareTo(held) <= 0)
                    && (max == null || max.compareTo(held) >= 0);
        }
    }

    public Filter {
        conditions = List.copyOf(conditions);
    }

    public boolean isAll() {
        return conditions.isEmpty();
    }

    /// Whether a whole record fits.
    public boolean fits(Row record) {
        for (Condition condition : conditions) {
            if (!condition.fits(record.get(condition.field()))) {
                return false;
            }
        }
        return true;
    }

    /// Whether a row is a record.
    ///
    /// @param before what it was: it has the large values that the log leaves out
    /// @throws dev.duet.mapping.types.CannotConvert when a field that is asked for cannot be read
    boolean admits(SystemMapping system, Row row, Row before) {
        for (Condition condition : conditions) {
            Object value = system.read(row, condition.field());
            if (value instanceof Unchanged) {
                value = system.read(before, condition.field());
            }
            if (!condition.fits(value)) {
                return false;
            }
        }
        return true;
    }
}
