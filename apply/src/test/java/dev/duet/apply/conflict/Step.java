package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Change;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/// One step of a history. Each can be taken in any state, so that any of them may be left out when
/// a failing history is made smaller; where it makes no sense nothing happens.
sealed interface Step {
    /// A client's transaction.
    ///
    /// @param time by that database's clock
    record Client(Side side, long time, List<RowStep> rows) implements Step {
        @Override
        public String toString() {
            return "client "
                    + side
                    + " at "
                    + time
                    + ": "
                    + rows.stream().map(RowStep::toString).collect(Collectors.joining("; "));
        }
    }

    /// A transaction of other tables.
    record Foreign(Side side, long time) implements Step {}

    record Read(Side side, int entries) implements Step {}

    /// A reader is given its last entries once more.
    record Redeliver(Side side) implements Step {}

    record PlanApply(Side source) implements Step {}

    record PlanRepair(Side side, int which) implements Step {}

    record PlanHeartbeat(Side side) implements Step {}

    /// The transaction that is open is committed.
    record Execute(Side target) implements Step {}

    /// It is committed, but the database refuses one of its rows, which is held from then on.
    record ExecuteRefused(Side target, int which) implements Step {}

    /// People decide on a record that is held: it is these values, or gone.
    record Release(Side side, long time, int which, boolean there, long... values) implements Step {
        @Override
        public String toString() {
            return "release "
                    + side
                    + " at "
                    + time
                    + ": "
                    + which
                    + " "
                    + there
                    + " "
                    + Arrays.toString(values);
        }
    }

    /// Writers rest until nothing is in flight.
    record Rest() implements Step {}

    /// `duet load` puts what the other side has, and this one has not.
    record Load(Side target) implements Step {}

    /// The answer to the commit arrives.
    record Acknowledge(Side target) implements Step {}

    record Crash() implements Step {}

    /// @param values for each field; only those in the mask count for an update
    record RowStep(long key, Action action, int mask, long... values) {
        /// A delete of this key as it is in the log: every other one leaves the row there, which is
        /// no record any more.
        Change ended(EntityRules rules, Change change) {
            return rules.sends().isEmpty()
                            && change instanceof Change.Delete delete
                            && Objects.equals(delete.before().get(0), key)
                    ? new Change.Delete(delete.shape(), delete.before(), mask % 2 == 1)
                    : change;
        }

        @Override
        public String toString() {
            return action + " " + key + " mask=" + mask + " " + Arrays.toString(values);
        }
    }

    enum Action {
        /// Nothing when the row is there.
        INSERT,
        /// Nothing when it is not.
        UPDATE,
        DELETE,
        /// Delete and insert.
        REPLACE,
        /// Another value and back again.
        AND_BACK,
        /// Another key, the next one; nothing when that is taken.
        MOVE,
        /// Insert, or update when the row is there.
        UPSERT
    }
}
