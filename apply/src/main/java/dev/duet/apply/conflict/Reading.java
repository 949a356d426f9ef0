package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Anchor;
import dev.duet.schemas.LogEntry;
import dev.duet.schemas.Release;
import dev.duet.schemas.Row;
import dev.duet.schemas.Sighting;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Takes the entries of a log into what is known of its side (PROTOCOL 4, READ). One thread.
final class Reading {
    private final Tracker tracker;
    private final Holds holds;
    private final Bulks bulks;
    private final BulkReading large;

    Reading(Tracker tracker, Holds holds, Bulks bulks) {
        this.tracker = tracker;
        this.holds = holds;
        this.bulks = bulks;
        this.large = tracker.bulkReading(bulks, holds);
    }

    /// A client's transaction: folded here, queued for the peer.
    ///
    /// @return the records that it changed
    Set<RecordKey> client(
            SideState state, SideState peer, LogEntry.Transaction client, Anchor anchor) {
        long position = anchor.position().ordinal();
        if (client.releases().isEmpty() && bulks.isBulk(position, client.changes())) {
            return large(state, peer, client, anchor);
        }
        Netting netting = Netting.of(client.changes());
        SourceTransaction transaction = transaction(state, anchor, netting.steps());
        Set<RecordKey> touched = new LinkedHashSet<>();
        for (NetChange change : changes(state.side, position, client, netting)) {
            if (holds.isHeld(state.side, change.key())) {
                transaction.steps().held().add(change.key());
                continue;
            }
            touched.add(change.key());
            bulks.surface(change.key());
            if (!follow(state, peer, change, transaction)) {
                netting.leftOut(change.key());
            }
        }
        queue(state, peer, anchor, transaction, !transaction.changes().isEmpty());
        return touched;
    }

    private Set<RecordKey> large(
            SideState state, SideState peer, LogEntry.Transaction client, Anchor anchor) {
        Set<RecordKey> touched = new LinkedHashSet<>();
        SourceTransaction transaction =
                transaction(state, anchor, SourceTransaction.Steps.of(List.of(), Set.of()));
        Bulk bulk =
                large.client(
                        peer,
                        client,
                        transaction,
                        change -> {
                            if (holds.isHeld(state.side, change.key())) {
                                transaction.steps().held().add(change.key());
                            } else {
                                touched.add(change.key());
                                follow(state, peer, change, transaction);
                            }
                        });
        queue(state, peer, anchor, transaction, bulk != null && bulk.isCarried());
        if (bulk != null && bulk.position() <= peer.seen()) {
            bulk.merged();
        } else if (bulk != null && bulk.position() <= state.processedTo()) {
            bulk.applied();
        }
        return touched;
    }

    private static SourceTransaction transaction(
            SideState state, Anchor anchor, SourceTransaction.Steps steps) {
        return new SourceTransaction(
                state.side,
                anchor.position().ordinal(),
                anchor.clock(),
                LogIndex.seen(anchor),
                new ArrayList<>(),
                steps);
    }

    /// Folds a change here.
    ///
    /// @return whether it is for the other side what it is here
    private boolean follow(
            SideState state, SideState peer, NetChange change, SourceTransaction transaction) {
        TrackedRecord record = tracker.track(state, change);
        record.image = record.image.next(change.after());
        if (record.own.isLong()) {
            record.own.forgetSteps(peer.log.seenAt(state.seen()));
        }
        Passage passage = Passage.of(record, change);
        if (passage == Passage.WITHHELD) {
            tracker.fold().withhold(record, change);
            return false;
        }
        if (change instanceof NetChange.Updated update && passage != Passage.CARRIED) {
            pass(record, passage, update, transaction);
            return false;
        }
        Keeping.rulings(record.rules, change, transaction).forEach(state::ruled);
        if (Fold.isForNobody(record.rules, state.side, change)) {
            tracker.fold().keep(record, change);
            return false;
        }
        NetChange carried = tracker.fold().local(record, change, transaction);
        Rebuilding.local(record, change);
        if (Fold.isKeptThere(record.rules, state.side, change)) {
            return false;
        }
        transaction.changes().add(carried);
        return true;
    }

    /// Carries an update that is more to the other side than it is here.
    private void pass(
            TrackedRecord record,
            Passage passage,
            NetChange.Updated update,
            SourceTransaction transaction) {
        if (passage == Passage.LEAVING) {
            transaction.changes().add(tracker.fold().leave(record, update, transaction));
            return;
        }
        NetChange.Inserted insert = Fold.inserted(record, update);
        transaction.changes().add(tracker.fold().local(record, insert, transaction));
        Rebuilding.local(record, insert);
    }

