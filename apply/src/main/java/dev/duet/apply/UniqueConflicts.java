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

/// Two records that want one unique value, of which the target can have only one: a conflict of
/// both, recorded for each. No rule decides it, for whoever lost would be deleted or altered
/// unasked. One attempt, one thread.
final class UniqueConflicts {
    /// Of the entry in the quarantine.
    static final String CODE = "UNIQUE";

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
        Row wanted = wanted(refused);
        Taken taken = wanted == null ? null : taken(connection, entity, wanted);
        Optional<RecordKey> other =
                taken == null
                        ? Optional.empty()
                        : terms.ofTarget(entity, taken.row.key(terms.shape(entity).keySize()));
        if (taken == null || wanted == null || other.isEmpty()) {
            return Failure.words(refusal);
        }
        Row stands = terms.ofTarget(entity, taken.row);
        String columns = columns(terms.canonical(entity), taken.columns);
        String value = value(terms.canonical(entity), stands, taken.columns);
        String reason =
                "%s is that of the record %s in %s already, and unique there: say which of the two shall have it"
                        .formatted(columns, keyText(other.get()), direction.target());
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
                                                keyText(refused.key()),
                                                direction.source()))));
        return reason;
    }

    private static @Nullable Row wanted(RowWrite refused) {
        return switch (refused) {
            case RowWrite.Insert insert -> insert.row();
            case RowWrite.Update update -> update.result();
            case RowWrite.Delete _ -> null;
        };
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
            if (other != null && !other.key(shape.keySize()).equals(row.key(shape.keySize()))) {
                return new Taken(columns, other);
            }
        }
        return null;
    }

    private static String columns(Shape canonical, BitSet columns) {
        return columns.stream()
                .mapToObj(canonical.columns()::get)
                .map(Column::name)
                .collect(Collectors.joining(", "));
    }

    /// What both records want, where it is one value.
    private static @Nullable String value(Shape canonical, Row stands, BitSet columns) {
        int column = columns.nextSetBit(0);
        Object value = columns.cardinality() == 1 ? stands.get(column) : null;
        return value == null ? null : Images.text(canonical.columns().get(column), value);
    }

    private String keyText(RecordKey record) {
        Shape shape = terms.canonical(record.entity());
        return Images.keyText(shape, record.key().row(shape.size()));
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
                keyText(record),
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
