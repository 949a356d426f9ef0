package dev.duet.mapping;

import dev.duet.schemas.Column;
import dev.duet.schemas.Row;
import dev.duet.schemas.Unchanged;
import dev.duet.schemas.config.SoftDeleteConfig;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.Objects;
import java.util.Optional;

/// How a system keeps the records that were deleted: the row stays, and a column says so.
/// Immutable.
///
/// @param column which says it
/// @param index its place in the system's rows
/// @param live what it holds in rows that are records
/// @param mark what it is given when one is deleted
public record SoftDelete(Column column, int index, @Nullable Object live, Mark mark)
        implements Absence {
    /// What says that a record was deleted.
    public sealed interface Mark {
        record Value(@Nullable Object value) implements Mark {}

        /// When it was, in UTC.
        record Now() implements Mark {}
    }

    /// What the file says of a column.
    ///
    /// @throws IllegalArgumentException when the column cannot hold that, and why
    public static SoftDelete of(Column column, SoftDeleteConfig said) {
        Mark mark =
                switch (said.deleted()) {
                    case SoftDeleteConfig.Deleted.Now _ -> {
                        now(column);
                        yield new Mark.Now();
                    }
                    case SoftDeleteConfig.Deleted.Value value ->
                            new Mark.Value(parsed(column, value.text()));
                };
        return new SoftDelete(column, -1, parsed(column, said.live()), mark);
    }

    private static @Nullable Object parsed(Column column, Optional<String> text) {
        if (text.isEmpty()) {
            if (!column.nullable()) {
                throw new IllegalArgumentException("it cannot hold NULL");
            }
            return null;
        }
        try {
            return column.kind().parse(text.get());
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException(
                    "it is %s and cannot hold '%s'".formatted(column.type(), text.get()), e);
        }
    }

    SoftDelete at(int place) {
        return new SoftDelete(column, place, live, mark);
    }

    @Override
    public boolean isAbsent(Row row, Row before) {
        Object value = row.get(index);
        return !Objects.equals(value instanceof Unchanged ? before.get(index) : value, live);
    }

    @Override
    public boolean isPeersSay(Row before, Row after) {
        return false;
    }

    @Override
    public Row gone(Row row) {
        return with(
                row,
                switch (mark) {
                    case Mark.Value value -> value.value();
                    case Mark.Now _ -> now(column);
                });
    }

    @Override
    public BitSet said() {
        BitSet said = new BitSet();
        said.set(index);
        return said;
    }

    @Override
    public Row present(Row row) {
        return with(row, live);
    }

    @Override
    public BitSet alwaysGuarded() {
        return said();
    }

    @Override
    public boolean needsRow() {
        return false;
    }

    private Row with(Row row, @Nullable Object value) {
        @Nullable Object[] values = row.toArray();
        values[index] = value;
        return Row.of(values);
    }

    private static Object now(Column column) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS); // which every type can hold
        return switch (column.kind()) {
            case INSTANT -> now;
            case TIMESTAMP -> LocalDateTime.ofInstant(now, ZoneOffset.UTC);
            case DATE -> LocalDate.ofInstant(now, ZoneOffset.UTC);
            case INTEGER -> now.getEpochSecond();
            default ->
                    throw new IllegalArgumentException(
                            "it is %s and cannot hold a moment".formatted(column.type()));
        };
    }
}
