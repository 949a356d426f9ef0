package dev.duet.apply;

import dev.duet.apply.RowWriter.MergeForm;
import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.conflict.RowWrite;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes what the core decided otherwise than the source's change says: merged, restored and
/// repaired records. One thread.
///
/// A row that is not what the decision was made on is left as it stands. That is no failure: the
/// client's change that altered it comes through the log, and the audit decides (PROTOCOL 2.10).
final class MergeWriter {
    private final RowWriter rows;
    private final TargetTerms terms;
    private final HiddenRows hidden;
    private final LeftRows left;

    /// What is done in one statement: writes of one table and one form.
    private record Group(Shape shape, Operation operation, @Nullable MergeForm form) {}

    private enum Operation {
        INSERT,
        UPDATE,
        DELETE
    }

    /// The rows of a group, as many in each list that its operation needs.
    private static final class Rows {
        final List<RecordKey> records = new ArrayList<>();
        final List<Row> expected = new ArrayList<>();
        final List<Row> values = new ArrayList<>();
    }

    MergeWriter(RowWriter rows, TargetTerms terms, HiddenRows hidden, LeftRows left) {
        this.rows = rows;
        this.terms = terms;
        this.hidden = hidden;
        this.left = left;
    }

    /// Writes them, many in a statement: deletes first, which may free unique values.
    ///
    /// @return how many rows were written
    long write(Connection connection, List<RowWrite> writes) throws SQLException {
        Map<Group, Rows> groups = new LinkedHashMap<>();
        for (RowWrite write : writes) {
            if (write instanceof RowWrite.Delete) {
                add(groups, write);
            }
        }
        for (RowWrite write : writes) {
            if (!(write instanceof RowWrite.Delete)) {
                add(groups, write);
            }
        }
        long written = 0;
        for (Map.Entry<Group, Rows> group : groups.entrySet()) {
            Rows of = group.getValue();
            BitSet missing = execute(connection, group.getKey(), of);
            written += Math.max(of.expected.size(), of.values.size()) - missing.cardinality();
        }
        return written;
    }

    private BitSet execute(Connection connection, Group group, Rows of) throws SQLException {
        return switch (group.operation) {
            case INSERT -> insert(connection, group.shape, of);
            case DELETE -> rows.delete(connection, group.shape, of.expected, form(group).row());
            case UPDATE -> rows.merge(connection, group.shape, form(group), of.expected, of.values);
        };
    }

    /// A record that is not there, and yet cannot be inserted, is refused: not all databases say
    /// so.
    private BitSet insert(Connection connection, Shape shape, Rows of) throws SQLException {
        List<Row> values = of.values;
        BitSet missing = rows.insert(connection, shape, values);
        left.written(of.records);
        for (int i = missing.nextSetBit(0); i >= 0; i = missing.nextSetBit(i + 1)) {
            if (hidden.has(connection, shape.entity(), values.get(i))) {
                throw new SQLIntegrityConstraintViolationException(
                        "a row that is no record has its key", "23505");
            }
            if (rows.lock(connection, shape, values.get(i)) == null) {
                throw new SQLIntegrityConstraintViolationException(
                        "another record has one of its unique values", "23505");
            }
            left.met(List.of(of.records.get(i)));
        }
        return missing;
    }

    private static MergeForm form(Group group) {
        MergeForm form = group.form;
        if (form == null) {
            throw new IllegalStateException("an insert has no form");
        }
        return form;
    }

    private void add(Map<Group, Rows> groups, RowWrite write) {
        String entity = write.key().entity();
        Shape shape = terms.shape(entity);
        switch (write) {
            case RowWrite.Insert insert -> {
                Rows of = rows(groups, new Group(shape, Operation.INSERT, null));
                of.records.add(insert.key());
                of.values.add(terms.row(entity, insert.row()));
            }
            case RowWrite.Delete delete -> {
                BitSet guarded = terms.columns(entity, delete.guarded());
                MergeForm form = new MergeForm(new BitSet(), new BitSet(), new BitSet(), guarded);
                rows(groups, new Group(shape, Operation.DELETE, form))
                        .expected
                        .add(terms.expected(delete));
            }
            case RowWrite.Update update -> {
                MergeForm fields = formOf(update);
                MergeForm form =
                        new MergeForm(
                                terms.columns(entity, fields.guarded()),
                                terms.columns(entity, fields.free()),
                                terms.columns(entity, fields.added()),
                                terms.columns(entity, fields.row()));
                Rows of = rows(groups, new Group(shape, Operation.UPDATE, form));
                of.expected.add(terms.expected(entity, update.expected(), guarding(fields)));
                of.values.add(values(entity, update, fields));
            }
        }
    }

    private static Rows rows(Map<Group, Rows> groups, Group group) {
        return groups.computeIfAbsent(group, absent -> new Rows());
    }

    /// Of fields, which are more or fewer than the columns.
    private static MergeForm formOf(RowWrite.Update update) {
        MergeForm form = new MergeForm(new BitSet(), new BitSet(), new BitSet(), new BitSet());
        for (RowWrite.FieldWrite field : update.fields()) {
            switch (field) {
                case RowWrite.Add add -> form.added().set(add.column());
                case RowWrite.Set set -> {
                    switch (set.guard()) {
                        case NONE -> form.free().set(set.column());
                        case FIELD -> form.guarded().set(set.column());
                        case ROW -> {
                            form.free().set(set.column());
                            form.row().or(update.guarded());
                        }
                    }
                }
            }
        }
        return form;
    }

    private static BitSet guarding(MergeForm fields) {
        BitSet guarding = (BitSet) fields.guarded().clone();
        guarding.or(fields.row());
        return guarding;
    }

    /// The new values in the target's terms; a counter's difference stands in its column.
    private Row values(String entity, RowWrite.Update update, MergeForm fields) {
        BitSet set = (BitSet) fields.guarded().clone();
        set.or(fields.free());
        Row result = terms.told(update);
        @Nullable Object[] target = terms.row(entity, result, set).toArray();
        for (RowWrite.FieldWrite field : update.fields()) {
            if (field instanceof RowWrite.Add add) {
                target[terms.column(entity, add.column())] =
                        terms.difference(entity, add.column(), add.difference());
            }
        }
        return Row.of(target);
    }
}
