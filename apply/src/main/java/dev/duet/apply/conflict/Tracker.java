package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.Side;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// What becomes of the records with something in flight: taken up at their first change, folded,
/// audited, dropped. One thread.
class Tracker {
    private final Map<String, EntityRules> rules = new HashMap<>();
    private final Fold fold;
    private int movedSinceDrop;

    Tracker(Collection<EntityRules> rules, Fold fold) {
        rules.forEach(entity -> this.rules.put(entity.entity(), entity));
        this.fold = fold;
    }

    final Fold fold() {
        return fold;
    }

    Bulks bulks(SideState a, SideState b) {
        return new Bulks(this, a, b);
    }

    BulkReading bulkReading(Bulks bulks, Holds holds) {
        return new BulkReading(bulks, holds);
    }

    final EntityRules rules(RecordKey key) {
        return Objects.requireNonNull(rules.get(key.entity()), "an entity without rules");
    }

    /// The record that a change of its own side is of.
    final TrackedRecord track(SideState state, NetChange change) {
        return state.records.computeIfAbsent(
                change.key(),
                key -> {
                    state.loaded.take(key);
                    return TrackedRecord.here(
                            rules(key), change, state.side, Image.of(change.before()));
                });
    }

    /// Folds the transactions that a marker stands for, one by one.
    void merge(SideState state, Holds holds, List<SourceTransaction> stood) {
        for (SourceTransaction transaction : stood) {
            for (NetChange change : transaction.changes()) {
                if (counts(state, transaction, change)) {
                    if (change instanceof NetChange.Released) {
                        holds.end(state.side, change.key());
                        state.records.remove(change.key());
                        state.asked.remove(change.key());
                    }
                    merge(state, transaction, change);
                }
            }
        }
    }

    /// Whether a change of the peer's counts. After a release only what has seen it does, and of
    /// two releases, neither of which had seen the other, A's.
    boolean counts(SideState state, SourceTransaction from, NetChange change) {
        TrackedRecord record = state.records.get(change.key());
        return record == null
                || record.releasedAt <= from.seen()
                || (change instanceof NetChange.Released && state.side == Side.B);
    }

    /// Those of a batch's changes of a record that count.
    final List<SideState.Incoming> counted(
            SideState target, RecordKey key, List<SideState.Incoming> changes) {
        TrackedRecord record = target.records.get(key);
        return record == null || record.releasedAt == 0
                ? changes
                : changes.stream()
                        .filter(incoming -> counts(target, incoming.from(), incoming.change()))
                        .toList();
    }

    private void merge(SideState state, SourceTransaction transaction, NetChange change) {
        Image found =
                state.isSettled()
                        ? Image.found(change, rules(change.key()), state.side)
                        : Image.UNKNOWN;
        Image image =
                change instanceof NetChange.Released
                        ? Image.of(change.after())
                        : Objects.requireNonNullElse(state.loaded.take(change.key()), found);
        TrackedRecord record =
                state.records.computeIfAbsent(
                        change.key(),
                        key -> TrackedRecord.there(rules(key), change, state.side, image));
        fold.merge(
                new Fold.Meeting(
                        record.rules,
                        foldedInto(state, record, transaction),
                        record.own,
                        transaction,
                        state::ruled),
                change);
        if (!state.isSettled()) {
            Rebuilding.merged(state, record, change, transaction.seen());
        }
    }

    /// What the peer's change of a record is folded into.
    Shadow foldedInto(SideState state, TrackedRecord record, SourceTransaction from) {
        return state.shadow(record, from);
    }

    /// The row is what it must be, or it is dirty from here on (2.1).
    void audit(SideState state, RecordKey key, long position) {
        state.shown(key);
        TrackedRecord record = state.records.get(key);
        if (record == null) {
            return;
        }
        boolean bad = state.asked.containsKey(key) || state.differs(key);
        boolean dirty = state.dirty.isDirty(key);
        if (bad && !dirty) {
            state.dirty.begin(key, position);
        } else if (!bad && dirty) {
            state.dirty.end(key, position);
            record.cleanAt = position;
        }
    }

    /// Drops records when so many have moved on that it is worth while to look at all.
    ///
    /// @param moved entries of a log, and records in them
    final void passed(int moved, SideState a, SideState b) {
        movedSinceDrop += moved;
        if (movedSinceDrop > (a.records.size() + b.records.size()) / 2) {
            movedSinceDrop = 0;
            drop(a, b);
        }
    }

    /// Nothing was to be written: what is left is looked at before long, though little is read.
    final void idle(SideState a, SideState b) {
        movedSinceDrop += (a.records.size() + b.records.size()) / 8;
    }

    /// Both sides drop a record together.
    void drop(SideState a, SideState b) {
        Set<RecordKey> keys = new HashSet<>(a.records.keySet());
        keys.addAll(b.records.keySet());
        a.loaded.forget(a.shownThere(b));
        b.loaded.forget(b.shownThere(a));
        keys.removeIf(
                key -> !(isDone(a, b, key) && isDone(b, a, key)) && !isTheSameOnBoth(a, b, key));
        a.records.keySet().removeAll(keys);
        b.records.keySet().removeAll(keys);
    }

    /// Whether nothing to come can depend on what is known of a record (2.7 a).
    ///
    /// What this side's clients deleted, `duet load` may have put here again from a peer that had
    /// it still. That stands in this log before any marker that knows of the peer without it.
    private static boolean isDone(SideState state, SideState peer, RecordKey key) {
        TrackedRecord record = state.records.get(key);
        boolean atRest =
                state.hasReadBack(key)
                        && !state.dirty.isDirty(key)
                        && !state.asked.containsKey(key)
                        && state.processedTo() >= state.settledTo;
        return atRest
                && (record == null
                        || (record.own.last() <= LogIndex.seen(peer.processed)
                                && (!record.own.endWithDelete()
                                        || record.own.last() <= state.shownThere(peer))
                                && record.cleanAt <= state.processedTo()));
    }

    /// Whether nothing to come can depend on what is known of a record, though either side may have
    /// been written into before the restart, and its log does not show all of that yet.
    ///
    /// Both logs show the same row, and each shows that the other's changes of it have arrived. A
    /// change that was made later has seen them all and found that row. So while a backlog is
    /// caught up with, memory follows what is in flight, not the backlog.
    private boolean isTheSameOnBoth(SideState a, SideState b, RecordKey key) {
        TrackedRecord inA = a.records.get(key);
        TrackedRecord inB = b.records.get(key);
        return inA != null
                && inB != null
                && hasArrived(a, b, inA)
                && hasArrived(b, a, inB)
                && inA.image.isSameRow(inB.image, inA.rules);
    }

    /// Whether the peer's log shows all that this side did to a record, and nothing of the peer's
    /// is on its way to it.
    boolean hasArrived(SideState state, SideState peer, TrackedRecord record) {
        return Math.max(record.own.last(), record.releasedAt) <= peer.seen()
                && !record.own.endWithDelete()
                && !record.inexact
                && !state.isOnItsWay(record.key)
                && !state.asked.containsKey(record.key)
                && !state.dirty.isDirty(record.key)
                && !state.differs(record.key);
    }
}
