package dev.duet.apply.conflict;

import dev.duet.apply.conflict.SideState.Incoming;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/// What is to be written of a large transaction, in the source's order, made from its changes as
/// they are read once more: nothing of it is kept in memory but the rows that other transactions
/// have to do with.
///
/// May be read again, by one thread at a time, which need not be the core's: what it was decided on
/// does not change. Not once the core has read the transaction's marker.
public final class BulkRows implements Iterable<BulkRow> {
    private final Bulk bulk;
    private final Tracker tracker;
    private final Planner planner;
    private final Exceptions exceptions;

    /// @param apart records that are not decided by the transaction alone
    /// @param writes what is to be written of these, if anything
    record Exceptions(Set<RecordKey> apart, Map<RecordKey, RowWrite> writes) {
        Exceptions {
            apart = Set.copyOf(apart);
            writes = Map.copyOf(writes);
        }
    }

    BulkRows(Bulk bulk, Tracker tracker, Planner planner, Exceptions exceptions) {
        this.bulk = bulk;
        this.tracker = tracker;
        this.planner = planner;
        this.exceptions = exceptions;
    }

    @Override
    public Iterator<BulkRow> iterator() {
        Iterator<KeyIndex.Place> places = bulk.index().places();
        Deque<BulkRow> ready = new ArrayDeque<>();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                while (ready.isEmpty() && places.hasNext()) {
                    add(places.next(), ready);
                }
                return !ready.isEmpty();
            }

            @Override
            public BulkRow next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return ready.removeFirst();
            }
        };
    }

    /// A change is written as it is when it is all that was done to its record, or to both when it
    /// changed a key; and else what comes of the record, where it was touched first.
    private void add(KeyIndex.Place place, Deque<BulkRow> into) {
        if (place.met().stream().allMatch(met -> isPlain(place, met))) {
            into.add(new BulkRow.AsItCame(place.ordinal(), place.change()));
            return;
        }
        for (KeyIndex.Met met : place.met()) {
            RowWrite write = met.isFirst() ? write(place, met) : null;
            if (write != null) {
                into.add(new BulkRow.Decided(place.ordinal(), write));
            }
        }
    }

    private boolean isPlain(KeyIndex.Place place, KeyIndex.Met met) {
        if (!met.isOnly() || exceptions.apart.contains(met.key())) {
            return false;
        }
        NetChange change = bulk.net(place, met);
        return change != null && alone(change) instanceof Decision.Plain;
    }

    private @Nullable RowWrite write(KeyIndex.Place place, KeyIndex.Met met) {
        if (exceptions.apart.contains(met.key())) {
            return exceptions.writes.get(met.key());
        }
        NetChange change = bulk.net(place, met);
        return change == null ? null : alone(change).write();
    }

    private Decision alone(NetChange change) {
        return alone(tracker, planner, new Incoming(change, bulk.transaction));
    }

    /// What comes of a record that nothing else has to do with.
    static Decision alone(Tracker tracker, Planner planner, Incoming incoming) {
        return planner.apply(
                new Planner.Subject(
                        tracker.rules(incoming.change().key()),
                        null,
                        List.of(),
                        List.of(incoming)));
    }
}
