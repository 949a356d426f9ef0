package dev.duet.apply.conflict;

import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/// What large transactions did to one side, in the order of its log: enough to make the state of
/// any record anew that is below them, since that is a fold over what happened to it. One thread.
///
/// Exact because a record surfaces as soon as it is not what this log would make of it.
final class BulkLog {
    private final SideState state;
    private final Tracker tracker;

    /// This side's own, as far as something may depend on them.
    private final Deque<Bulk> bulks = new ArrayDeque<>();

    private List<Event> events = new ArrayList<>();

    private sealed interface Event {}

    /// This side's own was read.
    private record Read(Bulk bulk) implements Event {}

    /// A marker was read that stands for some of the peer's.
    private record Merged(List<Bulk> bulks, boolean isSettled) implements Event {}

    /// See [Rebuilding#missed].
    private record Missed() implements Event {}

    /// See [Rebuilding#settle].
    private record Settled() implements Event {}

    BulkLog(SideState state, Tracker tracker) {
        this.state = state;
        this.tracker = tracker;
    }

    SideState state() {
        return state;
    }

    Deque<Bulk> bulks() {
        return bulks;
    }

    void read(Bulk bulk) {
        bulks.addLast(bulk);
        events.add(new Read(bulk));
    }

    void merged(List<Bulk> stood) {
        events.add(new Merged(List.copyOf(stood), state.isSettled()));
    }

    void missed() {
        if (!events.isEmpty()) {
            events.add(new Missed());
        }
    }

    void settled() {
        if (!events.isEmpty()) {
            events.add(new Settled());
        }
    }

    /// Forgets transactions of either side.
    void drop(Set<Bulk> dropped) {
        bulks.removeAll(dropped);
        List<Event> kept = new ArrayList<>();
        for (Event event : events) {
            switch (event) {
                case Read read -> {
                    if (!dropped.contains(read.bulk)) {
                        kept.add(read);
                    }
                }
                case Merged merged -> {
                    List<Bulk> rest =
                            merged.bulks.stream().filter(bulk -> !dropped.contains(bulk)).toList();
                    if (!rest.isEmpty()) {
                        kept.add(new Merged(rest, merged.isSettled));
                    }
                }
                case Missed missed -> addLater(kept, missed);
                case Settled settled -> addLater(kept, settled);
            }
        }
        events = kept;
    }

    private static void addLater(List<Event> kept, Event event) {
        if (!kept.isEmpty()) {
            kept.add(event);
        }
    }

    /// What is known here of a record that is below; null for nothing.
    @Nullable TrackedRecord replay(RecordKey key) {
        TrackedRecord record = null;
        for (Event event : events) {
            record =
                    switch (event) {
                        case Read read -> replay(record, key, read);
                        case Merged merged -> replay(record, key, merged);
                        case Missed missed -> {
                            if (record != null) {
                                Rebuilding.missed(record);
                            }
                            yield record;
                        }
                        case Settled settled ->
                                record != null && Rebuilding.settle(record) ? record : null;
                    };
        }
        return record;
    }

    private @Nullable TrackedRecord replay(
            @Nullable TrackedRecord record, RecordKey key, Read read) {
        NetChange change = read.bulk.net(key);
        if (change == null) {
            return record;
        }
        TrackedRecord known = record == null ? found(change) : record;
        local(known, change, read.bulk.transaction);
        return known;
    }

    private @Nullable TrackedRecord replay(
            @Nullable TrackedRecord record, RecordKey key, Merged merged) {
        NetChange last = null;
        TrackedRecord known = record;
        for (Bulk bulk : merged.bulks) {
            NetChange change = bulk.net(key);
            if (change != null) {
                last = change;
                known = merge(known, new Came(change, bulk, merged.isSettled), ruling -> {});
            }
        }
        if (last != null && known != null) {
            take(known, expected(known, last), merged.isSettled);
        }
        return known;
    }

    /// Whether a change is nothing for the other side: see [Fold#isKeptThere], or it is withheld.
    boolean isKeptThere(NetChange change) {
        return passage(change) == Passage.WITHHELD
                || Fold.isKeptThere(tracker.rules(change.key()), state.side, change);
    }

    Passage passage(NetChange change) {
        return Passage.of(tracker.rules(change.key()), state.side, change);
    }

    /// Whether a change of this side's writes what is kept here, and recorded.
    boolean isToRecord(NetChange change) {
        return Keeping.keeps(tracker.rules(change.key()), state.side, change);
    }

    TrackedRecord found(NetChange first) {
        return TrackedRecord.here(
                tracker.rules(first.key()), first, state.side, Image.of(first.before()));
    }

    /// Folds a change of this side's.
    ///
    /// @return as it goes to the other side
    NetChange local(TrackedRecord record, NetChange change, SourceTransaction at) {
        record.image = record.image.next(change.after());
        NetChange carried = tracker.fold().local(record, change, at);
        Rebuilding.local(record, change);
        return carried;
    }

    /// A change of the peer's that a marker stands for.
    record Came(NetChange change, Bulk of, boolean isSettled) {}

    TrackedRecord merge(@Nullable TrackedRecord known, Came came, Consumer<Ruling> rulings) {
        NetChange change = came.change;
        SourceTransaction from = came.of.transaction;
        Image image =
                came.isSettled
                        ? Image.found(change, tracker.rules(change.key()), state.side)
                        : Image.UNKNOWN;
        TrackedRecord record =
                known == null
                        ? TrackedRecord.there(
                                tracker.rules(change.key()), change, state.side, image)
                        : known;
        tracker.fold()
                .merge(
                        new Fold.Meeting(
                                record.rules,
                                state.shadow(record, from),
                                record.own,
                                from,
                                rulings),
                        change);
        if (!came.isSettled) {
            Rebuilding.merged(state, record, change, from.seen());
        }
        return record;
    }

    /// Takes what a marker's transaction shows of a record.
    ///
    /// @param last the last change of the record that the marker stands for
    /// @param shown null when it does not show the record
    /// @return whether it is as [#replay] will have it, so that the record may stay below
    boolean show(TrackedRecord record, NetChange last, @Nullable NetChange shown) {
        Row expected = expected(record, last);
        Image image = record.image.next(expected);
        if (shown != null) {
            take(record, shown.after(), state.isSettled());
        }
        return state.isSettled()
                ? record.image.equals(image) && isClean(record)
                : shown != null && Objects.equals(shown.after(), expected);
    }

    /// Whether no audit will find anything; there is none before the log is settled.
    boolean isClean(TrackedRecord record) {
        return !state.isSettled() || !record.image.differsFrom(record.shadow, record.rules);
    }

    private static void take(TrackedRecord record, @Nullable Row row, boolean isSettled) {
        record.image = record.image.next(row);
        if (!isSettled) {
            Rebuilding.shown(record, row, false);
        }
    }

    /// The row that a marker shows when nothing was kept back: what it must be, or where that is
    /// not known what the transaction made of it.
    ///
    /// @param last the change that the marker stands for
    private static @Nullable Row expected(TrackedRecord record, NetChange last) {
        if (record.inexact) {
            return last.after();
        }
        if (!record.shadow.mayBeThere()) {
            return null;
        }
        return switch (record.image) {
            case Image.Present present -> record.shadow.base(present.row());
            case Image.Absent absent -> newRow(record, last);
            case Image.Supposed supposed -> newRow(record, last);
            case Image.Unknown unknown -> newRow(record, last);
        };
    }

    private static Row newRow(TrackedRecord record, NetChange last) {
        Row after = last.after();
        return after == null ? record.shadow.row() : record.shadow.base(after);
    }
}
