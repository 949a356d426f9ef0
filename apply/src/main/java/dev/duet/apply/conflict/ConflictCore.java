package dev.duet.apply.conflict;

import dev.duet.apply.conflict.SideState.Incoming;
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
public class ConflictCore implements AutoCloseable {
    /// How many changes a transaction may have that is not large, unless [#bulkOver] says
    /// otherwise.
    public static final long BULK_OVER = 20_000;

    private final Tracker tracker;
    private final Bulks bulks;
    private final Reading reading;
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
        this(inA, inB, new Tracker(rules, new Fold()), new Resume());
    }

    /// To be called before anything is read. A large transaction is not followed record by record,
    /// and takes little memory: [Bulks].
    ///
    /// @param changes how many changes a transaction may have that is not large
    public final void bulkOver(long changes) {
        bulkWhen((position, all) -> all.count() > changes);
    }

    final void bulkWhen(Bulks.Rule rule) {
        bulks.when(rule);
    }

    ConflictCore(Checkpoint inA, Checkpoint inB, Tracker tracker, Resume resume) {
        this(inA, inB, tracker, new Planner(tracker.fold()), resume);
    }

    ConflictCore(Checkpoint inA, Checkpoint inB, Tracker tracker, Planner planner, Resume resume) {
        SideState a = new SideState(Side.A, inA, inB);
        SideState b = new SideState(Side.B, inB, inA);
        this.tracker = tracker;
        this.bulks = tracker.bulks(a, b);
        this.reading = new Reading(tracker, bulks);
        this.planner = planner;
        this.resume = resume;
        sides.put(Side.A, a);
        sides.put(Side.B, b);
        bulkOver(BULK_OVER);
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
            settle(state);
        }
        Anchor anchor = new Anchor(origin.position(), origin.clock(), origin.seen());
        SideState peer = peer(side);
        Set<RecordKey> touched =
                switch (entry) {
                    case LogEntry.Transaction client -> reading.client(state, peer, client, anchor);
                    case LogEntry.Marker marker -> reading.marker(state, peer, marker, anchor);
                    case LogEntry.Passed passed -> reading.passed(state, anchor);
                };
        if (!state.isSettled() && position == state.settledTo) {
            settle(state);
        } else if (state.isSettled()) {
            touched.forEach(key -> tracker.audit(state, key, position));
        }
        if (++readSinceDrop > (state.records.size() + peer.records.size()) / 8) {
            readSinceDrop = 0;
            tracker.drop(state(Side.A), state(Side.B));
        }
        bulks.drop();
    }

    private void settle(SideState state) {
        Rebuilding.settle(state);
        bulks.settled(state);
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
        Batch batch = Batch.take(from, most, bulks);
        List<Bulk> large = bulks.among(batch.transactions());
        List<RowWrite> writes = new ArrayList<>();
        List<Ruling> rulings = new ArrayList<>();
        Set<RecordKey> plain = new HashSet<>();
        batch.changes()
                .forEach(
                        (key, changes) -> {
                            Decision decision = planner.apply(subject(target, key, changes));
                            RowWrite write = decision.write();
                            if (write != null) {
                                writes.add(write);
                            }
                            rulings.addAll(decision.rulings());
                            if (decision instanceof Decision.Plain) {
                                plain.add(key);
                            }
                        });
        BulkRows rows = null;
        for (Bulk bulk : large) {
            rows = new BulkPlan(tracker, planner, bulks).plan(bulk, target, writes, rulings);
            bulk.applied();
            plain.clear();
        }
        batch.transactions().forEach(target::applied);
        if (!isWritten(writes)) {
            return null;
        }
        target.recorded.addAll(rulings);
        batch.keepWhole(plain);
        TargetTransaction planned =
                open(
                        target,
                        TargetTransaction.Kind.APPLY,
                        writes,
                        rulings,
                        new TargetTransaction.Carried(batch.positions(), plain, rows),
                        batch.changes().keySet());
        large.forEach(bulk -> bulk.written(planned.checkpoint().counter()));
        return planned;
    }

    private Planner.Subject subject(SideState target, RecordKey key, List<Incoming> changes) {
        return new Planner.Subject(
                tracker.rules(key), target.records.get(key), target.appliedTo(key), changes);
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
                : open(
                        state,
                        TargetTransaction.Kind.REPAIR,
                        writes,
                        List.of(),
                        TargetTransaction.Carried.NOTHING,
                        repaired);
    }

    // HEARTBEAT

    /// Plans a marker alone. To be written on a slow timer, on both sides alike, and never because
    /// one was read.
    public final TargetTransaction planHeartbeat(Side target) {
        requireNoneOpen(state(target));
        peer(target).passPositions();
        return open(
                state(target),
                TargetTransaction.Kind.HEARTBEAT,
                List.of(),
                List.of(),
                TargetTransaction.Carried.NOTHING,
                List.of());
    }

    private static void requireNoneOpen(SideState state) {
        if (state.open != null) {
            throw new IllegalStateException("a transaction into this side is still open");
        }
    }

    private TargetTransaction open(
            SideState target,
            TargetTransaction.Kind kind,
            List<RowWrite> writes,
            List<Ruling> rulings,
            TargetTransaction.Carried carried,
            Collection<RecordKey> keys) {
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
        target.written(next.counter(), keys);
        List<Ruling> all = new ArrayList<>(rulings);
        all.addAll(target.takeLate());
        TargetTransaction planned =
                new TargetTransaction(target.side, kind, next, writes, all, carried);
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
        return state(side).records.size() + bulks.below(side);
    }

    /// Frees what large transactions hold on disk.
    @Override
    public final void close() {
        bulks.close();
    }

    /// What is known of a record of a side, be it tracked or below a large transaction; null for
    /// nothing.
    final @Nullable TrackedRecord known(Side side, RecordKey key) {
        TrackedRecord record = state(side).records.get(key);
        return record == null ? bulks.log(side).replay(key) : record;
    }

    final SideState state(Side side) {
        return Objects.requireNonNull(sides.get(side));
    }

    private SideState peer(Side side) {
        return state(side.peer());
    }
}