    /// @param isCarried whether there is anything for the other side
    private static void queue(
            SideState state,
            SideState peer,
            Anchor anchor,
            SourceTransaction transaction,
            boolean isCarried) {
        state.log.add(anchor);
        boolean isEmpty = !isCarried && transaction.steps().held().isEmpty();
        state.enqueue(anchor, isEmpty ? null : transaction);
        if (isCarried && transaction.position() > peer.seen()) {
            peer.addUnmerged(transaction);
            if (transaction.position() <= state.processedTo()) {
                peer.applied(transaction); // before the restart
            }
        }
    }

    /// What the transaction did; of a record that it releases, what it leaves.
    private Collection<NetChange> changes(
            Side side, long position, LogEntry.Transaction client, Netting netting) {
        if (client.releases().isEmpty()) {
            return netting.changes();
        }
        Map<RecordKey, NetChange> changes = new LinkedHashMap<>();
        netting.changes().forEach(change -> changes.put(change.key(), change));
        for (Release release : client.releases()) {
            RecordKey key = new RecordKey(release.entity(), release.key());
            if (holds.released(new HoldEnd(key, side, position))) {
                changes.put(key, new NetChange.Released(key, release.row()));
            }
        }
        return changes.values();
    }

    /// A transaction of ours: what it stands for is merged, and what it shows is the row now.
    ///
    /// What triggers did in it comes after it, at the same place.
    ///
    /// @return the records that it stands for or shows
    Set<RecordKey> marker(SideState state, SideState peer, LogEntry.Marker marker, Anchor anchor) {
        long from = state.seen();
        long to = marker.checkpoint().position().ordinal();
        if (!state.isSettled() && from < to && from < peer.began) {
            Rebuilding.missed(state);
            bulks.missed(state);
        }
        Set<RecordKey> touched = new LinkedHashSet<>();
        List<SourceTransaction> stood = state.takeUnmerged(to);
        tracker.merge(state, holds, stood);
        for (SourceTransaction transaction : stood) {
            transaction.changes().forEach(change -> touched.add(change.key()));
        }
        long alone = from >= to ? anchor.position().ordinal() : 0;
        List<Bulk> arrived = bulks.among(stood);
        Triggers triggers = new Triggers(marker.manifest(), tracker);
        if (arrived.isEmpty() && !bulks.isBulk(anchor.position().ordinal(), marker.changes())) {
            for (NetChange row : Netting.net(marker.changes())) {
                bulks.surface(row.key());
                shown(state, triggers, row, alone, touched);
            }
        } else {
            large.marker(
                    state,
                    arrived,
                    marker,
                    new BulkReading.Shown() {
                        @Override
                        public void row(NetChange row) {
                            shown(state, triggers, row, alone, touched);
                        }

                        @Override
                        public void surfaced(RecordKey key) {
                            touched.add(key);
                        }
                    });
        }
        stood.forEach(state::merged);
        state.markerRead(marker.checkpoint());
        for (Sighting sighting : triggers.unshown()) {
            RecordKey key = new RecordKey(sighting.entity(), sighting.key());
            bulks.surface(key);
            shown(state, key, sighting.written(), alone, touched);
        }
        SourceTransaction effects = transaction(state, anchor, triggers.steps());
        triggers.effects().forEach(effect -> effect(state, peer, effect, effects, touched));
        queue(state, peer, anchor, effects, !effects.changes().isEmpty());
        return touched;
    }

    private static void shown(
            SideState state, Triggers triggers, NetChange row, long alone, Set<RecordKey> touched) {
        if (!triggers.takeBeside(row)) {
            shown(state, row.key(), triggers.written(row), alone, touched);
        }
    }

    /// @param alone where the marker stands that stands for nothing of the peer's; 0 for another
    private static void shown(
            SideState state, RecordKey key, @Nullable Row row, long alone, Set<RecordKey> touched) {
        TrackedRecord record = state.records.get(key);
        if (record != null) {
            touched.add(key);
            record.image = record.image.next(row);
            if (!state.isSettled()) {
                Rebuilding.shown(record, row, alone > 0);
            }
        } else if (alone > 0) {
            state.loaded.put(key, row, alone);
        }
    }

    /// What a trigger did in a transaction of ours: a change of this side's, made when ours was
    /// there; or it stands here, and the other side hears nothing of it.
    private void effect(
            SideState state,
            SideState peer,
            NetChange effect,
            SourceTransaction transaction,
            Set<RecordKey> touched) {
        RecordKey key = effect.key();
        boolean isCarried = tracker.rules(key).carriesBack();
        if (holds.isHeld(state.side, key)) {
            if (isCarried) {
                transaction.steps().held().add(key);
            }
            return;
        }
        if (isCarried) {
            follow(state, peer, effect, transaction);
        }
        TrackedRecord record = state.records.get(key);
        if (record != null) {
            touched.add(key);
            record.image = record.image.next(effect.after());
            Triggers.stand(record, effect, state.side);
        }
    }

    /// Nothing for us: only the position moves.
    Set<RecordKey> passed(SideState state, Anchor anchor) {
        state.log.add(anchor);
        state.enqueue(anchor, null);
        return Set.of();
    }
}
