package dev.duet.apply.conflict;

import dev.duet.schemas.LogEntry;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Takes large transactions, and the markers that stand for them, into what is known of a side:
/// change by change, each looked at and left below unless there is more to it. One thread.
class BulkReading {
    private final Bulks bulks;
    private final Holds holds;

    BulkReading(Bulks bulks, Holds holds) {
        this.bulks = bulks;
        this.holds = holds;
    }

    /// Takes a client's large transaction.
    ///
    /// @param follow takes a change of a record that is to be tracked, or is held
    /// @return null when it is nothing for the other side and nothing for people
    final @Nullable Bulk client(
            SideState peer,
            LogEntry.Transaction client,
            SourceTransaction transaction,
            Consumer<NetChange> follow) {
        BulkLog log = bulks.log(transaction.side());
        Bulk bulk =
                new Bulk(transaction, client.changes().share(), change -> !log.isKeptThere(change));
        bulk.index()
                .forEach(
                        change -> {
                            if (!isForgotten(log, peer, change)
                                    && !staysBelow(log, peer, bulk, change)) {
                                bulks.surface(change.key());
                                bulk.setApart(change.key());
                                follow.accept(change);
                            }
                        });
        if (!bulk.isCarried() && transaction.steps().held().isEmpty()) {
            bulk.close();
            return null;
        }
        log.read(bulk);
        return bulk;
    }

    /// Whether a change is nothing to anybody: it is not carried, and nothing is in flight of the
    /// record.
    private boolean isForgotten(BulkLog log, SideState peer, NetChange change) {
        return log.isKeptThere(change)
                && !isFollowed(log, peer, change.key())
                && bulks.over(change.key()).isEmpty();
    }

    private boolean isFollowed(BulkLog log, SideState peer, RecordKey key) {
        return log.state().records.containsKey(key)
                || peer.records.containsKey(key)
                || holds.isHeld(log.state().side, key);
    }

    /// Whether a change leaves its record as all others will: clean, and the same change for the
    /// other side as it is here.
    private boolean staysBelow(BulkLog log, SideState peer, Bulk bulk, NetChange change) {
        RecordKey key = change.key();
        if (isFollowed(log, peer, key)
                || log.passage(change) != Passage.CARRIED
                || log.isKeptThere(change)
                || log.isToRecord(change)) {
            return false;
        }
        List<Bulk> over = bulks.over(key);
        TrackedRecord known = over.isEmpty() ? null : log.replay(key);
        TrackedRecord record = known == null ? log.found(change) : known;
        if (Fold.isForNobody(record.rules, log.state().side, change)
                || !log.local(record, change, bulk.transaction).equals(change)
                || !log.isClean(record)) {
            return false;
        }
        bulk.keep();
        over.forEach(bulk::meet);
        return true;
    }

    /// Takes what a marker shows, be it large itself or one that stands for large transactions.
    ///
    /// @param stood the large ones that it stands for
    /// @param shown takes a row of a record that is tracked
    final void marker(SideState state, List<Bulk> stood, LogEntry.Marker marker, Shown shown) {
        KeyIndex rows = KeyIndex.of(marker.changes());
        Set<Bulk> standing = Set.copyOf(stood);
        boolean areOthers = !standing.containsAll(bulks.all());
        rows.forEach(
                row -> {
                    List<Bulk> over = areOthers ? bulks.over(row.key()) : List.of();
                    if (!over.isEmpty() && over.stream().noneMatch(standing::contains)) {
                        bulks.surface(row.key());
                    }
                    shown.row(row);
                });
        stood.forEach(Bulk::merged);
        for (Bulk bulk : stood) {
            Arrival arrival = new Arrival(stood, bulk, rows);
            bulk.forEach(
                    change -> {
                        if (!staysBelow(bulks.log(state.side), arrival, change)) {
                            shown.surfaced(change.key());
                        }
                    });
        }
        if (!stood.isEmpty()) {
            bulks.log(state.side).merged(stood);
        }
    }

    /// What comes of a marker's rows.
    interface Shown {
        void row(NetChange row);

        void surfaced(RecordKey key);
    }

    /// Merges a change; of a record that several of those that the marker stands for have changed,
    /// all of them at the first.
    private boolean staysBelow(BulkLog log, Arrival arrival, NetChange first) {
        RecordKey key = first.key();
        TrackedRecord record = null;
        NetChange last = first;
        for (Bulk bulk : arrival.stood) {
            NetChange change = bulk.net(key);
            if (change == null) {
                continue;
            }
            if (record == null) {
                if (bulk != arrival.at) {
                    return true; // it was looked at before
                }
                record = log.replay(key);
            }
            last = change;
            record =
                    log.merge(
                            record,
                            new BulkLog.Came(change, bulk, log.state().isSettled()),
                            log.state()::ruled);
        }
        if (record == null
                || (isAsExpected(log, record, last, arrival.rows.net(key))
                        && !log.state().asked.containsKey(key))) {
            return true;
        }
        bulks.surface(key, new Bulks.Known(log, record));
        return false;
    }

    boolean isAsExpected(
            BulkLog log, TrackedRecord record, NetChange last, @Nullable NetChange shown) {
        return log.show(record, last, shown);
    }

    /// @param stood what a marker stands for
    /// @param at the one of them that is looked at
    /// @param rows what the marker shows
    private record Arrival(List<Bulk> stood, Bulk at, KeyIndex rows) {}
}
