package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Anchor;
import dev.duet.schemas.LogEntry;
import dev.duet.schemas.Release;

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

    Reading(Tracker tracker, Holds holds) {
        this.tracker = tracker;
        this.holds = holds;
    }

    /// A client's transaction: folded here, queued for the peer.
    ///
    /// @return the records that it changed
    Set<RecordKey> client(
            SideState state, SideState peer, LogEntry.Transaction client, Anchor anchor) {
        long position = anchor.position().ordinal();
        Netting netting = Netting.of(client.changes());
        List<NetChange> carried = new ArrayList<>();
        SourceTransaction transaction =
                new SourceTransaction(
                        state.side,
                        position,
                        anchor.clock(),
                        LogIndex.seen(anchor),
                        carried,
                        netting.steps());
        Set<RecordKey> touched = new LinkedHashSet<>();
        for (NetChange change : changes(state.side, position, client, netting)) {
            if (holds.isHeld(state.side, change.key())) {
                transaction.steps().held().add(change.key());
                continue;
            }
            touched.add(change.key());
            TrackedRecord record = tracker.track(state, change, Image.of(change.before()));
            record.image = record.image.next(change.after());
            if (record.own.isLong()) {
                record.own.forgetSteps(peer.log.seenAt(state.seen()));
            }
            if (Fold.isForNobody(record.rules, state.side, change)) {
                netting.leftOut(change.key());
            } else {
                carried.add(tracker.fold().local(record, change, transaction));
                Rebuilding.local(record, change);
            }
        }
        state.log.add(anchor);
        boolean isEmpty = carried.isEmpty() && transaction.steps().held().isEmpty();
        state.enqueue(anchor, isEmpty ? null : transaction);
        if (!carried.isEmpty() && position > peer.seen()) {
            peer.addUnmerged(transaction);
            if (position <= state.processedTo()) {
                peer.applied(transaction); // before the restart
            }
        }
        return touched;
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
    /// @return the records that it stands for or shows
    Set<RecordKey> marker(SideState state, SideState peer, LogEntry.Marker marker, Anchor anchor) {
        long from = state.seen();
        long to = marker.checkpoint().position().ordinal();
        if (!state.isSettled() && from < to && from < peer.began) {
            Rebuilding.missed(state);
        }
        Set<RecordKey> touched = new LinkedHashSet<>();
        List<SourceTransaction> stood = state.takeUnmerged(to);
        tracker.merge(state, holds, stood);
        for (SourceTransaction transaction : stood) {
            transaction.changes().forEach(change -> touched.add(change.key()));
            state.merged(transaction);
        }
        for (NetChange row : Netting.net(marker.changes())) {
            TrackedRecord record = state.records.get(row.key());
            if (record != null) {
                touched.add(row.key());
                record.image = record.image.next(row.after());
                if (!state.isSettled()) {
                    Rebuilding.shown(record, row.after(), from >= to);
                }
            }
        }
        state.markerRead(marker.checkpoint().counter());
        state.log.add(anchor);
        state.enqueue(anchor, null);
        return touched;
    }

    /// Nothing for us: only the position moves.
    Set<RecordKey> passed(SideState state, Anchor anchor) {
        state.log.add(anchor);
        state.enqueue(anchor, null);
        return Set.of();
    }
}
