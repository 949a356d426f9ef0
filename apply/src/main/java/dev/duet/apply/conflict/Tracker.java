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
/// audited, dropped. Holds only the rules; one thread.
class Tracker {
    private final Map<String, EntityRules> rules = new HashMap<>();
    private final Fold fold;

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

    /// Both sides drop a record together.
    void drop(SideState a, SideState b) {
        Set<RecordKey> keys = new HashSet<>(a.records.keySet());
        keys.addAll(b.records.keySet());
        a.loaded.forget(a.shownThere(b));
        b.loaded.forget(b.shownThere(a));
        keys.removeIf(key -> !isDone(a, b, key) || !isDone(b, a, key));
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
}
