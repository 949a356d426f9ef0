package dev.duet.apply;

import dev.duet.apply.plan.UndeclaredKeys.Reference;
import dev.duet.schemas.Key;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Keeps references that the file states and the target has no foreign key for: a row that names a
/// record which is not there is refused as a foreign key would refuse it, and so comes later, in
/// order, or is held. One thread.
///
/// Only what Duet writes is looked at, and without a lock: clients may delete what is referred to.
record ReferringRowWriter(RowWriter rows, TableReader reader, TargetTerms terms)
        implements RowWriter {

    @Override
    public BitSet insert(Connection connection, Shape shape, List<Row> inserted)
            throws SQLException {
        for (Reference reference : terms.undeclared().of(shape)) {
            require(connection, shape, reference, inserted);
        }
        return rows.insert(connection, shape, inserted);
    }

    @Override
    public boolean fill(Connection connection, Shape shape, List<Row> inserted)
            throws SQLException {
        return terms.undeclared().of(shape).isEmpty() && rows.fill(connection, shape, inserted);
    }

    @Override
    public BitSet update(
            Connection connection, Shape shape, BitSet touched, List<Row> before, List<Row> after)
            throws SQLException {
        require(connection, shape, touched, after);
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
        BitSet set = (BitSet) form.guarded().clone();
        set.or(form.free());
        require(connection, shape, set, values);
        return rows.merge(connection, shape, form, expected, values);
    }

    @Override
    public BitSet delete(Connection connection, Shape shape, List<Row> expected, BitSet guarded)
            throws SQLException {
        return rows.delete(connection, shape, expected, guarded);
    }

    @Override
    public @Nullable String lock(Connection connection, Shape shape, Row identity)
            throws SQLException {
        return rows.lock(connection, shape, identity);
    }

    private void require(Connection connection, Shape shape, BitSet set, List<Row> values)
            throws SQLException {
        for (Reference reference : terms.undeclared().of(shape)) {
            if (set.get(reference.column())) {
                require(connection, shape, reference, values);
            }
        }
    }

    private void require(Connection connection, Shape shape, Reference reference, List<Row> values)
            throws SQLException {
        Set<Key> needed = new LinkedHashSet<>();
        values.forEach(row -> Parents.named(row, reference.column()).ifPresent(needed::add));
        if (reference.parent().equals(shape)) {
            values.forEach(row -> needed.remove(row.key(1))); // they come with it
        }
        if (!new Parents(reader, terms).missing(connection, reference.parent(), needed).isEmpty()) {
            throw new MissingParent(
                    "%s of %s names a record of %s that is not there"
                            .formatted(
                                    shape.columns().get(reference.column()).name(),
                                    shape.table(),
                                    reference.parent().entity()));
        }
    }
}
