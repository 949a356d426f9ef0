package dev.duet.apply;

import dev.duet.apply.conflict.RecordKey;
import dev.duet.mapping.Absence;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes into a system where a row may be there for a record that is not ([Absence]): an insert
/// takes the row that is there already, and a delete may leave it. All else is as without. One
/// thread.
public final class AbsentRowWriter implements RowWriter {
    private final RowWriter rows;
    private final TableReader reader;
    private final TargetTerms terms;

    private AbsentRowWriter(RowWriter rows, TableReader reader, TargetTerms terms) {
        this.rows = rows;
        this.reader = reader;
        this.terms = terms;
    }

    /// A database's own writer, but that it knows which rows stand for no record, and what rows
    /// name.
    public static RowWriter over(TargetDatabase database, TargetTerms terms) {
        TableReader reader = database.tableReader();
        return new ReferringRowWriter(
                new AbsentRowWriter(database.rowWriter(), reader, terms), reader, terms);
    }

    /// The rows of an insert, and where they stand in it.
    private static final class Some {
        final List<Row> rows = new ArrayList<>();
        final List<Integer> places = new ArrayList<>();

        void add(Row row, int place) {
            rows.add(row);
            places.add(place);
        }
    }

    @Override
    public BitSet insert(Connection connection, Shape shape, List<Row> inserted)
            throws SQLException {
        Optional<Absence> absence = terms.absence(shape.entity());
        return absence.isEmpty()
                ? rows.insert(connection, shape, inserted)
                : insert(connection, shape, inserted, absence.get());
    }

    @Override
    public boolean fill(Connection connection, Shape shape, List<Row> inserted)
            throws SQLException {
        return terms.absence(shape.entity()).isEmpty() && rows.fill(connection, shape, inserted);
    }

    private BitSet insert(Connection connection, Shape shape, List<Row> inserted, Absence absence)
            throws SQLException {
        Map<RecordKey, Row> there = new HashMap<>();
        for (Row row : reader.lock(connection, shape, inserted)) {
            record(shape, row).ifPresent(record -> there.put(record, row));
        }
        BitSet missing = new BitSet();
        Some fresh = new Some();
        List<Row> found = new ArrayList<>();
        List<Row> taken = new ArrayList<>();
        for (int i = 0; i < inserted.size(); i++) {
            Row row = inserted.get(i);
            @Nullable Row standing = record(shape, row).map(there::get).orElse(null);
            if (standing == null) {
                if (absence.isAbsent(row)) {
                    continue; // a record without a value is none
                }
                if (absence.needsRow()) {
                    throw withoutRow(shape);
                }
                fresh.add(row, i);
            } else if (absence.isAbsent(standing)) {
                found.add(standing);
                taken.add(row);
            } else {
                missing.set(i);
            }
        }
        if (!taken.isEmpty()) {
            var whole = new MergeForm(new BitSet(), besideKey(shape), new BitSet(), new BitSet());
            rows.merge(connection, shape, whole, found, taken);
        }
        if (!fresh.rows.isEmpty()) {
            rows.insert(connection, shape, fresh.rows).stream()
                    .forEach(i -> missing.set(fresh.places.get(i)));
        }
        return missing;
    }

    private Optional<RecordKey> record(Shape shape, Row row) {
        return terms.ofTarget(shape.entity(), row.key(shape.keySize()));
    }

    private static SQLException withoutRow(Shape shape) {
        return new MissingParent(
                "%s has no row with this key, and %s is part of one"
                        .formatted(shape.table(), shape.entity()));
    }

    private static BitSet besideKey(Shape shape) {
        BitSet columns = new BitSet();
        columns.set(shape.keySize(), shape.size());
        return columns;
    }

    @Override
    public BitSet update(
            Connection connection, Shape shape, BitSet touched, List<Row> before, List<Row> after)
            throws SQLException {
        BitSet missing = rows.update(connection, shape, touched, before, after);
        boolean isMove = !touched.get(0, shape.keySize()).isEmpty();
        return isMove && terms.sharesTable(shape.entity())
                ? updateMoved(connection, shape, before, after, missing)
                : missing;
    }

    /// Another entity of the table has moved the row already: what is left to do is done where it
    /// is now, if it still is what it was.
    private BitSet updateMoved(
            Connection connection, Shape shape, List<Row> before, List<Row> after, BitSet notThere)
            throws SQLException {
        BitSet missing = new BitSet();
        BitSet all = besideKey(shape);
        for (int i = notThere.nextSetBit(0); i >= 0; i = notThere.nextSetBit(i + 1)) {
            @Nullable Object[] moved = before.get(i).toArray();
            for (int k = 0; k < shape.keySize(); k++) {
                moved[k] = after.get(i).get(k);
            }
            MergeForm form = new MergeForm(new BitSet(), all, new BitSet(), all);
            boolean isWritten =
                    rows.merge(
                                    connection,
                                    shape,
                                    form,
                                    List.of(Row.of(moved)),
                                    List.of(after.get(i)))
                            .isEmpty();
            missing.set(i, !isWritten);
        }
        return missing;
    }

    @Override
    public BitSet merge(
            Connection connection,
            Shape shape,
            MergeForm form,
            List<Row> expected,
            List<Row> values)
            throws SQLException {
        return rows.merge(connection, shape, form, expected, values);
    }

    @Override
    public BitSet delete(Connection connection, Shape shape, List<Row> expected, BitSet guarded)
            throws SQLException {
        Optional<Absence> absence = terms.absence(shape.entity());
        BitSet said = absence.map(Absence::said).orElseGet(BitSet::new);
        if (said.isEmpty()) {
            return rows.delete(connection, shape, expected, guarded);
        }
        List<Row> present = new ArrayList<>();
        List<Row> gone = new ArrayList<>();
        for (Row row : expected) {
            present.add(absence.get().present(row));
            gone.add(absence.get().gone(row));
        }
        BitSet row = (BitSet) guarded.clone();
        row.or(absence.get().alwaysGuarded());
        return rows.merge(
                connection,
                shape,
                new MergeForm(new BitSet(), said, new BitSet(), row),
                present,
                gone);
    }

    @Override
    public @Nullable String lock(Connection connection, Shape shape, Row identity)
            throws SQLException {
        Optional<Absence> absence = terms.absence(shape.entity());
        if (absence.isPresent()) {
            Row there = reader.lock(connection, shape, identity);
            if (there == null || absence.get().isAbsent(there)) {
                return null;
            }
        }
        return rows.lock(connection, shape, identity);
    }
}
