package dev.duet.apply.conflict;

import dev.duet.apply.conflict.HistoryMaker.History;
import dev.duet.apply.conflict.Simulation.Violation;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// What one history came to: it is run, and all that PROTOCOL 1 asks of it is checked.
///
/// @param violation what is wrong, or null
/// @param unseenReturns see [OwnerCheck]
record Verdict(
        @Nullable Violation violation, int crashes, int applies, int repairs, int unseenReturns) {
    static Verdict of(Setup setup, List<Step> steps, Variant variant) {
        Simulation simulation = new Simulation(setup, variant);
        Violation violation = null;
        try {
            simulation.run(steps);
            rest(setup, simulation);
            while (!simulation.holds.open().isEmpty()) {
                simulation.releaseAll();
                rest(setup, simulation);
            }
            new HoldCheck(setup.rules(), simulation).run();
        } catch (Violation found) {
            violation = found;
        } catch (RuntimeException failure) {
            violation = new Violation("fails", failure.toString());
            violation.initCause(failure);
        }
        return new Verdict(
                violation,
                simulation.crashes,
                simulation.applies,
                simulation.repairs,
                simulation.unseenReturns);
    }

    private static void rest(Setup setup, Simulation simulation) {
        simulation.rest();
        check(setup, simulation);
        int written = simulation.applies + simulation.repairs;
        simulation.take(new Step.Crash());
        simulation.rest();
        if (simulation.applies + simulation.repairs != written) {
            throw new Violation("a restart writes", "after everything was at rest");
        }
        check(setup, simulation);
    }

    static Verdict of(History history, Variant variant) {
        return of(history.setup(), history.steps(), variant);
    }

    private static void check(Setup setup, Simulation simulation) {
        ModelDatabase a = simulation.database(Side.A);
        ModelDatabase b = simulation.database(Side.B);
        Oracle oracle = new Oracle(setup.rules(), simulation.holds, a.log(), b.log());
        TriggerView view = new TriggerView(setup);
        Departures departures = new Departures(setup.rules(), simulation);
        for (long key : view.keys()) {
            Row rowA = a.rows().get(key);
            Row rowB = b.rows().get(key);
            boolean isLoaded = ModelTools.haveWritten(a, key) || ModelTools.haveWritten(b, key);
            if (setup.trigger() == null && simulation.holds.waits(Oracle.key(key)) && !isLoaded) {
                requireKept(departures, oracle.meetings(key), rowA, rowB);
            }
            if (simulation.holds.isHeld(Oracle.key(key))) {
                continue; // the sides may differ until it is released
            }
            if (Withheld.check(setup.rules(), simulation, oracle, key)) {
                requireRecorded(simulation, departures, oracle.meetings(key));
                continue;
            }
            boolean present = oracle.isPresent(key) && !isNothing(setup.rules(), oracle, key);
            for (Side side : Side.values()) {
                boolean isThere = simulation.database(side).rows().containsKey(key);
                boolean isGone = departures.isGone(side, key);
                if (isThere != (present && !isGone)) {
                    throw new Violation(
                            "wrong presence",
                            key + " in " + side + " should be there: " + (present && !isGone));
                }
            }
            boolean isParted = (rowA == null) != (rowB == null); // as it should be
            if (!isParted && !view.areEqual(rowA, rowB, departures, key)) {
                throw new Violation("diverged", key + ": " + show(rowA) + " and " + show(rowB));
            }
            // what a client does to a row that was released as gone and loaded again is an update,
            // or an insert where the load is not known yet; and so is what it lost
            if (!isLoaded || !simulation.holds.wasReleased(Oracle.key(key))) {
                requireRecorded(simulation, departures, oracle.meetings(key));
            }
            if (setup.rules().deletes().isEmpty() && setup.rules().leaving().isEmpty()) {
                new KeptFields(setup.rules(), simulation, oracle).check(key);
            }
            Row both = (view.isOnA() && rowB != null) || rowA == null ? rowB : rowA;
            for (int i = 1; both != null && i <= Setup.FIELDS; i++) {
                Row row =
                        KeptFields.mayDiffer(setup.rules(), i)
                                ? ownersRow(setup, i, simulation, key)
                                : both;
                if (row == null) {
                    continue;
                }
                Object expected = oracle.value(key, i);
                if (!view.mayBeAnything(i)
                        && !mayBeAnything(departures, key, setup.rules().rule(i))
                        && !Objects.equals(expected, row.get(i))) {
                    throw new Violation(
                            "wrong winner (" + setup.rules().rule(i).text().split(":")[0] + ")",
                            key + "." + i + " is " + row.get(i) + ", should be " + expected);
                }
            }
        }
        for (int i = 1; i <= Setup.FIELDS; i++) {
            if (setup.rules().rule(i) instanceof FieldRule.Owner owner
                    && !view.writesFor(owner.side(), i)
                    && !view.isOnlyNoticed()
                    && !setup.rules().mayStayAlone(owner.side())) {
                new OwnerCheck(setup, simulation, i, owner.side()).run();
            }
        }
        for (Side side : Side.values()) {
            checkMarkers(
                    setup.rules(),
                    side,
                    simulation.database(side).log(),
                    simulation.database(side.peer()).log());
        }
    }

    /// Null where the owner has parted with the record.
    private static @Nullable Row ownersRow(
            Setup setup, int column, Simulation simulation, long key) {
        return setup.rules().rule(column) instanceof FieldRule.Owner owner
                ? simulation.database(owner.side()).rows().get(key)
                : null;
    }

    /// A record that must be there without any value is none.
    private static boolean isNothing(EntityRules rules, Oracle oracle, long key) {
        boolean isEmpty = rules.isNoneWithoutValue();
        for (int i = 1; isEmpty && i <= Setup.FIELDS; i++) {
            isEmpty = oracle.value(key, i) == null;
        }
        return isEmpty;
    }

    private static boolean mayBeAnything(Departures departures, long key, FieldRule rule) {
        return rule instanceof FieldRule.Owner owner && departures.mayDiffer(owner.side(), key);
    }

    /// Both sides have recorded what lost, and nothing that a person is to decide was decided.
    private static void requireRecorded(
            Simulation simulation, Departures departures, Meetings meetings) {
        long key = meetings.key();
        for (String conflict : meetings.conflicts()) {
            boolean isOfPresence = conflict.startsWith(key + "." + Ruling.PRESENCE + ":");
            boolean isMissing =
                    Stream.of(Side.values())
                            .filter(side -> !isOfPresence || departures.leftAt(side, key) == 0)
                            .anyMatch(side -> !simulation.database(side).hasRuling(conflict));
            if (isMissing) {
                throw new Violation("loser not recorded", conflict);
            }
        }
        for (String review : meetings.reviews()) {
            throw new Violation("did not wait", review);
        }
    }

    private static void requireKept(
            Departures departures, Meetings meetings, @Nullable Row inA, @Nullable Row inB) {
        List<String> lost = new ArrayList<>();
        for (Side side : Side.values()) {
            Oracle.Fact own =
                    Withheld.mayDiffer(meetings.rules(), side)
                            ? null
                            : meetings.last().of(side, fact -> true);
            Row row = side == Side.A ? inA : inB;
            if (own != null && own.position() > departures.leftAt(side, meetings.key())) {
                lost.addAll(meetings.lost(side, row));
                lost.addAll(departures.ended(meetings, side, row));
            }
        }
        if (!lost.isEmpty()) {
            throw new Violation("did not stay as it was", lost.toString());
        }
    }

    /// Every source transaction with a change has a marker of its own, or shares that of a batch
    /// (PROTOCOL 2.11).
    private static void checkMarkers(
            EntityRules rules, Side side, List<LogLine> target, List<LogLine> source) {
        long from = 0;
        for (LogLine line : target) {
            Checkpoint marker = line.marker();
            if (marker != null) {
                long to = marker.position().ordinal();
                long begins = from;
                if (line.kind() != TargetTransaction.Kind.APPLY
                        && source.stream()
                                .anyMatch(
                                        other ->
                                                other.position() > begins
                                                        && other.position() <= to
                                                        && carries(rules, side.peer(), other))) {
                    throw new Violation("no marker", "of " + (begins + 1) + " to " + to);
                }
                from = to;
            }
        }
    }

    /// Whether a line holds a record that came or went, which nobody but its own side can do.
    private static boolean carries(EntityRules rules, Side side, LogLine line) {
        List<NetChange> changes = Netting.net(line.changes());
        return line.isClients()
                && changes.stream()
                        .anyMatch(
                                change ->
                                        !(change instanceof NetChange.Updated)
                                                && Passage.of(rules, side, change)
                                                        != Passage.WITHHELD
                                                && !Fold.isKeptThere(rules, side, change));
    }

    static String show(@Nullable Row row) {
        return row == null ? "none" : Arrays.toString(row.toArray());
    }
}
