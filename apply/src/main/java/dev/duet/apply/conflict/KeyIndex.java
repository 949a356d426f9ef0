package dev.duet.apply.conflict;

import dev.duet.schemas.Change;
import dev.duet.schemas.Changes;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/// Finds what one large transaction did to a record, and keeps none of it in memory: about 20 bytes
/// for each change. Once built it may be asked by any thread.
///
/// Each change of a record is an entry; the entries of one record are a chain, the last of them
/// first. A table of open addressing holds the heads of the chains. That a chain is the record's
/// own, and not of one with the same hash, is read from the changes, when it is built and again
/// when it is asked.
final class KeyIndex {
    private static final int NONE = -1;

    private final Changes changes;

    /// By entry: the change's ordinal, doubled; plus one for the record that a key change begins.
    private int[] places;

    private int[] hashes;

    /// By entry: the one before it in its chain.
    private int[] earlier;

    private int entries;

    /// The heads of the chains, or [#NONE].
    private int[] heads;

    private int chains;

    /// The change that was looked up last, which is often the next to be looked up. Whichever
    /// thread wrote it, it is a whole one.
    private @Nullable Last last;

    private record Last(int ordinal, Change change) {}

    /// A change at its place.
    ///
    /// @param met the record that it changes, or the two of a key change
    record Place(long ordinal, Change change, List<Met> met) {}

    /// @param isFirst whether the transaction had not touched the record before
    /// @param isOnly whether it does not touch it in another change
    record Met(RecordKey key, boolean isFirst, boolean isOnly) {}

    private KeyIndex(Changes changes) {
        int count = Math.toIntExact(changes.count());
        this.changes = changes;
        this.places = new int[count];
        this.hashes = new int[count];
        this.earlier = new int[count];
        this.heads = new int[0];
        resize(Math.multiplyExact(Integer.highestOneBit(Math.max(4, count)), 2));
    }

    static KeyIndex of(Changes changes) {
        KeyIndex index = new KeyIndex(changes);
        int ordinal = 0;
        for (Change change : changes) {
            int place = Math.multiplyExact(ordinal++, 2);
            for (RecordKey key : keys(change)) {
                index.add(key, place++);
            }
        }
        return index;
    }

    /// What the transaction did to a record in the end; null for nothing.
    @Nullable NetChange net(RecordKey key) {
        int entry = head(key, hash(key));
        return entry == NONE ? null : net(key, entry);
    }

    /// What it did to a record that one of its changes is met at.
    @Nullable NetChange net(Place place, Met met) {
        return met.isOnly ? Netting.only(met.key, place.change) : net(met.key);
    }

    /// All records, once each, in the order in which they were touched first.
    void forEach(Consumer<NetChange> taker) {
        for (Place place : (Iterable<Place>) this::places) {
            for (Met met : place.met) {
                NetChange net = met.isFirst ? net(place, met) : null;
                if (net != null) {
                    taker.accept(net);
                }
            }
        }
    }

    /// The changes in their order.
    Iterator<Place> places() {
        Iterator<Change> read = changes.iterator();
        return new Iterator<>() {
            private int entry;
            private long ordinal;

            @Override
            public boolean hasNext() {
                return read.hasNext();
            }

            @Override
            public Place next() {
                Change change = read.next();
                List<Met> met = new ArrayList<>(1);
                for (RecordKey key : keys(change)) {
                    boolean isFirst = earlier[entry] == NONE;
                    met.add(new Met(key, isFirst, isFirst && isHead(entry)));
                    entry++;
                }
                return new Place(ordinal++, change, met);
            }
        };
    }

    private @Nullable NetChange net(RecordKey key, int head) {
        if (earlier[head] == NONE) {
            return Netting.only(key, change(head));
        }
        List<Change> steps = new ArrayList<>();
        for (int entry = head; entry != NONE; entry = earlier[entry]) {
            steps.add(change(entry));
        }
        return pick(key, steps.reversed());
    }

