package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Anchor;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.LogEntry;
import dev.duet.schemas.Origin;
import dev.duet.schemas.Position;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

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
    private final Openings openings;
    private final Holds holds;
    private final Reviews reviews;
    private final Loops loops = new Loops();
    private final Map<Side, SideState> sides = new EnumMap<>(Side.class);

    /// Begins with nothing in memory: a start and a restart are the same.
    ///
    /// @param rules by entity
    /// @param durable what both databases hold, read under our lease
    public ConflictCore(Collection<EntityRules> rules, Durable durable) {
        this(durable, new Tracker(rules, new Fold()), new Resume());
    }

    /// With nothing held.
    public ConflictCore(Collection<EntityRules> rules, Checkpoint inA, Checkpoint inB) {
        this(rules, new Durable(inA, inB));
    }

    /// To be called before anything is read. A large transaction is not followed record by record,
    /// and takes little memory: [Bulks].
    ///
    /// @param changes how many changes a transaction may have that is not large; one that lies in a
    ///   file always is
    public final void bulkOver(long changes) {
        bulkWhen((position, all) -> all.isSpilled() || all.count() > changes);
    }

    /// To be called before anything is read. Without it no record is taken to go round: [Loops].
    ///
    /// @param answers how many of one side to the other's changes there may be within the window
    /// @param micros the window, by the changes' clocks
    public final void loopsOver(int answers, long micros) {
        loops.over(answers, micros);
    }

    final void bulkWhen(Bulks.Rule rule) {
        bulks.when(rule);
    }

    ConflictCore(Durable durable, Tracker tracker, Resume resume) {
        this(durable, tracker, new Planner(tracker.fold()), resume);
    }

    ConflictCore(Durable durable, Tracker tracker, Planner planner, Resume resume) {
        SideState a = new SideState(Side.A, durable.inA(), durable.inB());
        SideState b = new SideState(Side.B, durable.inB(), durable.inA());
        this.holds = new Holds(durable.holds(), durable.ends(), a, b);
        this.reviews = new Reviews(a, b);
        this.tracker = tracker;
        this.bulks = tracker.bulks(a, b);
        this.reading = new Reading(tracker, holds, bulks);
        this.planner = planner;
        this.openings = new Openings(sides, resume, holds, bulks);
        sides.put(Side.A, a);
        sides.put(Side.B, b);
        bulkOver(BULK_OVER);
    }

    // READ

    /// From where a log must be read, and stamped.
    public final Anchor resumeFrom(Side side) {
        return state(side).durable;
    }

    /// Whether everything of a side's log up to a position was read.
    public final boolean hasRead(Side side, Position position) {
        return position.ordinal() <= state(side).read();
    }

    /// Whether an entry may be read yet: while rebuilding, a marker waits for the peer's entries
    /// that it stands for; and everything waits while a hold begins.
    public final boolean canRead(Side side, LogEntry entry) {
        return !isBeginningHold() && hasReadSource(side, entry);
    }

    boolean hasReadSource(Side side, LogEntry entry) {
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
        if (isBeginningHold()) {
            throw new IllegalStateException("a hold begins: see canRead");
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
        tracker.passed(1 + touched.size(), state(Side.A), state(Side.B));
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
        Openings.requireNone(target);
        from.passPositions();
        if (from.queue.isEmpty() || !from.hasReadProcessed()) {
            return null;
        }
        Batch batch = Batch.take(from, most, bulks);
        List<Bulk> large = bulks.among(batch.transactions());
        Draft draft = new Draft(tracker, planner, target, reviews, loops);
        batch.changes().forEach(draft::decide);
        BulkRows rows = null;
        for (Bulk bulk : large) {
            rows = new BulkPlan(tracker, planner, bulks).plan(bulk, target, draft);
            bulk.applied();
            draft.plain.clear();
        }
        batch.transactions().forEach(target::applied);
        if (!isWritten(draft.writes)) {
            return null;
        }
        target.recorded.addAll(draft.rulings);
        batch.keepWhole(draft.plain);
        TargetTransaction planned =
                openings.open(
                        target,
                        TargetTransaction.Kind.APPLY,
                        draft.writes,
                        draft.rulings,
                        batch.carried(draft, rows),
                        draft.written(batch.changes().keySet()));
        large.forEach(bulk -> bulk.written(planned.checkpoint().counter()));
        return planned;
    }

    /// Also a transaction without rows: its marker is what makes the other side's later changes
    /// have seen it (2.11).
    boolean isWritten(List<RowWrite> writes) {
        return true;
    }

    // REPAIR

    /// The records of a side that are not what they must be, and of which all that was written has
    /// come back; and those that a person is to decide about, which are to be held.
    public final List<RecordKey> repairsDue(Side side) {
        return due(state(side)).toList();
    }

    /// Whether there are any.
    public final boolean isRepairDue(Side side) {
        return due(state(side)).findAny().isPresent();
    }

    private Stream<RecordKey> due(SideState state) {
        return Stream.concat(
                state.asked.keySet().stream().filter(key -> reviews.isDue(state, key)),
                state.dirty.open().keySet().stream().filter(key -> reviews.isToRepair(state, key)));
    }

    /// Plans a transaction that makes records again what they must be, nobody's change (2.9); or in
    /// which they begin to wait for a person.
    public final @Nullable TargetTransaction planRepair(Side side, Collection<RecordKey> keys) {
        SideState state = state(side);
        Openings.requireNone(state);
        List<RowWrite> writes = new ArrayList<>();
        List<RecordKey> repaired = new ArrayList<>();
        List<TargetTransaction.Review> waiting = new ArrayList<>();
        for (RecordKey key : keys) {
            RowWrite write = repair(state, key);
            if (write != null) {
                writes.add(write);
                repaired.add(key);
            } else if (reviews.isDue(state, key)) {
                waiting.add(reviews.review(state, key));
            }
        }
        return repaired.isEmpty() && waiting.isEmpty()
                ? null
                : openings.open(
                        state,
                        TargetTransaction.Kind.REPAIR,
                        writes,
                        List.of(),
                        TargetTransaction.Carried.reviews(waiting),
                        repaired);
    }

    private @Nullable RowWrite repair(SideState state, RecordKey key) {
        TrackedRecord record = state.records.get(key);
        return record != null && state.dirty.isDirty(key) && reviews.isToRepair(state, key)
                ? planner.repair(state.side, record)
                : null;
    }

    // HEARTBEAT

    /// Plans a marker alone. To be written on a slow timer, on both sides alike, and never because
    /// one was read.
    public final TargetTransaction planHeartbeat(Side target) {
        Openings.requireNone(state(target));
        peer(target).passPositions();
        tracker.idle(state(Side.A), state(Side.B));
        return openings.open(
                state(target),
                TargetTransaction.Kind.HEARTBEAT,
                List.of(),
                List.of(),
                TargetTransaction.Carried.NOTHING,
                List.of());
    }

    /// Notes that the planned transaction is in the database: committed, or found there after the
    /// answer was lost.
    public final void committed(TargetTransaction transaction) {
        openings.committed(transaction);
    }

    // HOLD

    /// Asks for a record to be held, since the target refuses its write or a person is to decide
    /// about it ([TargetTransaction.Carried#reviews]): to be called before the transaction is
    /// committed, which must store what this returns. When it is [#committed] the core forgets the
    /// record, and passes over what clients do to it until it is released. Nothing can be read
    /// until then: a release might be what is read.
    public final Hold hold(TargetTransaction transaction, RecordKey key) {
        return openings.hold(transaction, key);
    }

    /// A hold that begins with what has been read, where this does not decide about the write that
    /// is refused.
    public final Hold holdFromHere(RecordKey key) {
        return openings.holdFromHere(key);
    }

    /// Notes that the open transaction is written anew: whom the last attempt asked to be held is
    /// forgotten.
    public final void again(TargetTransaction transaction) {
        openings.again(transaction);
    }

    private boolean isBeginningHold() {
        return !state(Side.A).holding.isEmpty() || !state(Side.B).holding.isEmpty();
    }

    /// Whether what clients of a side do to a record is passed over.
    public final boolean isHeld(Side side, RecordKey key) {
        return holds.isHeld(side, key);
    }

    /// The records of which what a side's clients do is passed over: the same set as long as it is
    /// the same records.
    public final Set<RecordKey> held(Side side) {
        return holds.held(side);
    }

    /// Whether a release will never be read again: then the holds that it ended may be deleted from
    /// the databases, and after them the end.
    public final boolean isSpent(HoldEnd end) {
        return end.position() <= acknowledge(end.side()).position().ordinal();
    }

    /// Notes that a repair found nothing as it expected and was not committed: a client's change is
    /// on its way through the log, and will be audited (PROTOCOL 4, REPAIR). Until the log shows
    /// its records again they are not tried.
    public final void withdrawn(TargetTransaction repair) {
        openings.withdrawn(repair);
    }

    /// The open transaction once more, on top of a row that another tool of ours has written under
    /// our lease: it moved the counter, and nothing else.
    public final TargetTransaction overtaken(TargetTransaction transaction, Checkpoint stored) {
        return openings.overtaken(transaction, stored);
    }

    /// Notes how far apart the databases' clocks are, when that is too far: see [Fold].
    public final void clocksDiffer(@Nullable Duration apart) {
        tracker.fold().clocksDiffer(apart);
    }

    /// The checkpoint row of a side as the last transaction planned into it leaves it.
    public final Checkpoint checkpoint(Side side) {
        return state(side).checkpoint;
    }

    // ACK

    /// Up to where a side's log may be acknowledged, and nothing beyond: what its own row says. So
    /// that row always knows what the peer must have, should the peer come back from a backup.
    public final Anchor acknowledge(Side side) {
        return state(side).acknowledged;
    }

    /// How many records of a side have something in flight.
    public final int inFlight(Side side) {
        return state(side).records.size();
    }

    /// How many large transactions of a side something may still depend on.
    public final int largeInFlight(Side side) {
        return bulks.log(side).bulks().size();
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

    /// How many of a side's changes were read and are not yet known to stand in the peer: what is
    /// to be throttled.
    public final int changesInFlight(Side source) {
        return peer(source).unmergedChanges();
    }

    final SideState state(Side side) {
        return Objects.requireNonNull(sides.get(side));
    }

    private SideState peer(Side side) {
        return state(side.peer());
    }
}
