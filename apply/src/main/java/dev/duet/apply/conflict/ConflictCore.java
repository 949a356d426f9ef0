package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Anchor;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.LogEntry;
import dev.duet.schemas.Origin;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The protocol of both directions: log entries go in by [#read], transactions to be written come
/// out of [#planApply], [#planRepair] and [#planHeartbeat]. No I/O; one thread.
///
/// For each record with something in flight, each side has a shadow, what the row must be: a fold
/// over its log. Apply and repair make the row equal the shadow; the audit is where they differ.
/// One change, read on A, goes through this file from top to bottom: read, folded and queued;
/// planned into B; its marker read in B's log, where it is merged and audited; repaired if need be;
/// dropped.
public class ConflictCore {
    private final Map<String, EntityRules> rules;
    private final Fold fold;
    private final Planner planner;
    private final Resume resume;
    private final Map<Side, SideState> sides = new EnumMap<>(Side.class);
    private int readSinceDrop;

    /// Begins with nothing in memory: a start and a restart are the same.
    ///
    /// @param rules by entity
    /// @param inA the checkpoint row in A, under our lease
    /// @param inB the checkpoint row in B
    public ConflictCore(Collection<EntityRules> rules, Checkpoint inA, Checkpoint inB) {
        this(rules, inA, inB, new Planner(new Fold()), new Resume());
    }

    ConflictCore(
            Collection<EntityRules> rules,
            Checkpoint inA,
            Checkpoint inB,
            Planner planner,
            Resume resume) {
        this.rules = new LinkedHashMap<>();
        rules.forEach(entity -> this.rules.put(entity.entity(), entity));
        this.planner = planner;
        this.fold = planner.fold();
        this.resume = resume;
        sides.put(Side.A, new SideState(Side.A, inA, inB));
        sides.put(Side.B, new SideState(Side.B, inB, inA));
    }

    // READ

    /// From where a log must be read, and stamped.
    public final Anchor resumeFrom(Side side) {
        return state(side).durable;
    }

    /// Whether an entry may be read yet: while rebuilding, a marker waits for the peer's entries
    /// that it stands for.
    public boolean canRead(Side side, LogEntry entry) {
        return !(entry instanceof LogEntry.Marker marker)
                || marker.checkpoint().position().ordinal() <= peer(side).read();
    }

    /// Takes the next entry of a side's log; one that came before is passed over.
    public final void read(Side side, LogEntry entry) {
        SideState state = state(side);
        Origin origin = entry.origin();
        long position = origin.position().ordinal();
        if (position <= state.read()) {
            return;
        }
        if (!state.isSettled() && position > state.settledTo) {
            Rebuilding.settle(state);
        }
        Anchor anchor = new Anchor(origin.position(), origin.clock(), origin.seen());
        Set<RecordKey> touched = new LinkedHashSet<>();
        switch (entry) {
            case LogEntry.Transaction client -> readClient(state, client, anchor, touched);
            case LogEntry.Marker marker -> readMarker(state, marker, anchor, touched);
            case LogEntry.Passed passed -> {
                state.log.add(anchor);
                state.enqueue(anchor, null);
            }
        }
        if (!state.isSettled() && position == state.settledTo) {
            Rebuilding.settle(state);
        } else if (state.isSettled()) {
            touched.forEach(key -> audit(state, key, position));
        }
        if (++readSinceDrop > (state.records.size() + peer(side).records.size()) / 8) {
            readSinceDrop = 0;
            drop();
        }
    }

    private void readClient(
            SideState state, LogEntry.Transaction client, Anchor anchor, Set<RecordKey> touched) {
        SideState peer = peer(state.side);
        long position = anchor.position().ordinal();
        List<NetChange> carried = new ArrayList<>();
        SourceTransaction transaction =
                new SourceTransaction(
                        state.side, position, anchor.clock(), LogIndex.seen(anchor), carried);
        for (NetChange change : Netting.net(client.changes())) {
            touched.add(change.key());
            TrackedRecord record = track(state, change, Image.of(change.before()));
            record.image = record.image.next(change.after());
            if (record.own.isLong()) {
                record.own.forgetSteps(peer.log.seenAt(state.seen()));
            }
            if (!Fold.isForNobody(record.rules, state.side, change)) {
                carried.add(fold.local(record, change, transaction));
                Rebuilding.local(record, change);
            }
        }
        state.log.add(anchor);
        state.enqueue(anchor, carried.isEmpty() ? null : transaction);
        if (!carried.isEmpty() && position > peer.seen()) {
            peer.unmerged.addLast(transaction);
            if (position <= state.processedTo()) {
                peer.applied(transaction); // before the restart
            }
        }
    }

    private void readMarker(
            SideState state, LogEntry.Marker marker, Anchor anchor, Set<RecordKey> touched) {
        long from = state.seen();
        long to = marker.checkpoint().position().ordinal();
        if (!state.isSettled() && from < to && from < peer(state.side).began) {
            Rebuilding.missed(state);
        }
        List<SourceTransaction> stood = state.takeUnmerged(to);
        merge(state, stood);
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
    }

    /// Folds the transactions that a marker stands for, one by one.
    void merge(SideState state, List<SourceTransaction> stood) {
        for (SourceTransaction transaction : stood) {
            transaction.changes().forEach(change -> merge(state, transaction, change));
        }
    }

    private void merge(SideState state, SourceTransaction transaction, NetChange change) {
        Image image = state.isSettled() ? Image.of(change.base()) : Image.UNKNOWN;
        TrackedRecord record = track(state, change, image);
        fold.merge(
                new Fold.Meeting(
                        record.rules, record.shadow, record.own, transaction, state::ruled),
                change);
        if (!state.isSettled()) {
            Rebuilding.merged(state, record, change, transaction.seen());
        }
    }

    private TrackedRecord track(SideState state, NetChange change, Image image) {
        return state.records.computeIfAbsent(
                change.key(), key -> new TrackedRecord(rules(key), change, image));
    }

    private EntityRules rules(RecordKey key) {
        return Objects.requireNonNull(rules.get(key.entity()), "an entity without rules");
    }

    // AUDIT

    /// The row is what it must be, or it is dirty from here on (2.1).
    void audit(SideState state, RecordKey key, long position) {
        TrackedRecord record = state.records.get(key);
        if (record == null) {
            return;
        }
        boolean bad = record.image.differsFrom(record.shadow, record.rules.keySize());
        boolean dirty = state.dirty.isDirty(key);
        if (bad && !dirty) {
            state.dirty.begin(key, position);
        } else if (!bad && dirty) {
            state.dirty.end(key, position);
            record.cleanAt = position;
        }
    }

    // DROP

    /// Both sides drop a record together.
    void drop() {
        SideState a = state(Side.A);
        SideState b = state(Side.B);
        Set<RecordKey> keys = new HashSet<>(a.records.keySet());
        keys.addAll(b.records.keySet());
        keys.removeIf(key -> !isDone(a, b, key) || !isDone(b, a, key));
        a.records.keySet().removeAll(keys);
        b.records.keySet().removeAll(keys);
    }

    /// Whether nothing to come can depend on what is known of a record (2.7 a).
    private static boolean isDone(SideState state, SideState peer, RecordKey key) {
        TrackedRecord record = state.records.get(key);
        boolean atRest =
                state.hasReadBack(key)
                        && !state.dirty.isDirty(key)
                        && state.processedTo() >= state.settledTo;
        return atRest
                && (record == null
                        || (record.own.last() <= LogIndex.seen(peer.processed)
                                && record.cleanAt <= state.processedTo()));
    }

    // DECIDE and APPLY

    /// Plans the next transaction of `source` into its peer; null when there is nothing to apply,
    /// or not yet.
    ///
    /// @param most how many source transactions it may carry
    public final @Nullable TargetTransaction planApply(Side source, int most) {
        SideState from = state(source);
        SideState target = peer(source);
        requireNoneOpen(target);
        from.passPositions();
        if (from.queue.isEmpty() || !from.hasReadProcessed()) {
            return null;
        }
        Batch batch = Batch.take(from, most);
        List<RowWrite> writes = new ArrayList<>();
        List<Ruling> rulings = new ArrayList<>();
        batch.changes()
                .forEach(
                        (key, changes) -> {
                            Planner.Subject subject =
                                    new Planner.Subject(
                                            rules(key),
                                            target.records.get(key),
                                            target.appliedTo(key),
                                            changes);
                            Decision decision = planner.apply(subject);
                            RowWrite write = decision.write();
                            if (write != null) {
                                writes.add(write);
                            }
                            rulings.addAll(decision.rulings());
                        });
        batch.transactions().forEach(target::applied);
        if (!isWritten(writes)) {
            return null;
        }
        target.recorded.addAll(rulings);
        return open(
                target, TargetTransaction.Kind.APPLY, batch.changes().keySet(), writes, rulings);
    }

    /// Also a transaction without rows: its marker is what makes the other side's later changes
    /// have seen it (2.11).
    boolean isWritten(List<RowWrite> writes) {
        return true;
    }

    // REPAIR

    /// The records of a side that are not what they must be, and of which all that was written has
    /// come back.
    public final List<RecordKey> repairsDue(Side side) {
        SideState state = state(side);
        return state.dirty.open().keySet().stream().filter(state::hasReadBack).toList();
    }

    /// Plans a transaction that makes records again what they must be; nobody's change (2.9).
    public final @Nullable TargetTransaction planRepair(Side side, Collection<RecordKey> keys) {
        SideState state = state(side);
        requireNoneOpen(state);
        List<RowWrite> writes = new ArrayList<>();
        List<RecordKey> repaired = new ArrayList<>();
        for (RecordKey key : keys) {
            TrackedRecord record = state.records.get(key);
            if (record != null && state.dirty.isDirty(key) && state.hasReadBack(key)) {
                RowWrite write = planner.repair(side, record);
                if (write != null) {
                    writes.add(write);
                    repaired.add(key);
                }
            }
        }
        return writes.isEmpty()
                ? null
                : open(state, TargetTransaction.Kind.REPAIR, repaired, writes, List.of());
    }

    // HEARTBEAT

    /// Plans a marker alone. To be written on a slow timer, on both sides alike, and never because
    /// one was read.
    public final TargetTransaction planHeartbeat(Side target) {
        requireNoneOpen(state(target));
        peer(target).passPositions();
        return open(
                state(target), TargetTransaction.Kind.HEARTBEAT, Set.of(), List.of(), List.of());
    }

    private static void requireNoneOpen(SideState state) {
        if (state.open != null) {
            throw new IllegalStateException("a transaction into this side is still open");
        }
    }

    private TargetTransaction open(
            SideState target,
            TargetTransaction.Kind kind,
            Collection<RecordKey> keys,
            List<RowWrite> writes,
            List<Ruling> rulings) {
        SideState source = peer(target.side);
        Checkpoint last = target.checkpoint;
        resume.update(source, target);
        resume.update(target, source);
        boolean moves = kind != TargetTransaction.Kind.REPAIR;
        Checkpoint next =
                new Checkpoint(
                        last.source(),
                        moves ? source.processed.position() : last.position(),
                        moves ? source.processed.clock() : last.clock(),
                        last.counter() + 1,
                        source.resume,
                        target.resume,
                        source.clean,
                        target.clean,
                        last.incarnation(),
                        last.fencingToken());
        target.checkpoint = next;
        target.written(next.counter(), List.copyOf(keys));
        List<Ruling> all = new ArrayList<>(rulings);
        all.addAll(target.takeLate());
        TargetTransaction planned = new TargetTransaction(target.side, kind, next, writes, all);
        target.open = planned;
        return planned;
    }

    /// Notes that the planned transaction is in the database: committed, or found there after the
    /// answer was lost.
    public final void committed(TargetTransaction transaction) {
        SideState target = state(transaction.target());
        SideState source = peer(transaction.target());
        if (target.open != transaction) {
            throw new IllegalArgumentException("not the transaction that is open");
        }
        target.open = null;
        Checkpoint checkpoint = transaction.checkpoint();
        source.resumesAt(checkpoint.sourceResume());
        target.resumesAt(checkpoint.targetResume());
    }

    // ACK

    /// Up to where a side's log may be acknowledged, and nothing beyond.
    public final Anchor acknowledge(Side side) {
        return state(side).durable;
    }

    /// How many records of a side have something in flight.
    public final int inFlight(Side side) {
        return state(side).records.size();
    }

    final SideState state(Side side) {
        return Objects.requireNonNull(sides.get(side));
    }

    private SideState peer(Side side) {
        return state(side.peer());
    }
}
