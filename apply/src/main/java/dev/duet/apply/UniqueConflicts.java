package dev.duet.apply;

import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.conflict.RowWrite;
import dev.duet.apply.conflict.Ruling;
import dev.duet.apply.plan.Relations;
import dev.duet.apply.store.ConflictStore;
import dev.duet.apply.store.ConflictStore.Decided;
import dev.duet.apply.store.RecordedConflict;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.Column;
import dev.duet.schemas.Images;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Two records that want one unique value, of which the target can have only one: a conflict of
/// both, recorded for each. No rule decides it, for whoever lost would be deleted or altered
/// unasked. One attempt, one thread.
final class UniqueConflicts {
    private static final String NOBODY = "nobody";

    private final Direction direction;
    private final TargetTerms terms;
    private final Relations relations;
    private final TableReader reader;
    private final ConflictStore store;
    private final Checkpoint checkpoint;

    /// @param columns the unique key, as indexes of the shape
    /// @param row of the record that has its values, as the target has it
    private record Taken(BitSet columns, Row row) {}

    UniqueConflicts(ApplySettings settings, ApplyTask task) {
        this.direction = settings.direction();
        this.terms = settings.terms();
        this.relations = settings.relations();
        this.reader = settings.database().tableReader();
        this.store = settings.conflicts();
        this.checkpoint = task.plan().checkpoint();
    }

    /// Finds the other record and records the conflict.
    ///
    /// @param refusal what the target said
    /// @return the reason for which the write is refused, in words
    String record(Connection connection, RowWrite refused, SQLException refusal)
            throws SQLException {
        String entity = refused.key().entity();
        Row wanted = refused.result();
        Taken taken = wanted == null ? null : taken(connection, entity, wanted);
        Optional<RecordKey> other =
                taken == null
                        ? Optional.empty()
                        : terms.ofTarget(entity, taken.row.key(terms.shape(entity).keySize()));
        if (taken == null || wanted == null || other.isEmpty()) {
            return Failure.words(refusal);
        }
        Row stands = terms.ofTarget(entity, taken.row);
        int[] unique = fields(entity, taken.columns);
        String columns = names(terms.canonical(entity), unique);
        String value = value(terms.canonical(entity), stands, unique);
        String reason =
                "%s is that of the record %s in %s already, and unique there: say which of the two shall have it"
                        .formatted(columns, terms.name(other.get()), direction.target());
        store.record(
                connection,
                List.of(
                        decided(refused.key(), columns, value, wanted, stands, reason),
                        decided(
                                other.get(),
                                columns,
                                value,
                                stands,
                                wanted,
                                "%s is wanted by the record %s of %s, which is held"
                                        .formatted(
                                                columns,
                                                terms.name(refused.key()),
                                                direction.source()))));
        return reason;
    }

    private @Nullable Taken taken(Connection connection, String entity, Row wanted)
            throws SQLException {
        Shape shape = terms.shape(entity);
        Row row = terms.row(entity, wanted);
        for (BitSet columns : relations.uniqueKeys(shape)) {
            if (columns.stream().anyMatch(i -> row.get(i) == null)) {
                continue;
            }
            Row other = reader.find(connection, shape, columns, row);
            if (other != null
                    && !terms.ofTarget(entity, other.key(shape.keySize()))
                            .equals(terms.ofTarget(entity, row.key(shape.keySize())))) {
                return new Taken(columns, other);
            }
        }
        return null;
    }

    /// What is written to some columns.
    private int[] fields(String entity, BitSet columns) {
        return IntStream.range(0, terms.canonical(entity).size())
                .filter(field -> terms.columns(entity, field).intersects(columns))
                .toArray();
    }

    private static String names(Shape canonical, int[] fields) {
        return IntStream.of(fields)
                .mapToObj(canonical.columns()::get)
                .map(Column::name)
                .collect(Collectors.joining(", "));
    }

    /// What both records want, where it is one value.
    private static @Nullable String value(Shape canonical, Row stands, int[] fields) {
        Object value = fields.length == 1 ? stands.get(fields[0]) : null;
        return value == null ? null : Images.text(canonical.columns().get(fields[0]), value);
    }

    /// @param after what the record is to be
    /// @param other the record that it meets
    private Decided decided(
            RecordKey record,
            String columns,
            @Nullable String value,
            Row after,
            Row other,
            String reason) {
        return new Decided(
                terms.canonical(record.entity()),
                terms.name(record),
                columns,
                NOBODY,
                RecordedConflict.UNIQUE,
                reason,
                null,
                new Ruling.Images(null, after, other),
                new Decided.Mark(checkpoint.position().text(), checkpoint.clock(), value),
                new Decided.Mark("", 0, null));
    }
}
