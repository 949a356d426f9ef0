package dev.duet.apply.crosswalk;

import dev.duet.apply.GeneratedKeys;
import dev.duet.apply.MissingParent;
import dev.duet.apply.RowWriter;
import dev.duet.schemas.PeerKey;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/// Writes rows with keys of the peer's in them: a record that was never here gets the key that the
/// database makes up for it, and every other row that names it, the same. One thread.
///
/// A row that has to be there and is not is one that was not written; one that refers to a record
/// that is not here is refused as by a foreign key.
record CrosswalkRowWriter(RowWriter rows, GeneratedKeys generated, Pairs pairs)
        implements RowWriter {
    @Override
    public BitSet insert(Connection connection, Shape shape, List<Row> inserted)
            throws SQLException {
        if (!OwnKeys.areNeeded(inserted)) {
            return rows.insert(connection, shape, inserted);
        }
        BitSet missing = new BitSet();
        List<Integer> left = new ArrayList<>(IntStream.range(0, inserted.size()).boxed().toList());
        while (!left.isEmpty()) {
            Wave wave = Wave.of(shape, inserted, left);
            if (wave.known.isEmpty() && wave.fresh.isEmpty()) {
                Row first = inserted.get(left.getFirst());
                throw noCounterpart(shape, first, OwnKeys.unknown(first, referring(shape, first)));
            }
            insertKnown(connection, shape, inserted, wave.known, missing);
            insertFresh(connection, shape, inserted, wave.fresh, missing);
            left = wave.blocked;
        }
        return missing;
    }

    @Override
    public boolean fill(Connection connection, Shape shape, List<Row> inserted)
            throws SQLException {
        return !OwnKeys.areNeeded(inserted) && rows.fill(connection, shape, inserted);
    }

    /// Rows that can be inserted now, by their place: with a key that is known, or with one that is
    /// to be made up; the others refer to these.
    private record Wave(List<Integer> known, List<Integer> fresh, List<Integer> blocked) {
        static Wave of(Shape shape, List<Row> rows, List<Integer> left) {
            Wave wave = new Wave(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            for (int i : left) {
                Row row = rows.get(i);
                if (!OwnKeys.areKnown(row, referring(shape, row))) {
                    wave.blocked.add(i);
                } else if (OwnKeys.areKnown(row, OwnKeys.key(shape))) {
                    wave.known.add(i);
                } else {
                    wave.fresh.add(i);
                }
            }
            return wave;
        }
    }

    private void insertKnown(
            Connection connection,
            Shape shape,
            List<Row> inserted,
            List<Integer> places,
            BitSet missing)
            throws SQLException {
        if (!places.isEmpty()) {
            List<Row> own = places.stream().map(i -> OwnKeys.of(shape, inserted.get(i))).toList();
            rows.insert(connection, shape, own).stream().forEach(i -> missing.set(places.get(i)));
        }
    }

    private void insertFresh(
            Connection connection,
            Shape shape,
            List<Row> inserted,
            List<Integer> places,
            BitSet missing)
            throws SQLException {
        if (places.isEmpty()) {
            return;
        }
        if (!pairs.mayAdd()) {
            throw new SQLDataException(
                    "the record was never here, and only 'duet run' makes up keys for records",
                    "22023");
        }
        List<Row> own = places.stream().map(i -> OwnKeys.of(shape, inserted.get(i))).toList();
        long[] keys = new long[own.size()];
        BitSet absent = generated.insert(connection, shape, own, keys);
        for (int i = 0; i < keys.length; i++) {
            if (absent.get(i)) {
                missing.set(places.get(i));
                continue;
            }
            Row row = inserted.get(places.get(i));
            if (!(row.get(0) instanceof PeerKey key)) {
                throw new IllegalStateException("its key is known");
            }
            pairs.add(key, keys[i]);
            referToSelf(connection, shape, row);
        }
    }

    /// What refers to the row itself could not be said before it had its key.
    private void referToSelf(Connection connection, Shape shape, Row row) throws SQLException {
        BitSet toSelf = toSelf(shape, row);
        if (!toSelf.isEmpty()) {
            List<Row> own = List.of(OwnKeys.of(shape, row));
            rows.merge(
                    connection,
                    shape,
                    new MergeForm(new BitSet(), toSelf, new BitSet(), new BitSet()),
                    own,
                    own);
        }
    }

    /// The columns that name other records.
    private static BitSet referring(Shape shape, Row row) {
        BitSet columns = new BitSet();
        columns.set(isNamed(shape, row) ? 1 : 0, shape.size());
        columns.andNot(toSelf(shape, row));
        return columns;
    }

    /// Whether the row's key is that of a record of the peer's, and not of one that it refers to.
    private static boolean isNamed(Shape shape, Row row) {
        return shape.keySize() == 1
                && row.get(0) instanceof PeerKey key
                && key.entity().equals(shape.entity());
    }

    private static BitSet toSelf(Shape shape, Row row) {
        BitSet toSelf = new BitSet();
        if (isNamed(shape, row) && row.get(0) instanceof PeerKey key) {
            for (int i = 1; i < row.size(); i++) {
                toSelf.set(i, Objects.equals(key, row.get(i)));
            }
        }
        return toSelf;
    }

    @Override
    public BitSet update(
            Connection connection, Shape shape, BitSet touched, List<Row> before, List<Row> after)
            throws SQLException {
        if (!OwnKeys.areNeeded(before) && !OwnKeys.areNeeded(after)) {
            return rows.update(connection, shape, touched, before, after);
        }
        requireKnown(shape, after, touched);
        return new Found(shape, touched, before)
                .write(
                        own ->
                                rows.update(
                                        connection, shape, touched, own.of(before), own.of(after)));
    }

    @Override
    public BitSet merge(
            Connection connection,
            Shape shape,
            MergeForm form,
            List<Row> expected,
            List<Row> values)
            throws SQLException {
        if (!OwnKeys.areNeeded(expected) && !OwnKeys.areNeeded(values)) {
            return rows.merge(connection, shape, form, expected, values);
        }
        requireKnown(shape, values, both(form.guarded(), form.free()));
        return new Found(shape, both(form.guarded(), form.row()), expected)
                .write(
                        own ->
                                rows.merge(
                                        connection, shape, form, own.of(expected), own.of(values)));
    }

    @Override
    public BitSet delete(Connection connection, Shape shape, List<Row> expected, BitSet guarded)
            throws SQLException {
        return OwnKeys.areNeeded(expected)
                ? new Found(shape, guarded, expected)
                        .write(own -> rows.delete(connection, shape, own.of(expected), guarded))
                : rows.delete(connection, shape, expected, guarded);
    }

    private static BitSet both(BitSet some, BitSet others) {
        BitSet both = (BitSet) some.clone();
        both.or(others);
        return both;
    }

    @Override
    public @Nullable String lock(Connection connection, Shape shape, Row identity)
            throws SQLException {
        return OwnKeys.areKnown(identity, OwnKeys.key(shape))
                ? rows.lock(connection, shape, OwnKeys.of(shape, identity))
                : null;
    }

    /// The rows that may be there; those of which the key or a column that is asked for holds a key
    /// that nobody has here are not.
    private static final class Found {
        private final Shape shape;
        private final List<Integer> places = new ArrayList<>();
        private final BitSet absent = new BitSet();

        @FunctionalInterface
        interface Write {
            /// @return the rows that were not written, of those that may be there
            BitSet rows(Found own) throws SQLException;
        }

        Found(Shape shape, BitSet asked, List<Row> expected) {
            this.shape = shape;
            BitSet needed = both(asked, OwnKeys.key(shape));
            for (int i = 0; i < expected.size(); i++) {
                if (OwnKeys.areKnown(expected.get(i), needed)) {
                    places.add(i);
                } else {
                    absent.set(i);
                }
            }
        }

        /// The images of these rows, in this system's keys.
        List<Row> of(List<Row> all) {
            return places.stream().map(i -> OwnKeys.of(shape, all.get(i))).toList();
        }

        /// @return the rows that were not written, of all
        BitSet write(Write write) throws SQLException {
            if (!places.isEmpty()) {
                write.rows(this).stream().forEach(i -> absent.set(places.get(i)));
            }
            return absent;
        }
    }

    private static void requireKnown(Shape shape, List<Row> all, BitSet written)
            throws SQLException {
        for (Row row : all) {
            int unknown = OwnKeys.unknown(row, written);
            if (unknown == 0 && isNamed(shape, row)) {
                throw new SQLDataException(
                        "the record got another key on the other side; where each system makes up"
                                + " its own, a record keeps the one that it was paired by",
                        "22023");
            }
            if (unknown >= 0) {
                throw noCounterpart(shape, row, unknown);
            }
        }
    }

    private static MissingParent noCounterpart(Shape shape, Row row, int column) {
        if (column < 0 || !(row.get(column) instanceof PeerKey key)) {
            throw new IllegalStateException("all its keys are known");
        }
        return new MissingParent(
                "%s refers to the record %d of %s on the other side, which has no counterpart here"
                        .formatted(shape.columns().get(column).name(), key.number(), key.entity()));
    }
}
