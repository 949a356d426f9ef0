package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Anchor;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.Position;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What is known of one side: its log as far as it was read, what of it waits for the peer, its
/// records with something in flight, and what was written into it (PROTOCOL 4, STATE). One thread.
///
/// All of it is rebuilt from the two databases after a restart.
final class SideState {
    final Side side;

    /// The log as far as it was read.
    final LogIndex log;

    /// Read and not yet applied to the peer. An entry without changes only moves the position.
    final Deque<Queued> queue = new ArrayDeque<>();

    final Map<RecordKey, TrackedRecord> records = new HashMap<>();
    final DirtySpans dirty = new DirtySpans();

    /// Rows that a tool has put here.
    final LoadedRows loaded = new LoadedRows();

    /// The peer's transactions, read there, whose marker this log has not shown yet.
    private final Deque<SourceTransaction> unmerged = new ArrayDeque<>();

    private int unmergedChanges;

    /// Those of them that were applied here, by record.
    private final Map<RecordKey, List<Incoming>> applied = new HashMap<>();

    /// What was written here and this log has not shown.
    final UnreadWrites unread = new UnreadWrites();

    /// Records whose last repair found nothing as it expected.
    private final Set<RecordKey> futile = new HashSet<>();

    /// Where reading began: no entry at or before it is known.
    final long began;

    /// The stored clean position: what lies at or before it is settled.
    final long settledTo;

    /// The counter of the checkpoint row when reading began.
    private final long beganCounter;

    private boolean settled;

    /// This side's own log is applied to the peer, or needs not be, up to here.
    Anchor processed;

    /// Of the last marker read.
    private long counter;

    /// The checkpoint row of this side as the last transaction planned into it leaves it.
    Checkpoint checkpoint;

    /// Planned into this side, and not known to be committed.
    @Nullable TargetTransaction open;

    /// Holds that begin with it.
    final Set<Hold> holding = new LinkedHashSet<>();

    /// Conflicts recorded by transactions into this side whose marker has not come back.
    final Set<Ruling> recorded = new HashSet<>();

    /// Conflicts that the log showed and the decision had not known; for the next transaction.
    private final List<Ruling> late = new ArrayList<>();

    /// Records that a person is asked about, and that are not held yet.
    final Map<RecordKey, Question> asked = new HashMap<>();

    /// Up to where this side's log may be acknowledged.
    Anchor durable;

    /// The same as far as this side's own row says so.
    Anchor acknowledged;

    Anchor resume;
    Position clean;

    /// @param changes null for an entry that only moves the position
    record Queued(Anchor anchor, @Nullable SourceTransaction changes) {}

    record Incoming(NetChange change, SourceTransaction from) {}

    /// @param checkpoint the row in this side
    /// @param peerHas the peer's row: how far it has this side's log
    SideState(Side side, Checkpoint checkpoint, Checkpoint peerHas) {
        // both rows are valid, and both only grow: the greater is the later
        Anchor resume = later(checkpoint.targetResume(), peerHas.sourceResume());
        Position clean = checkpoint.targetClean();
        clean = peerHas.sourceClean().isAfter(clean) ? peerHas.sourceClean() : clean;
        this.side = side;
        this.checkpoint = checkpoint;
        this.log = new LogIndex(resume);
        this.began = resume.position().ordinal();
        this.settledTo = clean.ordinal();
        this.settled = settledTo <= began;
        this.beganCounter = checkpoint.counter();
        this.processed = new Anchor(peerHas.position(), peerHas.clock(), resume.seen());
        this.resume = resume;
        this.durable = resume;
        this.acknowledged = checkpoint.targetResume();
        this.clean = clean;
        if (!settled) {
            dirty.add(began + 1, settledTo); // as one span (RESUME)
        }
    }

    private static Anchor later(Anchor one, Anchor two) {
        return two.position().isAfter(one.position()) ? two : one;
    }

    /// As [#resumesAt], from the row in this side.
    void resumesAtByOwnRow(Anchor committed) {
        acknowledged = later(acknowledged, committed);
        resumesAt(committed);
    }

    /// A committed checkpoint row says that this log will never be read again from further back.
    void resumesAt(Anchor committed) {
        durable = later(durable, committed);
        log.dropBefore(durable.position().ordinal());
        dirty.dropBefore(durable.position().ordinal());
    }

    long read() {
        return log.last().position().ordinal();
    }

    long seen() {
        return LogIndex.seen(log.last());
    }

    long processedTo() {
        return processed.position().ordinal();
    }

    /// Up to where this side's log stands applied in the peer, as a marker in this side's own log
    /// shows: what `duet load` put here of a peer that did not have that yet was read before.
    long shownThere(SideState peer) {
        return peer.log.seenAt(seen());
    }

    /// Whether everything that the peer's database has of this log was read.
    boolean hasReadProcessed() {
        return read() >= processedTo();
    }

    boolean isSettled() {
        return settled;
    }

    void settled() {
        settled = true;
    }

    void enqueue(Anchor anchor, @Nullable SourceTransaction changes) {
        if (anchor.position().ordinal() <= processedTo()) {
            processed = new Anchor(processed.position(), processed.clock(), anchor.seen());
            return;
        }
        Queued last = queue.peekLast();
        if (changes == null && last != null && last.changes == null) {
            queue.removeLast(); // the later position says it all
        }
        queue.addLast(new Queued(anchor, changes));
    }

    /// Moves over what has no changes for the peer.
    void passPositions() {
        Queued head = queue.peekFirst();
        while (head != null && head.changes == null) {
            processed = head.anchor;
            queue.removeFirst();
            head = queue.peekFirst();
        }
    }

