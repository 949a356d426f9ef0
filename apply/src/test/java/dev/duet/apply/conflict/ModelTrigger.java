package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/// A trigger of one side's database: it fires for clients and for Duet alike.
///
/// @param column that it looks at
record ModelTrigger(Side side, int column, Does does) {
    /// The record that [Does#WRITES_BESIDE] writes.
    static final long BESIDE = 50;

    private static final long FROM = 2;
    private static final long TO = 1;

    enum Does {
        /// Makes one value another, as `upper()` does.
        MAPS,
        /// The same, but never leaves a row as it was, which no log shows.
        MOVES,
        /// Lets a row that has one value not get the other.
        KEEPS,
        /// Writes its value into another record.
        WRITES_BESIDE
    }

    Row fire(@Nullable Row before, Row after) {
        @Nullable Object[] values = after.toArray();
        Object value = after.get(column);
        switch (does) {
            case MAPS -> values[column] = mapped(value);
            case KEEPS -> {
                if (before != null
                        && Objects.equals(before.get(column), TO)
                        && Objects.equals(value, FROM)) {
                    values[column] = TO;
                }
            }
            case MOVES -> {
                if (Objects.equals(value, FROM)) {
                    boolean isTo = before != null && Objects.equals(before.get(column), TO);
                    values[column] = isTo ? 0L : TO;
                }
            }
            case WRITES_BESIDE -> {}
        }
        return Row.of(values);
    }

    static @Nullable Object mapped(@Nullable Object value) {
        return Objects.equals(value, FROM) ? (Object) TO : value;
    }

    @Nullable Row beside(long key, Row after) {
        return does == Does.WRITES_BESIDE && key != BESIDE
                ? Row.of(BESIDE, after.get(column), after.get(column), 0L)
                : null;
    }
}
