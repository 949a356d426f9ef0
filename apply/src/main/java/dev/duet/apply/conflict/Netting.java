package dev.duet.apply.conflict;

import dev.duet.schemas.Change;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.Unchanged;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Nets the changes of one transaction to one for each record (PROTOCOL 2.2): first before-image,
/// last after-image. Never over several source transactions. Used once, by one thread.
///
/// So delete and insert in one transaction (MySQL's `REPLACE`) is an update, and what ends as it
/// began is nothing. A key change is the end of one record and the beginning of another.
final class Netting {
    private final Map<RecordKey, Net> nets = new LinkedHashMap<>();

    private static final class Net {
        final Shape shape;
        final @Nullable Row before;
        @Nullable Row after;

        Net(Shape shape, @Nullable Row before) {
            this.shape = shape;
            this.before = before;
        }
    }

    private Netting() {}

    static List<NetChange> net(Iterable<Change> changes) {
        Netting netting = new Netting();
        for (Change change : changes) {
            netting.add(change);
        }
        List<NetChange> result = new ArrayList<>(netting.nets.size());
        netting.nets.forEach(
                (key, net) -> {
                    NetChange change = change(key, net);
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
            case Change.Delete delete -> put(delete.shape(), delete.before(), null);
            case Change.KeyChange move -> {
                put(move.shape(), move.before(), null);
                put(move.shape(), null, move.after());
            }
            case Change.Truncate truncate ->
                    throw new IllegalArgumentException(
                            truncate.shape().table()
                                    + " was truncated: that is no change of one record, and must"
                                    + " not come here");
        }
    }

    private void put(Shape shape, @Nullable Row before, @Nullable Row after) {
        Row identity = Objects.requireNonNull(before == null ? after : before);
        RecordKey key = new RecordKey(shape.entity(), identity.key(shape.keySize()));
        nets.computeIfAbsent(key, absent -> new Net(shape, before)).after = after;
    }

    private static @Nullable NetChange change(RecordKey key, Net net) {
        Row before = net.before;
        Row after = net.after;
        if (before == null) {
            return after == null ? null : new NetChange.Inserted(key, after, false);
        }
        if (after == null) {
            return new NetChange.Deleted(key, before, before);
        }
        BitSet touched = new BitSet();
        for (int i = net.shape.keySize(); i < net.shape.size(); i++) {
            Object value = after.get(i);
            if (value != Unchanged.VALUE && !Objects.equals(before.get(i), value)) {
                touched.set(i);
            }
        }
        return touched.isEmpty()
                ? null
                : new NetChange.Updated(key, before, after, touched, before);
    }
}
