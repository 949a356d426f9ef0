package dev.duet.apply.conflict;

import dev.duet.apply.conflict.SideState.Incoming;
import dev.duet.apply.conflict.SideState.Queued;
import dev.duet.schemas.Position;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The source transactions that one target transaction carries: decided change by change, written
/// once for each record (PROTOCOL 2.2).
///
/// @param changes by record, in the source's order
record Batch(
        List<SourceTransaction> transactions,
        List<Position> positions,
        Map<RecordKey, List<Incoming>> changes) {
    /// Takes the next transactions from a side's queue; at least one, which must be there.
    ///
    /// A batch ends before an insert of a record that it deletes; a release goes alone, and so does
    /// a large transaction.
    static Batch take(SideState from, int limit, Bulks bulks) {
        int most = limit;
        Batch batch = new Batch(new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>());
        Set<RecordKey> deleted = new HashSet<>();
        while (!from.queue.isEmpty() && batch.transactions.size() < most) {
            Queued next = from.queue.getFirst();
            SourceTransaction transaction = next.changes();
            if (transaction != null) {
                boolean isAlone = transaction.isRelease() || bulks.isBulk(transaction);
                if (insertsOneOf(deleted, transaction)
                        || (isAlone && !batch.transactions.isEmpty())) {
                    break;
                }
                most = isAlone ? 1 : most;
                batch.add(transaction, deleted);
                batch.positions.add(next.anchor().position());
            }
            from.processed = next.anchor();
            from.queue.removeFirst();
        }
        return batch;
    }

    private static boolean insertsOneOf(Set<RecordKey> deleted, SourceTransaction transaction) {
        return transaction.changes().stream()
                .anyMatch(
                        change ->
                                change instanceof NetChange.Inserted
                                        && deleted.contains(change.key()));
    }

    /// @param large what is to be written, when it is one large transaction
    TargetTransaction.Carried carried(Draft draft, @Nullable BulkRows large) {
        return new TargetTransaction.Carried(
                positions, draft.plain, draft.reviews(), draft.looping, parked(), ended(), large);
    }

    private List<TargetTransaction.Parked> parked() {
        List<TargetTransaction.Parked> parked = new ArrayList<>(0);
        for (int i = 0; i < transactions.size(); i++) {
            for (RecordKey key : transactions.get(i).steps().held()) {
                parked.add(new TargetTransaction.Parked(positions.get(i), key));
            }
        }
        return parked;
    }

    private List<HoldEnd> ended() {
        List<HoldEnd> ended = new ArrayList<>(0);
        for (SourceTransaction transaction : transactions) {
            for (NetChange change : transaction.changes()) {
                if (change instanceof NetChange.Released) {
                    ended.add(
                            new HoldEnd(change.key(), transaction.side(), transaction.position()));
                }
            }
        }
        return ended;
    }

    private void add(SourceTransaction transaction, Set<RecordKey> deleted) {
        transactions.add(transaction);
        for (NetChange change : transaction.changes()) {
            changes.computeIfAbsent(change.key(), absent -> new ArrayList<>(1))
                    .add(new Incoming(change, transaction));
            if (change instanceof NetChange.Deleted) {
                deleted.add(change.key());
            }
        }
    }

    /// The records of key changes: each half may be kept back for the other's sake.
    Set<RecordKey> moved() {
        Set<RecordKey> moved = new HashSet<>();
        for (SourceTransaction transaction : transactions) {
            for (SourceTransaction.Move move : transaction.steps().moves()) {
                moved.add(move.from());
                moved.add(move.to());
            }
        }
        return moved;
    }

    /// Leaves in `plain` no record that one transaction did more to than the net change says: of
    /// several steps some might be kept back and others not. And none that only half of a key
    /// change could be written for.
    void keepWhole(Set<RecordKey> plain) {
        for (SourceTransaction transaction : transactions) {
            plain.removeAll(transaction.steps().reduced());
        }
        boolean shrunk = true;
        while (shrunk) {
            shrunk = false;
            for (SourceTransaction transaction : transactions) {
                for (SourceTransaction.Move move : transaction.steps().moves()) {
                    if (plain.contains(move.from()) != plain.contains(move.to())) {
                        plain.remove(move.from());
                        plain.remove(move.to());
                        shrunk = true;
                    }
                }
            }
        }
    }
}
