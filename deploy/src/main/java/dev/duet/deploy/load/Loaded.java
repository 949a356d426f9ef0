package dev.duet.deploy.load;

import dev.duet.apply.Direction;
import dev.duet.apply.store.LoadStore.Counts;
import dev.duet.apply.store.LoadStore.State;

import java.time.Duration;
import java.util.List;

/// What came of one entity in one direction. Immutable.
///
/// @param counts with those of earlier loads that this one goes on with
/// @param before whether an earlier load had done it all
/// @param readNow the rows that this load has looked at
/// @param reasons why records were refused: the first ones of this load
record Loaded(
        Direction direction,
        String entity,
        State state,
        Counts counts,
        boolean before,
        long readNow,
        Duration took,
        List<Refusal> reasons) {
    Loaded {
        reasons = List.copyOf(reasons);
    }

    /// Rows that are no records, and records that are held.
    long passedOver() {
        // what a second look finds may be more than what waited: rows come in meanwhile
        return Math.max(
                0,
                counts.read()
                        - counts.inserted()
                        - counts.already()
                        - counts.refused()
                        - counts.waiting());
    }

    boolean isDone() {
        return state == State.DONE;
    }

    long rowsPerSecond() {
        return readNow * 1_000 / Math.max(1, took.toMillis());
    }
}
