package dev.duet.apply.conflict;

import dev.duet.apply.conflict.SideState.Incoming;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Plans the writing of a large transaction: which of its records are not decided by it alone.
///
/// @param tracker for the rules
record BulkPlan(Tracker tracker, Planner planner, Bulks bulks) {
    /// @param draft has the records that have surfaced; others are added
    BulkRows plan(Bulk bulk, SideState target, Draft draft) {
        Set<RecordKey> apart = new HashSet<>(bulk.apart());
        if (bulk.isShared()) {
            bulk.forEach(
                    change -> {
                        if (!bulks.isAlone(change.key())) {
                            decide(new Incoming(change, bulk.transaction), target)
                                    .ifPresent(
                                            decision -> {
                                                apart.add(change.key());
                                                draft.take(change.key(), decision, bulk.position());
                                            });
                        }
                    });
        }
        draft.waiting.forEach(bulks::surface);
        Map<RecordKey, RowWrite> byKey = new HashMap<>();
        draft.writes.forEach(write -> byKey.put(write.key(), write));
        return new BulkRows(bulk, tracker, planner, new BulkRows.Exceptions(apart, byKey));
    }

    /// What comes of a record that is below other large transactions too; nothing when that makes
    /// no difference.
    private Optional<Decision> decide(Incoming incoming, SideState target) {
        RecordKey key = incoming.change().key();
        Decision decision =
                planner.apply(
                        new Planner.Subject(
                                tracker.rules(key),
                                bulks.log(target.side).replay(key),
                                bulks.appliedTo(target, key),
                                List.of(incoming)));
        Decision alone = BulkRows.alone(tracker, planner, incoming);
        boolean isSame =
                decision.rulings().isEmpty()
                        && Objects.equals(decision.write(), alone.write())
                        && (decision instanceof Decision.Plain
                                || !(alone instanceof Decision.Plain));
        return isSame ? Optional.empty() : Optional.of(decision);
    }
}
