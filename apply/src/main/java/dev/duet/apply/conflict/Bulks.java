package dev.duet.apply.conflict;

import dev.duet.apply.conflict.SideState.Incoming;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Changes;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The large transactions of both sides that something may still depend on. One thread.
///
/// A record that is below one of them is not tracked on either side, nothing but large transactions
/// has touched it, and both rows are what they must be as far as they were read: it is never dirty
/// and holds back no position. What breaks that makes it surface first.
class Bulks {
    private final Map<Side, BulkLog> logs = new EnumMap<>(Side.class);
    private Rule rule = (position, changes) -> false;

    /// Which transactions are large.
    interface Rule {
        boolean isBulk(long position, Changes changes);
    }

    Bulks(Tracker tracker, SideState a, SideState b) {
        logs.put(Side.A, new BulkLog(a, tracker));
        logs.put(Side.B, new BulkLog(b, tracker));
    }

    final void when(Rule rule) {
        this.rule = rule;
    }

    final boolean isBulk(long position, Changes changes) {
        return rule.isBulk(position, changes);
    }

    final BulkLog log(Side side) {
        return Objects.requireNonNull(logs.get(side));
    }

    /// Those among a side's transactions that are large.
    final List<Bulk> among(List<SourceTransaction> transactions) {
        List<Bulk> among = new ArrayList<>(0);
        for (SourceTransaction transaction : transactions) {
            for (Bulk bulk : log(transaction.side()).bulks()) {
                if (bulk.transaction == transaction) {
                    among.add(bulk);
                }
            }
        }
        return among;
    }

    final boolean isBulk(SourceTransaction transaction) {
        return !among(List.of(transaction)).isEmpty();
    }

    final List<Bulk> all() {
        List<Bulk> all = new ArrayList<>(0);
        logs.values().forEach(log -> all.addAll(log.bulks()));
        return all;
    }

    /// Those that a record is below.
    final List<Bulk> over(RecordKey key) {
        List<Bulk> over = new ArrayList<>(0);
        for (BulkLog log : logs.values()) {
            for (Bulk bulk : log.bulks()) {
                if (bulk.net(key) != null) {
                    over.add(bulk);
                }
            }
        }
        return over;
    }

    /// What of a record that is below stands in a side and was not read back.
    final List<Incoming> appliedTo(SideState target, RecordKey key) {
        List<Incoming> applied = new ArrayList<>(0);
        for (Bulk bulk : log(target.side.peer()).bulks()) {
            NetChange change = bulk.isOnTheWay() ? bulk.net(key) : null;
            if (change != null) {
                applied.add(new Incoming(change, bulk.transaction));
            }
        }
        return applied;
    }

    /// Whether a record is below no other one.
    boolean isAlone(RecordKey key) {
        return over(key).size() == 1;
    }

    /// Something else has to do with a record: it is tracked from now on, on both sides, as if it
    /// had always been.
    void surface(RecordKey key) {
        surface(key, null);
    }

    /// @param known the record of one side, when that is ahead of what [BulkLog] has; with its log
    final void surface(RecordKey key, @Nullable Known known) {
        List<Bulk> over = over(key);
        if (over.isEmpty()) {
            return;
        }
        for (BulkLog log : logs.values()) {
            TrackedRecord record =
                    known != null && known.log == log ? known.record : log.replay(key);
            if (record != null) {
                log.state().records.put(key, record);
            }
        }
        for (Bulk bulk : over) {
            NetChange change = bulk.surface(Objects.requireNonNull(bulk.net(key)));
            if (!bulk.isMerged()) {
                log(bulk.transaction.side().peer()).state().unmergedToo();
            }
            if (bulk.isOnTheWay()) {
                noteOnTheWay(bulk, change);
            }
        }
    }

    private void noteOnTheWay(Bulk bulk, NetChange change) {
        SideState target = log(bulk.transaction.side().peer()).state();
        target.appliedToo(new Incoming(change, bulk.transaction));
        target.unread.addTo(bulk.writtenAs(), change.key());
    }

    record Known(BulkLog log, TrackedRecord record) {}

    final void missed(SideState state) {
        log(state.side).missed();
    }

    final void settled(SideState state) {
        log(state.side).settled();
    }

    /// Forgets those that nothing to come can depend on.
    final void drop() {
        Set<Bulk> done = new HashSet<>();
        for (BulkLog log : logs.values()) {
            for (Bulk bulk : log.bulks()) {
                if (isDone(bulk)) {
                    done.add(bulk);
                }
            }
        }
        while (done.removeIf(bulk -> !mayGo(bulk, done))) {
            // one that must stay keeps others
        }
        if (!done.isEmpty()) {
            for (BulkLog log : logs.values()) {
                log.drop(done);
                log.bulks().forEach(bulk -> bulk.before().removeAll(done));
            }
            done.forEach(Bulk::close);
        }
    }

    boolean mayGo(Bulk bulk, Set<Bulk> others) {
        return others.containsAll(bulk.before());
    }

    /// Whether its records could be dropped if they were tracked and nothing else had touched them
    /// (2.7 a): they are clean on both sides and always were.
    boolean isDone(Bulk bulk) {
        SideState source = log(bulk.transaction.side()).state();
        SideState target = log(bulk.transaction.side().peer()).state();
        return bulk.position() <= LogIndex.seen(target.processed)
                && source.isDoneRebuilding()
                && target.isDoneRebuilding();
    }

    final void close() {
        for (BulkLog log : logs.values()) {
            log.bulks().forEach(Bulk::close);
        }
    }
}
