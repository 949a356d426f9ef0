package dev.duet.apply;

import dev.duet.apply.conflict.RecordKey;
import dev.duet.mapping.SoftDelete;
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

/// Writes into a system that keeps the rows of deleted records, for entities where the file says so
/// (`soft-delete`): a delete sets the column, an insert takes the row that is there already. All
/// else is as without. One thread.
public final class SoftRowWriter implements RowWriter {
    private final RowWriter rows;
    private final TableReader reader;
    private final TargetTerms terms;

    private SoftRowWriter(RowWriter rows, TableReader reader, TargetTerms terms) {
        this.rows = rows;
        this.reader = reader;
        this.terms = terms;
    }

    /// A database's own writer, or one that knows which entities keep their deleted records.
    public static RowWriter over(TargetDatabase database, TargetTerms terms) {
        return new SoftRowWriter(database.rowWriter(), database.tableReader(), terms);
    }

    @Override
    public BitSet insert(Connection connection, Shape shape, List<Row> inserted)
            throws SQLException {
        Optional<SoftDelete> soft = terms.softDelete(shape.entity());
        if (soft.isEmpty()) {
            return rows.insert(connection, shape, inserted);
        }
        Map<RecordKey, Row> deleted = new HashMap<>();
        for (Row row : reader.lock(connection, shape, inserted)) {
            if (soft.get().isDeleted(row)) {
                record(shape, row).ifPresent(record -> deleted.put(record, row));
            }
        }
        if (deleted.isEmpty()) {
            return rows.insert(connection, shape, inserted);
        }
        List<Row> absent = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        List<Row> found = new ArrayList<>();
        List<Row> taken = new ArrayList<>();
        for (int i = 0; i < inserted.size(); i++) {
            Row row = inserted.get(i);
            @Nullable Row there = record(shape, row).map(deleted::get).orElse(null);
            if (there == null) {
                absent.add(row);
                places.add(i);
            } else {
                found.add(there);
                taken.add(row);
            }
        }
        var whole = new MergeForm(new BitSet(), besideKey(shape), new BitSet(), new BitSet());
        rows.merge(connection, shape, whole, found, taken);
        BitSet missing = new BitSet();
        rows.insert(connection, shape, absent).stream().forEach(i -> missing.set(places.get(i)));
        return missing;
    }

    private Optional<RecordKey> record(Shape shape, Row row) {
        return terms.ofTarget(shape.entity(), row.key(shape.keySize()));
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
        return rows.update(connection, shape, touched, before, after);
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
        Optional<SoftDelete> soft = terms.softDelete(shape.entity());
        if (soft.isEmpty()) {
            return rows.delete(connection, shape, expected, guarded);
        }
        BitSet said = new BitSet();
        said.set(soft.get().index());
        BitSet row = (BitSet) guarded.clone();
        row.or(said);
        List<Row> live = expected.stream().map(soft.get()::live).toList();
        List<Row> deleted = expected.stream().map(soft.get()::deleted).toList();
        return rows.merge(
                connection,
                shape,
                new MergeForm(new BitSet(), said, new BitSet(), row),
                live,
                deleted);
    }

    @Override
    public @Nullable String lock(Connection connection, Shape shape, Row identity)
            throws SQLException {
        Optional<SoftDelete> soft = terms.softDelete(shape.entity());
        if (soft.isPresent()) {
            Row there = reader.lock(connection, shape, identity);
            if (there == null || soft.get().isDeleted(there)) {
                return null;
            }
        }
        return rows.lock(connection, shape, identity);
    }
}
