package dev.duet.apply.store;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Objects;

/// One entry of `duet.conflict`, as one database has it. Immutable.
///
/// @param source whose change came in, into the database that has the entry
/// @param field the column of the system listed first; null when it is about whether the record
///   exists, or about a held change whole
/// @param reason null for a held change, whose images are in the target's terms; else they and the
///   values are in those of the system listed first
/// @param position where the incoming change stands in the source's log
/// @param clock of the incoming change, in microseconds since 1970
/// @param target the change that it met; null for a held change
public record RecordedConflict(
        long id,
        String source,
        String entity,
        String key,
        String operation,
        Images images,
        String winner,
        String rule,
        String position,
        String transaction,
        long clock,
        @Nullable String seen,
        @Nullable String field,
        @Nullable String reason,
        @Nullable String sourceValue,
        @Nullable Met target,
        Instant decidedAt) {

    /// The rule of entries about a unique value that two records want.
    public static final String UNIQUE = "unique";

    /// The rows it was about, as JSON.
    ///
    /// @param before of the incoming change; null for an insert
    /// @param after of the incoming change; null for a delete
    /// @param existing what the database that has the entry had made of the record
    public record Images(
            @Nullable String before, @Nullable String after, @Nullable String existing) {
        /// Says nothing of the rows: they are people's data.
        @Override
        public String toString() {
            return "Images";
        }
    }

    /// The change that the incoming one met.
    public record Met(@Nullable String value, String position, long clock) {
        /// Without the value: it is people's data.
        @Override
        public String toString() {
            return "Met[" + position + " at " + clock + "]";
        }
    }

    /// Whether it was decided when a held change was applied after all, by no rule of the file.
    public boolean isOfHeldChange() {
        return reason == null;
    }

    /// Whether two records want one unique value: then the row that stood is another record's, and
    /// no change of it was met.
    public boolean isOfUniqueValue() {
        return rule.equals(UNIQUE);
    }

    /// Whether it is about the existence of the record.
    public boolean isAboutPresence() {
        return field == null && reason != null;
    }

    /// Whether the other database's entry is about the same two changes, seen from there.
    public boolean isSameAs(RecordedConflict other) {
        return target != null
                && other.target != null
                && !source.equals(other.source)
                && entity.equals(other.entity)
                && key.equals(other.key)
                && Objects.equals(field, other.field)
                && isAboutPresence() == other.isAboutPresence()
                && clock == other.target.clock
                && other.clock == target.clock
                && winner.equals(other.winner);
    }

    /// Without values: they are people's data.
    @Override
    public String toString() {
        return "RecordedConflict[" + id + " " + entity + "]";
    }
}
