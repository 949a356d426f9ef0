package dev.duet.apply.crosswalk;

import dev.duet.apply.GeneratedKeys;
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
        BitSet asked = (BitSet) touched.clone();
        asked.or(OwnKeys.key(shape));
        var found = new Found(shape, asked, before);
        for (Row row : after) {
            requireKnown(shape, row, touched);
        }
        return found.missing(
                found.places.isEmpty()
                        ? new BitSet()
                        : rows.update(
                                connection, shape, touched, found.own(before), found.own(after)));
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
        BitSet asked = OwnKeys.key(shape);
        asked.or(form.guarded());
        asked.or(form.row());
        BitSet written = (BitSet) form.guarded().clone();
        written.or(form.free());
        var found = new Found(shape, asked, expected);
        for (Row row : values) {
            requireKnown(shape, row, written);
        }
        return found.missing(
                found.places.isEmpty()
                        ? new BitSet()
                        : rows.merge(
                                connection, shape, form, found.own(expected), found.own(values)));
    }

    @Override
    public BitSet delete(Connection connection, Shape shape, List<Row> expected, BitSet guarded)
            throws SQLException {
        if (!OwnKeys.areNeeded(expected)) {
            return rows.delete(connection, shape, expected, guarded);
        }
        BitSet asked = OwnKeys.key(shape);
        asked.or(guarded);
        var found = new Found(shape, asked, expected);
        return found.missing(
                found.places.isEmpty()
                        ? new BitSet()
                        : rows.delete(connection, shape, found.own(expected), guarded));
    }

    @Override
    public @Nullable String lock(Connection connection, Shape shape, Row identity)
            throws SQLException {
        return OwnKeys.areKnown(identity, OwnKeys.key(shape))
                ? rows.lock(connection, shape, OwnKeys.of(shape, identity))
                : null;
    }

    /// The rows that may be there; those of which a column that is asked for holds a key that
    /// nobody has here are not.
    private static final class Found {
        private final Shape shape;
        private final List<Integer> places = new ArrayList<>();
        private final BitSet absent = new BitSet();

        Found(Shape shape, BitSet asked, List<Row> expected) {
            this.shape = shape;
            for (int i = 0; i < expected.size(); i++) {
                if (OwnKeys.areKnown(expected.get(i), asked)) {
                    places.add(i);
                } else {
                    absent.set(i);
                }
            }
        }

        List<Row> own(List<Row> all) {
            return places.stream().map(i -> OwnKeys.of(shape, all.get(i))).toList();
        }

        BitSet missing(BitSet ofFound) {
            ofFound.stream().forEach(i -> absent.set(places.get(i)));
            return absent;
        }
    }

    private static void requireKnown(Shape shape, Row row, BitSet written) throws SQLException {
        int unknown = OwnKeys.unknown(row, written);
        if (unknown < 0) {
            return;
        }
        if (unknown == 0 && isNamed(shape, row)) {
            throw new SQLDataException(
                    "the record got another key on the other side; where each system makes up its"
                            + " own, a record keeps the one that it was paired by",
                    "22023");
        }
        throw noCounterpart(shape, row, unknown);
    }

    private static NoCounterpart noCounterpart(Shape shape, Row row, int column) {
        if (column < 0 || !(row.get(column) instanceof PeerKey key)) {
            throw new IllegalStateException("all its keys are known");
        }
        return new NoCounterpart(shape.columns().get(column).name(), key);
    }
}
