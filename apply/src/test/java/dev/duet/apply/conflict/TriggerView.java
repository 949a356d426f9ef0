package dev.duet.apply.conflict;

import dev.duet.apply.conflict.ModelTrigger.Does;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.apply.conflict.rules.TriggerRule;
import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.stream.LongStream;

/// What the checks of a history must let a trigger do: nothing where there is none.
final class TriggerView {
    private final Setup setup;
    private final @Nullable ModelTrigger trigger;

    TriggerView(Setup setup) {
        this.setup = setup;
        this.trigger = setup.trigger();
    }

    /// The records that are to be equal on both sides.
    long[] keys() {
        boolean isBesideToo = setup.rules().carriesBack() && does(Does.WRITES_BESIDE);
        return LongStream.concat(
                        LongStream.rangeClosed(0, setup.keys()),
                        isBesideToo ? LongStream.of(ModelTrigger.BESIDE) : LongStream.empty())
                .toArray();
    }

    private boolean does(Does what) {
        return trigger != null && trigger.does() == what;
    }

    boolean isOnA() {
        return trigger != null && trigger.side() == Side.A;
    }

    /// Whether a trigger of a side writes a column without Duet's doing.
    boolean writesFor(Side side, int column) {
        return trigger != null
                && trigger.side() == side
                && (does(Does.WRITES_BESIDE) || trigger.column() == column);
    }

    /// Whether a field comes to hold what a trigger makes of it, on both sides or on one: nothing
    /// more is promised where a trigger is only noticed.
    boolean mayBeAnything(int column) {
        return trigger != null
                && isOnlyNoticed()
                && !does(Does.WRITES_BESIDE)
                && trigger.column() == column;
    }

    boolean isOnlyNoticed() {
        return trigger != null && setup.rules().triggers() == TriggerRule.NOTICED;
    }

    /// What a trigger does stands on its side where it is ignored, or where the other side owns the
    /// field.
    boolean areEqual(@Nullable Row a, @Nullable Row b, Departures departures, long key) {
        if (a == null || b == null) {
            return a == null && b == null;
        }
        for (int i = 1; i <= Setup.FIELDS; i++) {
            boolean mayBe =
                    mayDiffer(i)
                            || KeptFields.mayDiffer(setup.rules(), i)
                            || (setup.rules().rule(i) instanceof FieldRule.Owner owner
                                    && departures.mayDiffer(owner.side(), key));
            if (!Objects.equals(a.get(i), b.get(i)) && !mayBe) {
                return false;
            }
        }
        return true;
    }

    private boolean mayDiffer(int column) {
        return trigger != null
                && (setup.rules().carriesBack()
                        ? setup.rules().isOwnedBy(column, trigger.side().peer())
                        : !does(Does.WRITES_BESIDE) && trigger.column() == column);
    }
}
