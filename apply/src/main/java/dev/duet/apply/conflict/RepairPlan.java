package dev.duet.apply.conflict;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Plans repairs (PROTOCOL 4, REPAIR). A row that the log has not shown since its record was taken
/// up is looked at first, by a marked transaction that locks it: with a trigger's doing in it, it
/// need not be what the other side says. One thread.
final class RepairPlan {
    private final Planner planner;
    private final Openings openings;
    private final Loops loops;

    RepairPlan(Planner planner, Openings openings, Loops loops) {
        this.planner = planner;
        this.openings = openings;
        this.loops = loops;
    }

    @Nullable TargetTransaction plan(SideState state, Collection<RecordKey> keys) {
        Openings.requireNone(state);
        List<RowWrite> writes = new ArrayList<>();
        List<RecordKey> repaired = new ArrayList<>();
        Set<RecordKey> looping = new HashSet<>();
        Set<RecordKey> assumed = new HashSet<>();
        for (RecordKey key : keys) {
            TrackedRecord record = state.records.get(key);
            if (record == null || !state.dirty.isDirty(key) || !state.hasReadBack(key)) {
                continue;
            }
            if (record.assumed) {
                assumed.add(key);
                continue;
            }
            RowWrite write = planner.repair(state.side, record);
            if (write != null) {
                writes.add(write);
                repaired.add(key);
                if (loops.repaired(key, state.side, record.clientAt)) {
                    looping.add(key);
                }
            }
        }
        if (writes.isEmpty()) {
            return assumed.isEmpty()
                    ? null
                    : open(state, writes, TargetTransaction.Carried.looks(assumed), assumed);
        }
        TargetTransaction repair =
                open(state, writes, TargetTransaction.Carried.looping(looping), repaired);
        state.repairing.tried(repair.checkpoint().counter(), state.read(), repaired);
        return repair;
    }

    private TargetTransaction open(
            SideState state,
            List<RowWrite> writes,
            TargetTransaction.Carried carried,
            Collection<RecordKey> keys) {
        return openings.open(
                state, TargetTransaction.Kind.REPAIR, writes, List.of(), carried, keys);
    }
}
