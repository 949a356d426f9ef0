package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.PresenceRule.Kind;
import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

import java.util.BitSet;

/// What one source transaction did to one record in the end (PROTOCOL 2.2).
sealed interface NetChange {
    RecordKey key();

    Kind kind();

    /// The row before the transaction; null when there was none.
    @Nullable Row before();

    /// The row after it; null when there is none.
    @Nullable Row after();

    /// What the row should have been before the transaction, by all that its own side knew: the row
    /// before it, unless that was yet to be repaired. With nothing in flight on the other side the
    /// row there is this one; null when there was none.
    @Nullable Row base();

    /// @param over whether its own side held the record for alive although the row was absent: it
    ///   was being revived, so that the fields of the other side's keep their values (2.6)
    record Inserted(RecordKey key, Row after, boolean over) implements NetChange {
        @Override
        public Kind kind() {
            return Kind.INSERT;
        }

        @Override
        public @Nullable Row before() {
            return null;
        }

        @Override
        public @Nullable Row base() {
            return null;
        }
    }

    /// @param touched the columns that differ
    record Updated(RecordKey key, Row before, Row after, BitSet touched, Row base)
            implements NetChange {
        @Override
        public Kind kind() {
            return Kind.UPDATE;
        }
    }

    /// @param moved whether the record was given another key
    /// @param left whether its row is there still, see [dev.duet.schemas.Change.Delete]
    record Deleted(RecordKey key, Row before, Row base, boolean moved, boolean left)
            implements NetChange {
        Deleted(RecordKey key, Row before, Row base) {
            this(key, before, base, false, false);
        }

        @Override
        public Kind kind() {
            return Kind.DELETE;
        }

        @Override
        public @Nullable Row after() {
            return null;
        }
    }

    /// A record that was held takes part again, as people have decided: every field, and whether it
    /// is there. No change of the other side's is concurrent with it, since none counts that has
    /// not seen it.
    ///
    /// @param after null when the record is not to be
    record Released(RecordKey key, @Nullable Row after) implements NetChange {
        @Override
        public Kind kind() {
            return after == null ? Kind.DELETE : Kind.INSERT;
        }

        @Override
        public @Nullable Row before() {
            return null;
        }

        @Override
        public @Nullable Row base() {
            return null;
        }
    }
}
