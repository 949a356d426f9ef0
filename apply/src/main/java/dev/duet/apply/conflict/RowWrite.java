package dev.duet.apply.conflict;

import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

import java.util.BitSet;
import java.util.List;

/// One row to be written, with what it must be for that (PROTOCOL 2.10). What does not match is
/// left as it stands: that is no failure, the audit decides when the marker comes back.
public sealed interface RowWrite {
    RecordKey key();

    /// The row that it leaves; null when it leaves none.
    @Nullable Row result();

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

    /// Where there is one; each field under its own guard.
    ///
    /// @param expected what the row is believed to be; for [Guard#ROW]
    /// @param guarded the columns of it that are known
    record Update(RecordKey key, Row expected, BitSet guarded, List<FieldWrite> fields)
            implements RowWrite {
        public Update {
            fields = List.copyOf(fields);
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
        /// The whole row is.
        ROW
    }
}
