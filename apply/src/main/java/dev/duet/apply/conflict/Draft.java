package dev.duet.apply.conflict;

import dev.duet.apply.conflict.SideState.Incoming;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What a batch comes to in its target, record by record. One thread, used for one plan.
final class Draft {
    private final Tracker tracker;
    private final Planner planner;
    private final SideState target;
    private final Reviews asked;
    private final Loops loops;
    final List<RowWrite> writes = new ArrayList<>();
    final List<Ruling> rulings = new ArrayList<>();
    final Set<RecordKey> plain = new HashSet<>();

    /// Records that a person is to decide about: nothing of them is written.
    final Set<RecordKey> waiting = new LinkedHashSet<>();

    /// Records that go round between the sides: nothing of them is written either.
    final Set<RecordKey> looping = new HashSet<>();

    Draft(Tracker tracker, Planner planner, SideState target, Reviews asked, Loops loops) {
        this.tracker = tracker;
        this.planner = planner;
        this.target = target;
        this.asked = asked;
        this.loops = loops;
    }

    /// Decides about a record that the batch changes.
    void decide(RecordKey key, List<Incoming> changes) {
        List<Incoming> counted = tracker.counted(target, key, changes);
        if (counted.isEmpty()) {
            return;
        }
        if (counted.getFirst().change() instanceof NetChange.Released released) {
            writes.addAll(planner.release(tracker.rules(key), released));
            return;
        }
        if (!asked.isAsked(key) && goesRound(key, counted)) {
            looping.add(key);
            return;
        }
        take(
                key,
                planner.apply(
                        new Planner.Subject(
                                tracker.rules(key),
                                target.records.get(key),
                                target.appliedTo(key),
                                counted)),
                counted.getFirst().from().position());
    }

    private boolean goesRound(RecordKey key, List<Incoming> changes) {
        for (Incoming change : changes) {
            if (loops.goesRound(tracker.rules(key), change)) {
                return true;
            }
        }
        return false;
    }

    /// Takes what was decided about a record.
    ///
    /// @param from the position of the first change that it was decided about
    void take(RecordKey key, Decision decision, long from) {
        rulings.addAll(decision.rulings());
        decision.rulings().stream()
                .filter(Ruling::asksForReview)
                .forEach(ruling -> target.ask(ruling, from));
        if (asked.isLeftOut(target, key, from)) {
            waiting.add(key);
            return;
        }
        RowWrite write = decision.write();
        if (write != null) {
            writes.add(write);
        }
        if (decision instanceof Decision.Plain) {
            plain.add(key);
        }
    }

    /// Those of a batch's records that do not wait.
    Set<RecordKey> written(Set<RecordKey> all) {
        Set<RecordKey> written = new HashSet<>(all);
        written.removeAll(waiting);
        return written;
    }

    /// Those that wait.
    List<TargetTransaction.Review> reviews() {
        return waiting.stream().map(key -> asked.review(target, key)).toList();
    }
}
