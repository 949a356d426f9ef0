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

    /// On its owner's side a field is written by us only to what the logs say at that point. A row
    /// that is inserted again may also hold what they said as far as they had been read: its
    /// deletion was not known (2.10), and the audit mends it.
    private static void checkOwned(Setup setup, Simulation simulation, int column, Side owner) {
        for (LogLine line : simulation.database(owner).log()) {
            for (Change change : line.marker() == null ? List.<Change>of() : line.changes()) {
                switch (change) {
                    case Change.Update update -> {
                        Object to = update.after().get(column);
                        if (!Objects.equals(update.before().get(column), to)) {
                            Object now = owned(setup, simulation, line, update.after(), column);
                            requireOwned(line, update.after(), column, now, now);
                        }
                    }
                    case Change.Insert insert -> {
                        LogLine decided =
                                new LogLine(line.decidedAt(), 0, List.of(), line.marker(), 0);
                        requireOwned(
                                line,
                                insert.after(),
                                column,
                                owned(setup, simulation, line, insert.after(), column),
                                owned(setup, simulation, decided, insert.after(), column));
                    }
                    case Change.Delete delete -> {}
                    case Change.KeyChange move -> throw new IllegalStateException();
                    case Change.Truncate truncate -> throw new IllegalStateException();
                }
            }
        }
    }

    private static void requireOwned(
            LogLine line,
            Row row,
            int column,
            @Nullable Object now,
            @Nullable Object whenDecided) {
        Object value = row.get(column);
        if (!Objects.equals(value, now) && !Objects.equals(value, whenDecided)) {
            throw new Violation(
                    "owner overwritten",
                    "%s.%s at %s by %s, should be %s"
                            .formatted(row.get(0), column, line.position(), value, now));
        }
    }

    /// What the owner's log up to a line, and the peer's as its marker says, make of a field.
    private static @Nullable Object owned(
            Setup setup, Simulation simulation, LogLine line, Row row, int column) {
        FieldRule.Owner rule = (FieldRule.Owner) setup.rules().rule(column);
        long peers = Objects.requireNonNull(line.marker()).position().ordinal();
        boolean isA = rule.side() == Side.A;
        Oracle oracle =
                new Oracle(
                        setup.rules(),
                        simulation.database(Side.A).log(),
                        isA ? line.position() : peers,
                        simulation.database(Side.B).log(),
                        isA ? peers : line.position());
        return oracle.value((Long) Objects.requireNonNull(row.get(0)), column);
    }

    static String show(@Nullable Row row) {
        return row == null ? "none" : java.util.Arrays.toString(row.toArray());
    }
}
