package dev.duet.apply;

import dev.duet.apply.conflict.ConflictCore;
import dev.duet.apply.conflict.Hold;
import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.conflict.TargetTransaction;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Anchor;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.LogEntry;
import dev.duet.schemas.Origin;
import dev.duet.schemas.Position;
import dev.duet.schemas.Release;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Both directions' door to the conflict core: a lock around it, with the source transactions that
/// wait to be written. Shared, thread-safe.
///
/// The direction out of a side reads that side's log and writes into the peer. What one direction
/// reads may be work for the other, which is then woken.
public final class Arbiter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Arbiter.class);

    /// How many changes of one side may wait for their markers. Of records with ten numbers each
    /// takes 2.6 KB, all that the core keeps for it on both sides included: 250 MB.
    public static final int MOST_IN_FLIGHT = 100_000;

    /// So many large transactions of a paused direction may wait in files.
    private static final int MOST_LARGE = 16;

    private final ConflictCore core;
    private final int mostInFlight;
    private final Map<Side, Road> roads = new EnumMap<>(Side.class);

    public Arbiter(ConflictCore core) {
        this(core, MOST_IN_FLIGHT);
    }

    /// @param mostInFlight how many changes of one side may wait for their markers
    Arbiter(ConflictCore core, int mostInFlight) {
        this.core = core;
        this.mostInFlight = mostInFlight;
        for (Side side : Side.values()) {
            roads.put(side, new Road());
        }
    }

    /// What to call when there may be something to do for the direction out of a side.
    public synchronized void attach(Side source, Runnable wake) {
        road(source).wake = wake;
    }

    /// Notes that a side's log cannot be read any more. The direction into that side goes on alone:
    /// its changes are written where the row still is what they were made on, and what is not is
    /// decided and recorded there and then, since nothing will be audited.
    public synchronized void lost(Side side) {
        road(side).isLost = true;
        Road other = road(side.peer());
        other.heldAlone.addAll(core.held(side.peer()));
        other.isBlocked = false;
        other.wake.run();
    }

    /// Lets nothing more of a side's changes be written into its peer, once what is under way is
    /// committed. Both logs are read on and the peer still gets repairs and heartbeats, so that the
    /// other direction goes on: it needs to know what became of its own changes.
    public synchronized void pause(Side source) {
        road(source).isPaused = true;
        wakeAll();
    }

    public synchronized void resume(Side source) {
        road(source).isPaused = false;
        road(source).isStill = false;
        wakeAll();
    }

    /// Whether a paused direction has come to rest.
    synchronized boolean isStill(Side source) {
        return road(source).isStill;
    }

    private void wakeAll() {
        roads.values().forEach(road -> road.wake.run());
    }

    /// Notes how far apart the clocks of the two databases are when that is too far for the later
    /// change to be told; null when it is not.
    public synchronized void clocksDiffer(@Nullable Duration apart) {
        core.clocksDiffer(apart);
    }

    /// From where a side's log must be read.
    public synchronized Anchor resumeFrom(Side side) {
        return core.resumeFrom(side);
    }

    /// Up to where a side's log may be acknowledged.
    public synchronized Anchor acknowledge(Side side) {
        return core.acknowledge(side);
    }

    /// The records that wait for a person.
    public synchronized Set<RecordKey> held() {
        Set<RecordKey> held = new HashSet<>(core.held(Side.A));
        held.addAll(core.held(Side.B));
        return held;
    }

    /// Whether an entry may be read yet. After a restart a marker waits for what it stands for; and
    /// a client's transaction waits while too much of its side is in flight, which bounds the
    /// memory when the other direction is slow to read what became of it.
    public synchronized boolean canRead(Side side, LogEntry entry) {
        boolean can =
                road(side.peer()).isLost
                        || (core.canRead(side, entry)
                                && !(entry instanceof LogEntry.Transaction && isFull(side)));
        road(side).isBlocked = !can;
        return can;
    }

    /// Never both at once, since each may be what the other waits for; unless a direction is
    /// paused: then both wait for a person, and going on would fill the memory.
    private boolean isFull(Side side) {
        boolean isPaused = road(side).isPaused;
        if (isPaused && core.largeInFlight(side) >= MOST_LARGE) {
            return true;
        }
        return core.changesInFlight(side) >= mostInFlight
                && (isPaused
                        || road(side.peer()).isPaused
                        || core.changesInFlight(side.peer()) < mostInFlight);
    }

    /// Takes a client's transaction; one that was read before is let go.
    ///
    /// @param terms of the peer, into which it was mapped
    /// @return whether it was not read before
    public synchronized boolean read(
            Side side, LogEntry.Transaction entry, MappedTransaction mapped, TargetTerms terms) {
        Road road = road(side);
        if (core.hasRead(side, entry.origin().position())
                || (road.last != null && entry.origin().position().isAtOrBefore(road.last))) {
            mapped.close();
            return false;
        }
        road.last = entry.origin().position();
        road.originals.addLast(mapped);
        if (road(side.peer()).isLost) {
            return true;
        }
        List<Release> releases = new ArrayList<>();
        for (Release release : entry.releases()) {
            terms.canonical(release)
                    .ifPresentOrElse(
                            releases::add,
                            () ->
                                    log.warn(
                                            "a record stays held: the other side cannot take it"
                                                    + " entity={}",
                                            release.entity()));
        }
        core.read(
                side, new LogEntry.Transaction(entry.origin(), terms.canonical(mapped), releases));
        wakeOther(side);
        return true;
    }

    /// Takes a marker, its rows in the core's form, or an entry with nothing for us.
    public synchronized void read(Side side, LogEntry entry) {
        if (road(side.peer()).isLost) {
            road(side).passed = entry.origin();
            return;
        }
        if (entry instanceof LogEntry.Marker marker
                && !core.hasRead(side, entry.origin().position())) {
            TriggerReport.beside(marker)
                    .forEach((entity, n) -> road(side.peer()).beside.merge(entity, n, Long::sum));
        }
        Set<RecordKey> before = core.held(side);
        core.read(side, entry);
        Set<RecordKey> held = core.held(side);
        if (held != before) {
            for (RecordKey record : before) {
                if (!held.contains(record)) {
                    road(side)
                            .settled
                            .add(new ApplyTask.Settled(entry.origin().position(), record));
                }
            }
        }
        wakeOther(side);
    }

    private void wakeOther(Side side) {
        Road other = road(side.peer());
        if (other.isBlocked || core.isRepairDue(side)) {
            other.wake.run();
        }
    }

    /// The next transaction to be written into the peer of a side; null for none.
    ///
    /// @param most how many source transactions it may carry
    /// @param heartbeat whether a marker alone is due
    public synchronized @Nullable ApplyTask next(Side source, int most, boolean heartbeat) {
        Road road = road(source);
        road.isStill = road.isPaused;
        if (road.open == null) {
            road.open =
                    road(source.peer()).isLost
                            ? alone(source, most, heartbeat)
                            : planned(source, most, heartbeat);
        }
        return road.isPaused && road.open != null && road.open.isCarrying() ? null : road.open;
    }

    private @Nullable ApplyTask planned(Side source, int most, boolean heartbeat) {
        Position applied = core.checkpoint(source.peer()).position();
        TargetTransaction planned = plan(source, most, heartbeat);
        if (planned == null) {
            return null;
        }
        Road road = road(source);
        List<ApplyTask.Settled> settled =
                road.settled.stream()
                        .filter(one -> one.position().isAtOrBefore(planned.checkpoint().position()))
                        .toList();
        road.settled.removeAll(settled);
        List<MappedTransaction> originals = originals(road, applied, planned);
        Map<String, Long> beside = Map.copyOf(road.beside);
        road.beside.clear();
        return new ApplyTask(planned, originals, settled, core.held(source), beside, false);
    }

    /// The next transactions as they are.
    private @Nullable ApplyTask alone(Side source, int most, boolean heartbeat) {
        Road road = road(source);
        Checkpoint last = road.alone == null ? core.checkpoint(source.peer()) : road.alone;
        List<MappedTransaction> taken = new ArrayList<>();
        while (!road.isPaused && !road.originals.isEmpty() && taken.size() < most) {
            MappedTransaction head = road.originals.removeFirst();
            if (head.origin().position().isAfter(last.position())) {
                taken.add(head);
            } else {
                head.close();
            }
        }
        if (taken.isEmpty() && !heartbeat) {
            return null;
        }
        Checkpoint next =
                taken.isEmpty() ? last.marked() : last.marked().upTo(taken.getLast().origin());
        Origin passed = road.passed;
        if (passed != null
                && road.originals.isEmpty()
                && passed.position().isAfter(next.position())) {
            next = next.upTo(passed);
        }
        road.alone = next;
        return ApplyTask.alone(source.peer(), next, taken, road.heldAlone);
    }

    private @Nullable TargetTransaction plan(Side source, int most, boolean heartbeat) {
        Side target = source.peer();
        List<RecordKey> due = core.repairsDue(target);
        if (!due.isEmpty()) {
            TargetTransaction repair = core.planRepair(target, due);
            if (repair != null) {
                return repair;
            }
        }
        TargetTransaction apply = road(source).isPaused ? null : core.planApply(source, most);
        return apply == null && heartbeat ? core.planHeartbeat(target) : apply;
    }

    /// Those that the plan stands for, a heartbeat's too: in what the core saw nothing of may be a
    /// change that cannot be mapped, which is to be kept for people. What was read again after a
    /// restart stands there already: with it, a record's changes would net to one that no longer
    /// finds the row it was made on, and be kept back.
    ///
    /// @param applied up to where the target had everything before
    private static List<MappedTransaction> originals(
            Road road, Position applied, TargetTransaction planned) {
        if (planned.kind() == TargetTransaction.Kind.REPAIR) {
            return List.of(); // it moves nothing
        }
        List<MappedTransaction> taken = new ArrayList<>();
        MappedTransaction head = road.originals.peekFirst();
        while (head != null
                && head.origin().position().isAtOrBefore(planned.checkpoint().position())) {
            road.originals.removeFirst();
            if (head.origin().position().isAfter(applied)) {
                taken.add(head);
            } else {
                head.close();
            }
            head = road.originals.peekFirst();
        }
        return taken;
    }

    /// The same transaction on top of what another tool of ours has written meanwhile.
    synchronized TargetTransaction overtaken(TargetTransaction planned, Checkpoint stored) {
        Road road = road(planned.target().peer());
        if (road.alone != null) {
            // what it says of where to read may have been set anew: 'duet resync'
            road.alone =
                    stored.reaching(road.alone.position(), road.alone.clock())
                            .withCounter(stored.counter() + 1);
        }
        TargetTransaction renumbered =
                road.alone == null ? core.overtaken(planned, stored) : planned.with(road.alone);
        if (road.open != null) {
            road.open = road.open.planned(renumbered);
        }
        return renumbered;
    }

    /// Notes that a task is tried anew: whom the last attempt asked to be held is forgotten.
    synchronized void again(ApplyTask task) {
        if (!task.isAlone()) {
            core.again(task.plan());
        }
    }

    /// Asks for a record to be held when the task is committed, which must store what this returns.
    synchronized Hold hold(ApplyTask task, RecordKey record) {
        return task.isAlone() ? core.holdFromHere(record) : core.hold(task.plan(), record);
    }

    /// Notes that a repair found nothing as it expected, and was not committed.
    synchronized void withdrawn(ApplyTask repair) {
        core.withdrawn(repair.plan());
        road(repair.plan().target().peer()).open = null;
    }

    /// Notes that a transaction is in the database.
    ///
    /// @param refused the records that the target did not take: they are in quarantine now
    synchronized void committed(ApplyTask task, Set<RecordKey> refused) {
        Road road = road(task.plan().target().peer());
        if (task.isAlone()) {
            road.heldAlone.addAll(refused);
        } else {
            core.committed(task.plan());
            roads.values().stream().filter(one -> one.isBlocked).forEach(one -> one.wake.run());
        }
        road.open = null;
        task.close();
    }

    /// Frees what large transactions hold on disk.
    @Override
    public synchronized void close() {
        core.close();
        for (Road road : roads.values()) {
            road.originals.forEach(MappedTransaction::close);
            ApplyTask open = road.open;
            if (open != null) {
                open.close();
            }
        }
    }

    private Road road(Side source) {
        Road road = roads.get(source);
        if (road == null) {
            throw new IllegalArgumentException("no such side: " + source);
        }
        return road;
    }
}