    void applied(SourceTransaction transaction) {
        for (NetChange change : transaction.changes()) {
            applied.computeIfAbsent(change.key(), absent -> new ArrayList<>(2))
                    .add(new Incoming(change, transaction));
        }
    }

    void appliedToo(Incoming incoming) {
        applied.computeIfAbsent(incoming.change.key(), absent -> new ArrayList<>(2)).add(incoming);
    }

    /// Whether something was written here of a record that the log has not shown.
    boolean isOnItsWay(RecordKey key) {
        return unread.has(key) || applied.containsKey(key);
    }

    List<Incoming> appliedTo(RecordKey key) {
        return applied.getOrDefault(key, List.of());
    }

    void addUnmerged(SourceTransaction transaction) {
        unmerged.addLast(transaction);
        unmergedChanges += transaction.changes().size();
    }

    List<SourceTransaction> takeUnmerged(long upTo) {
        List<SourceTransaction> taken = new ArrayList<>();
        while (!unmerged.isEmpty() && unmerged.getFirst().position() <= upTo) {
            SourceTransaction transaction = unmerged.removeFirst();
            unmergedChanges -= transaction.changes().size();
            taken.add(transaction);
        }
        return taken;
    }

    /// How many changes of the peer's were read and have not been shown to stand here.
    int unmergedChanges() {
        return unmergedChanges;
    }

    /// Forgets what a marker has shown to stand here.
    void merged(SourceTransaction transaction) {
        recorded.removeIf(ruling -> ruling.theirs().position() <= transaction.position());
        for (NetChange change : transaction.changes()) {
            List<Incoming> rest = applied.get(change.key());
            if (rest != null) {
                rest.removeIf(incoming -> incoming.from == transaction);
                if (rest.isEmpty()) {
                    applied.remove(change.key());
                }
            }
        }
    }

    /// A conflict came out as the log has it, which is final.
    void ruled(Ruling ruling) {
        if (!recorded.remove(ruling)) {
            late.add(ruling);
        }
        if (ruling.asksForReview()) {
            ask(ruling, ruling.theirs().position() + 1);
        }
    }

    /// A person is to decide about a record.
    ///
    /// @param from the first of the peer's positions that nothing of it is carried over from
    void ask(Ruling ruling, long from) {
        question(ruling.key(), from).about(ruling);
    }

    Question question(RecordKey key, long from) {
        Question question = asked.computeIfAbsent(key, absent -> new Question(from));
        question.asOf(from);
        return question;
    }

    /// What a change of the peer's is folded into: the shadow, unless the record is to stay as it
    /// is until a person has decided.
    Shadow shadow(TrackedRecord record, SourceTransaction from) {
        Question question = asked.get(record.key);
        return question != null && question.leavesOut(from) ? record.shadow.copy() : record.shadow;
    }

    /// Whether a row is not what it must be.
    boolean differs(RecordKey key) {
        TrackedRecord record = records.get(key);
        return record != null && record.image.differsFrom(record.shadow, record.rules);
    }

    List<Hold> takeHolding() {
        List<Hold> taken = List.copyOf(holding);
        holding.clear();
        return taken;
    }

    List<Ruling> takeLate() {
        List<Ruling> taken = List.copyOf(late);
        late.clear();
        return taken;
    }

    /// Forgets a record that is held; what of it waits for the peer is left out.
    void hold(RecordKey key, SideState peer) {
        records.remove(key);
        dirty.forget(key);
        applied.remove(key);
        asked.remove(key);
        for (Queued queued : queue) {
            if (queued.changes != null && queued.changes.leaveOut(key)) {
                queued.changes.steps().held().add(key);
            }
        }
        peer.leaveOut(key);
    }

    private void leaveOut(RecordKey key) {
        unmergedChanges = 0;
        for (SourceTransaction transaction : unmerged) {
            transaction.leaveOut(key);
            unmergedChanges += transaction.changes().size();
        }
    }

    /// A transaction of the peer's that was not shown to stand here has one more change.
    void unmergedToo() {
        unmergedChanges++;
    }

    /// A repair was not written.
    void withdraw(TargetTransaction repair) {
        futile.addAll(unread.withdrawLast());
        late.addAll(repair.rulings());
    }

    /// Something was written here: what was refused for the want of it may pass now.
    void tryAgain() {
        futile.clear();
    }

    /// The log has shown a record again.
    void shown(RecordKey key) {
        futile.remove(key);
    }

    /// Whether a dirty record can be repaired now.
    boolean isDue(RecordKey key) {
        return hasReadBack(key) && !futile.contains(key);
    }

    void markerRead(Checkpoint marker) {
        counter = marker.counter();
        boolean isOurs =
                open != null
                        && open.kind() == TargetTransaction.Kind.APPLY
                        && open.checkpoint().position().equals(marker.position());
        if (isOurs) {
            unread.read(counter); // no other tool's moves the position
        } else {
            readBack();
        }
    }

    /// What is open may have the counter of another tool's marker until that is known, so only what
    /// is committed was read back.
    void readBack() {
        unread.read(open == null ? counter : Math.min(counter, open.checkpoint().counter() - 1));
    }

    /// Whether what a restart takes from the two databases was read, and applied, as far as it
    /// goes.
    boolean isDoneRebuilding() {
        return counter >= beganCounter && processedTo() >= settledTo;
    }

    /// Whether all that was written of a record was read back.
    boolean hasReadBack(RecordKey key) {
        return counter >= beganCounter && !unread.has(key);
    }
}
