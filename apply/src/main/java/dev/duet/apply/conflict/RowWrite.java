package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.Values;
import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/// One row to be written, with what it must be for that (PROTOCOL 2.10). What does not match is
/// left as it stands: that is no failure, the audit decides when the marker comes back.
public sealed interface RowWrite {
    RecordKey key();

    /// The row that it leaves; null when it leaves none.
    @Nullable Row result();

    /// Whether a row is what this was decided on.
    ///
    /// @param row null for none
    /// @param exact the columns in which that can be told, see [dev.duet.schemas.Column#exact]
    default boolean finds(@Nullable Row row, BitSet exact) {
        return switch (this) {
            case Insert insert -> row == null;
            case Delete delete ->
                    row != null && holds(row, delete.expected(), delete.guarded(), exact);
            case Update update ->
                    row != null && holds(row, update.expected(), update.guarded(), exact);
        };
    }

    /// What this makes of a row, as the database does but for its triggers.
    ///
    /// @param row null for none
    /// @param exact as for [#finds]
    default @Nullable Row over(@Nullable Row row, BitSet exact) {
        return switch (this) {
            case Insert insert -> row == null ? insert.row() : row;
            case Delete delete -> finds(row, exact) ? null : row;
            case Update update -> row == null ? null : over(row, update, exact);
        };
    }

    private static Row over(Row row, Update update, BitSet exact) {
        if (update.asksForRow() && !holds(row, update.expected(), update.guarded(), exact)) {
            return row;
        }
        @Nullable Object[] values = row.toArray();
        for (FieldWrite field : update.fields()) {
            switch (field) {
                case Add add ->
                        values[add.column()] = Values.plus(values[add.column()], add.difference());
                case Set set -> {
                    boolean isMet =
                            switch (set.guard()) {
                                case NONE, ROW -> true;
                                case FIELD ->
                                        !exact.get(set.column())
                                                || Objects.equals(
                                                        row.get(set.column()), set.from());
                            };
                    if (isMet) {
                        values[set.column()] = set.to();
                    }
                }
            }
        }
        return Row.of(values);
    }

    private static boolean holds(Row row, Row expected, BitSet guarded, BitSet exact) {
        return guarded.stream()
                .allMatch(i -> !exact.get(i) || Objects.equals(row.get(i), expected.get(i)));
    }

    /// Where there is none.
    record Insert(RecordKey key, Row row) implements RowWrite {
        @Override
        public Row result() {
            return row;
        }
    }

    /// Where the row holds `expected` in the `guarded` columns.
    record Delete(RecordKey key, Row expected, BitSet guarded) implements RowWrite {
        @Override
        public @Nullable Row result() {
            return null;
        }
    }

    /// Where there is one; each field under its own guard, and none of them where one asks for a
    /// row that is not there as expected.
    ///
    /// @param expected what the row is believed to be; for [Guard#ROW]
    /// @param guarded the columns of it that are known
    record Update(RecordKey key, Row expected, BitSet guarded, List<FieldWrite> fields)
            implements RowWrite {
        public Update {
            fields = List.copyOf(fields);
        }

        /// Whether anything is written only to the row that this was decided on.
        public boolean asksForRow() {
            return fields.stream()
                    .anyMatch(field -> field instanceof Set set && set.guard() == Guard.ROW);
        }

        /// The row with what is set; counters stay as they are expected to be.
        @Override
        public Row result() {
            @Nullable Object[] values = expected.toArray();
            for (FieldWrite field : fields) {
                if (field instanceof Set set) {
                    values[set.column()] = set.to();
                }
            }
            return Row.of(values);
        }
    }

    /// One field of an update.
    sealed interface FieldWrite {
        int column();
    }

    record Set(int column, @Nullable Object from, @Nullable Object to, Guard guard)
            implements FieldWrite {}

    /// `x = coalesce(x, 0) + difference`: a client's unread increment is never lost (2.5).
    record Add(int column, Object difference) implements FieldWrite {}

    /// What must hold for a field to be set.
    enum Guard {
        NONE,
        /// The field is what the write was decided on.
        FIELD,
        /// The whole row is; otherwise nothing of it is written.
        ROW
    }
}
