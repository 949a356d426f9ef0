package dev.duet.apply;

import dev.duet.apply.brake.Tally;
import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.conflict.TargetTransaction;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Changes;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.Position;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// One target transaction to be written: what the core has planned, and the source transactions
/// that it stands for.
///
/// @param settled records that were held and are not any more, as the log of this side shows
/// @param held the records that are held
/// @param originals mapped to the target, in the source's order; none for a repair
/// @param beside how many rows of an entity the target's triggers were seen to write beside ours
/// @param isAlone whether the core has not decided about it, since the target's log is lost
public record ApplyTask(
        TargetTransaction plan,
        List<MappedTransaction> originals,
        List<Settled> settled,
        Set<RecordKey> held,
        Map<String, Long> beside,
        boolean isAlone)
        implements AutoCloseable {
    public ApplyTask {
        originals = List.copyOf(originals);
        settled = List.copyOf(settled);
        held = Set.copyOf(held);
        beside = Map.copyOf(beside);
    }

    /// A record whose hold is over, as the source's log says at this position.
    record Settled(Position position, RecordKey record) {}

    static ApplyTask alone(
            Side target,
            Checkpoint checkpoint,
            List<MappedTransaction> originals,
            Set<RecordKey> held) {
        return new ApplyTask(
                TargetTransaction.marker(target, checkpoint),
                originals,
                List.of(),
                held,
                Map.of(),
                true);
    }

    /// Whether it brings something of the source's to the target, and is no repair or heartbeat.
    boolean isCarrying() {
        return isAlone ? !originals.isEmpty() : plan.kind() == TargetTransaction.Kind.APPLY;
    }

    /// Whether that is this task again, after a pause or a failure: only its marker may be another.
    @SuppressWarnings("ReferenceEquality") // a plan under another marker keeps both
    boolean isSameWork(ApplyTask other) {
        return originals == other.originals && plan.carried() == other.plan.carried();
    }

    /// What it is about to do, as far as brakes count it.
    Tally tally() {
        List<Changes> sources = originals.stream().map(MappedTransaction::source).toList();
        return isAlone ? Tally.asTheyAre(sources) : Tally.of(plan, sources);
    }

    /// The same under another plan.
    ApplyTask planned(TargetTransaction other) {
        return new ApplyTask(other, originals, settled, held, beside, isAlone);
    }

    /// Frees what the originals hold.
    @Override
    public void close() {
        originals.forEach(MappedTransaction::close);
    }
}
