package dev.duet.apply.conflict;

import dev.duet.apply.conflict.HistoryMaker.History;
import dev.duet.apply.conflict.Simulation.Violation;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Change;
import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/// Runs one history and checks all that PROTOCOL 1 asks of it.
final class Verdict {
    private Verdict() {}

    /// @return what is wrong, or null
    static @Nullable Violation of(Setup setup, List<Step> steps, Variant variant) {
        Simulation simulation = new Simulation(setup, variant);
        try {
            simulation.run(steps);
            simulation.rest();
            check(setup, simulation);
            int written = simulation.applies + simulation.repairs;
            simulation.take(new Step.Crash());
            simulation.rest();
            if (simulation.applies + simulation.repairs != written) {
                return new Violation("a restart writes", "after everything was at rest");
            }
            check(setup, simulation);
            return null;
        } catch (Violation violation) {
            return violation;
        } catch (RuntimeException failure) {
            Violation violation = new Violation("fails", failure.toString());
            violation.initCause(failure);
            return violation;
        }
    }

    static @Nullable Violation of(History history, Variant variant) {
        return of(history.setup(), history.steps(), variant);
    }

    private static void check(Setup setup, Simulation simulation) {
        ModelDatabase a = simulation.database(Side.A);
        ModelDatabase b = simulation.database(Side.B);
        Oracle oracle = new Oracle(setup.rules(), a.log(), b.log());
        for (long key = 0; key < setup.keys(); key++) {
            Row rowA = a.rows().get(key);
            Row rowB = b.rows().get(key);
            if (!Objects.equals(rowA, rowB)) {
                throw new Violation("diverged", key + ": " + show(rowA) + " and " + show(rowB));
            }
            boolean present = oracle.isPresent(key);
            if (present != (rowA != null)) {
                throw new Violation("wrong presence", key + " should be there: " + present);
            }
            for (int i = 1; rowA != null && i <= Setup.FIELDS; i++) {
                Object expected = oracle.value(key, i);
                if (!Objects.equals(expected, rowA.get(i))) {
                    throw new Violation(
                            "wrong winner (" + setup.rules().rule(i).text().split(":")[0] + ")",
                            key + "." + i + " is " + rowA.get(i) + ", should be " + expected);
                }
            }
        }
        for (int i = 1; i <= Setup.FIELDS; i++) {
            if (setup.rules().rule(i) instanceof FieldRule.Owner owner) {
                checkOwned(setup, simulation, i, owner.side());
            }
        }
    }

    /// On its owner's side a field is written by us only to what the logs say at that point.
    private static void checkOwned(Setup setup, Simulation simulation, int column, Side owner) {
        List<LogLine> log = simulation.database(owner).log();
        List<LogLine> peers = simulation.database(owner.peer()).log();
        for (LogLine line : log) {
            if (line.marker() == null) {
                continue;
            }
            for (Change change : line.changes()) {
                if (change instanceof Change.Update update
                        && !Objects.equals(
                                update.before().get(column), update.after().get(column))) {
                    long seen = line.marker().position().ordinal();
                    Oracle then =
                            owner == Side.A
                                    ? new Oracle(setup.rules(), log, line.position(), peers, seen)
                                    : new Oracle(setup.rules(), peers, seen, log, line.position());
                    long key = (Long) Objects.requireNonNull(update.after().get(0));
                    Object expected = then.value(key, column);
                    if (!Objects.equals(expected, update.after().get(column))) {
                        throw new Violation(
                                "owner overwritten",
                                key
                                        + "."
                                        + column
                                        + " at "
                                        + line.position()
                                        + " by "
                                        + update.after().get(column)
                                        + ", should be "
                                        + expected);
                    }
                }
            }
        }
    }

    static String show(@Nullable Row row) {
        return row == null ? "none" : java.util.Arrays.toString(row.toArray());
    }
}
