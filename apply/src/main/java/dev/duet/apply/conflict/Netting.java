package dev.duet.apply.conflict;

import dev.duet.schemas.Change;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.Unchanged;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Nets the changes of one transaction to one for each record (PROTOCOL 2.2): first before-image,
/// last after-image. Never over several source transactions. Used once, by one thread.
///
/// So delete and insert in one transaction (MySQL's `REPLACE`) is an update, and what ends as it
/// began is nothing. A key change is the end of one record and the beginning of another.
final class Netting {
    private final Map<RecordKey, Net> nets = new LinkedHashMap<>();
    private final List<SourceTransaction.Move> moves = new ArrayList<>(0);
    private final Set<RecordKey> reduced = HashSet.newHashSet(0);

    private static final class Net {
        final Shape shape;
        final @Nullable Row before;
        @Nullable Row after;

        /// Whether its last key change ended it.
        boolean moved;

        /// Whether it ended with its row there.
        boolean left;

        Net(Shape shape, @Nullable Row before) {
            this.shape = shape;
            this.before = before;
        }
    }

    private Netting() {}

    static Netting of(Iterable<Change> changes) {
        Netting netting = new Netting();
        for (Change change : changes) {
            netting.add(change);
        }
        return netting;
    }

    static List<NetChange> net(Iterable<Change> changes) {
        return of(changes).changes();
    }

    SourceTransaction.Steps steps() {
        return SourceTransaction.Steps.of(moves, reduced);
    }

    /// Notes that a change is nothing for the other side.
    void leftOut(RecordKey key) {
        reduced.add(key);
    }

    List<NetChange> changes() {
        List<NetChange> result = new ArrayList<>(nets.size());
        nets.forEach(
                (key, net) -> {
                    NetChange change =
                            ended(
                                    change(key, net.shape, net.before, net.after),
                                    net.moved,
                                    net.left);
                    if (change != null) {
                        result.add(change);
                    }
                });
        return result;
    }

    private void add(Change change) {
        switch (change) {
            case Change.Insert insert -> put(insert.shape(), null, insert.after());
            case Change.Update update -> put(update.shape(), update.before(), update.after());
            case Change.Delete delete ->
                    put(delete.shape(), delete.before(), null).left = delete.left();
            case Change.KeyChange move -> {
                Shape shape = move.shape();
                put(shape, move.before(), null).moved = true;
                put(shape, null, Image.completed(move.after(), move.before()));
                moves.add(
                        new SourceTransaction.Move(
                                key(shape, move.before()), key(shape, move.after())));
            }
            case Change.Truncate truncate -> throw new CannotNet(truncate);
        }
    }

    private Net put(Shape shape, @Nullable Row before, @Nullable Row after) {
        Row identity = Objects.requireNonNull(before == null ? after : before);
        RecordKey key = key(shape, identity);
        Net net = nets.get(key);
        if (net == null) {
            net = new Net(shape, before);
            nets.put(key, net);
        } else {
            reduced.add(key);
        }
        Row last = net.after == null ? before : net.after;
        net.after = after == null || last == null ? after : Image.completed(after, last);
        net.moved = false;
        net.left = false;
        return net;
    }

    private static RecordKey key(Shape shape, Row row) {
        return new RecordKey(shape.entity(), row.key(shape.keySize()));
    }

    /// What a change does to one record, when it is the only one of its transaction that touches
    /// it.
    ///
    /// @param key of the record, or of one of the two of a key change
    static @Nullable NetChange only(RecordKey key, Change change) {
        return switch (change) {
            case Change.Insert insert -> change(key, insert.shape(), null, insert.after());
            case Change.Update update ->
                    change(
                            key,
                            update.shape(),
                            update.before(),
                            Image.completed(update.after(), update.before()));
            case Change.Delete delete ->
                    ended(change(key, delete.shape(), delete.before(), null), false, delete.left());
            case Change.KeyChange move ->
                    key.equals(key(move.shape(), move.before()))
                            ? ended(change(key, move.shape(), move.before(), null), true, false)
                            : change(
                                    key,
                                    move.shape(),
                                    null,
                                    Image.completed(move.after(), move.before()));
            case Change.Truncate truncate -> throw new CannotNet(truncate);
        };
    }

    private static @Nullable NetChange ended(
            @Nullable NetChange change, boolean moved, boolean left) {
        return (moved || left) && change instanceof NetChange.Deleted deleted
                ? new NetChange.Deleted(
                        deleted.key(), deleted.before(), deleted.base(), moved, left)
                : change;
    }

    private static @Nullable NetChange change(
            RecordKey key, Shape shape, @Nullable Row before, @Nullable Row after) {
        return between(key, shape.keySize(), before, after);
    }

    /// What makes one row another; null when it is the same.
    static @Nullable NetChange between(
            RecordKey key, int keySize, @Nullable Row before, @Nullable Row after) {
        if (before == null) {
            return after == null ? null : new NetChange.Inserted(key, after, false);
        }
        if (after == null) {
            return new NetChange.Deleted(key, before, before);
        }
        BitSet touched = new BitSet();
        for (int i = keySize; i < after.size(); i++) {
            Object value = after.get(i);
            if (!(value instanceof Unchanged) && !Objects.equals(before.get(i), value)) {
                touched.set(i);
            }
        }
        return touched.isEmpty()
                ? null
                : new NetChange.Updated(key, before, after, touched, before);
    }
}