    /// The other record of a key change is left out: not all that was done to it is there.
    private static @Nullable NetChange pick(RecordKey key, List<Change> steps) {
        for (NetChange change : Netting.net(steps)) {
            if (change.key().equals(key)) {
                return change;
            }
        }
        return null;
    }

    private void add(RecordKey key, int place) {
        if (entries == places.length) {
            int more = Math.max(4, Math.multiplyExact(entries, 2));
            places = Arrays.copyOf(places, more);
            hashes = Arrays.copyOf(hashes, more);
            earlier = Arrays.copyOf(earlier, more);
        }
        int hash = hash(key);
        int slot = slot(key, hash);
        places[entries] = place;
        hashes[entries] = hash;
        earlier[entries] = heads[slot];
        chains += heads[slot] == NONE ? 1 : 0;
        heads[slot] = entries++;
        if (chains > heads.length / 4 * 3) {
            resize(Math.multiplyExact(heads.length, 2));
        }
    }

    private int head(RecordKey key, int hash) {
        return heads[slot(key, hash)];
    }

    /// Where the head of a record's chain is, or would be.
    private int slot(RecordKey key, int hash) {
        int slot = hash & (heads.length - 1);
        while (heads[slot] != NONE && !isOf(key, hash, heads[slot])) {
            slot = (slot + 1) & (heads.length - 1);
        }
        return slot;
    }

    private boolean isOf(RecordKey key, int hash, int entry) {
        if (hashes[entry] != hash) {
            return false;
        }
        return keys(change(entry)).get(places[entry] % 2).equals(key);
    }

    private Change change(int entry) {
        int ordinal = places[entry] / 2;
        Last known = last;
        if (known == null || known.ordinal != ordinal) {
            known = new Last(ordinal, changes.get(ordinal));
            last = known;
        }
        return known.change;
    }

    private boolean isHead(int entry) {
        int slot = hashes[entry] & (heads.length - 1);
        while (heads[slot] != NONE && heads[slot] != entry) {
            slot = (slot + 1) & (heads.length - 1);
        }
        return heads[slot] == entry;
    }

    private void resize(int size) {
        int[] old = heads;
        heads = new int[size];
        Arrays.fill(heads, NONE);
        for (int head : old) {
            if (head != NONE) {
                int slot = hashes[head] & (size - 1);
                while (heads[slot] != NONE) {
                    slot = (slot + 1) & (size - 1);
                }
                heads[slot] = head;
            }
        }
    }

    /// The records that a change touches.
    static List<RecordKey> keys(Change change) {
        return switch (change) {
            case Change.Insert insert -> List.of(key(insert.shape(), insert.after()));
            case Change.Update update -> List.of(key(update.shape(), update.before()));
            case Change.Delete delete -> List.of(key(delete.shape(), delete.before()));
            case Change.KeyChange move ->
                    List.of(key(move.shape(), move.before()), key(move.shape(), move.after()));
            case Change.Truncate truncate -> throw new CannotNet(truncate);
        };
    }

    private static RecordKey key(Shape shape, Row row) {
        return new RecordKey(shape.entity(), row.key(shape.keySize()));
    }

    /// Better mixed than [RecordKey#hashCode], which puts keys of several columns close together.
    private static int hash(RecordKey key) {
        long hash = key.entity().hashCode();
        for (int i = 0; i < key.key().size(); i++) {
            hash = mix(hash + hash(key.key().get(i)));
        }
        return (int) hash;
    }

    private static long hash(@Nullable Object value) {
        return switch (value) {
            case null -> 0;
            case Long number -> number;
            case String text -> {
                long hash = text.length();
                for (int i = 0; i < text.length(); i++) {
                    hash = hash * 0x5DEECE66DL + text.charAt(i);
                }
                yield hash;
            }
            default -> value.hashCode();
        };
    }

    /// The finish of SplitMix64.
    private static long mix(long value) {
        long mixed = value + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
