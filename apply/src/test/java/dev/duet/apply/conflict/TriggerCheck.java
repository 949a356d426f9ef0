package dev.duet.apply.conflict;

import dev.duet.apply.conflict.ModelTrigger.Does;
import dev.duet.apply.conflict.Simulation.Violation;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/// Checks what both databases hold where one of them has a trigger: what it makes of a row stands
/// there alone, or on both sides; and nothing else is other than without it.
final class TriggerCheck {
    private final Setup setup;
    private final Simulation simulation;
    private final ModelTrigger trigger;
    private final Oracle oracle;

    TriggerCheck(Setup setup, Simulation simulation, ModelTrigger trigger) {
        this.setup = setup;
        this.simulation = simulation;
        this.trigger = trigger;
        this.oracle =
                new Oracle(
                        setup.rules(),
                        simulation.holds,
                        simulation.database(Side.A).log(),
                        simulation.database(Side.B).log());
    }

    void run() {
        for (long key = 0; key <= setup.keys(); key++) {
            if (!simulation.holds.isHeld(Oracle.key(key))) {
                check(key);
            }
        }
        if (setup.rules().carriesBack()
                && !simulation.holds.isHeld(Oracle.key(ModelTrigger.BESIDE))) {
            requireEqual(ModelTrigger.BESIDE);
        }
    }

    private @Nullable Row row(Side side, long key) {
        return simulation.database(side).rows().get(key);
    }

    private void requireEqual(long key) {
        Row a = row(Side.A, key);
        Row b = row(Side.B, key);
        boolean isSame = (a == null) == (b == null);
        for (int i = 1; isSame && a != null && b != null && i <= Setup.FIELDS; i++) {
            // what only the other side may change is not carried back
            boolean mayDiffer = setup.rules().isOwnedBy(i, trigger.side().peer());
            isSame = mayDiffer || Objects.equals(a.get(i), b.get(i));
        }
        if (!isSame) {
            throw new Violation(
                    "diverged", key + ": " + Verdict.show(a) + " and " + Verdict.show(b));
        }
    }

    private void check(long key) {
        Row other = row(trigger.side().peer(), key);
        Row own = row(trigger.side(), key);
        if (setup.rules().carriesBack()) {
            requireEqual(key);
        } else if ((other == null) != (own == null)) {
            throw new Violation(
                    "diverged", key + ": " + Verdict.show(other) + " and " + Verdict.show(own));
        }
        boolean present = oracle.isPresent(key);
        if (!setup.rules().carriesBack() && present != (other != null)) {
            throw new Violation("wrong presence", key + " should be there: " + present);
        }
        for (int i = 1; present && other != null && own != null && i <= Setup.FIELDS; i++) {
            boolean isOfTrigger = i == trigger.column() && trigger.does() != Does.WRITES_BESIDE;
            if (!isOfTrigger || !setup.rules().carriesBack()) {
                require(key, i, oracle.value(key, i), other.get(i));
            }
            if (setup.rules().carriesBack()) {
                continue; // they are equal
            }
            require(
                    key,
                    i,
                    isOfTrigger && trigger.does() == Does.MAPS && !setup.rules().isSum(i)
                            ? ModelTrigger.mapped(other.get(i))
                            : isOfTrigger ? own.get(i) : other.get(i),
                    own.get(i));
        }
    }

    private static void require(
            long key, int column, @Nullable Object expected, @Nullable Object found) {
        if (!Objects.equals(expected, found)) {
            throw new Violation(
                    "wrong value", key + "." + column + " is " + found + ", should be " + expected);
        }
    }
}
