package dev.duet.apply.conflict;

import dev.duet.apply.conflict.Step.Action;
import dev.duet.apply.conflict.Step.Client;
import dev.duet.apply.conflict.Step.RowStep;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.PresenceRule;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/// A scene of the page on conflicts: what the clients of both systems do to one record before
/// either system has heard of the other, played by the real core between two model databases. `crm`
/// is listed first, so it is side A; `erp` is side B, and what it does it does later.
///
/// The record has the fields x, y and z. When it is there to begin with, x is 10, y and z are 1.
///
/// @param begins whether the record is there, on both sides, when the scene begins
/// @param hears whether erp has what crm did before it does anything itself
/// @param crm its transactions; the same for erp
record Scene(
        EntityRules rules, boolean begins, boolean hears, List<RowStep> crm, List<RowStep> erp) {
    private static final Map<Side, String> NAMES = Map.of(Side.A, "crm", Side.B, "erp");
    private static final List<String> FIELDS = List.of("id", "x", "y", "z");
    static final int X = 1; // as a column and as a mask
    private static final int Y = 2;
    private static final int ALL = 7;

    /// What both databases hold in the end.
    ///
    /// @param rows by id
    /// @param inErp erp's, where the record waits for a person or erp keeps a value; else the same
    /// @param recorded which conflicts, and who won them: `x: erp`, `presence: crm`, `x: waits`;
    ///   empty for none
    record End(Map<Long, Row> rows, Map<Long, Row> inErp, String recorded) {
        /// `20 (x: erp)`, `30 in crm, 20 in erp (x: waits)`
        String field() {
            return own(held -> String.valueOf(Objects.requireNonNull(held.get(0L)).get(X)));
        }

        private String own(Function<Map<Long, Row>, String> words) {
            return (rows.equals(inErp)
                            ? words.apply(rows)
                            : words.apply(rows) + " in crm, " + words.apply(inErp) + " in erp")
                    + bracket();
        }

        /// `x 20, y 5 (x: erp)`
        String fields() {
            return rows.isEmpty()
                    ? records()
                    : own(
                            held -> {
                                Row row = Objects.requireNonNull(held.get(0L));
                                return "x " + row.get(X) + ", y " + row.get(Y);
                            });
        }

        /// `stays (presence: crm)`
        String records() {
            return own(
                    held ->
                            switch (held.size()) {
                                case 0 -> "gone";
                                case 1 -> held.containsKey(0L) ? "stays" : "new key";
                                default -> "both keys";
                            });
        }

        @Nullable Object value(long id, int column) {
            return Objects.requireNonNull(rows.get(id)).get(column);
        }

        private String bracket() {
            return recorded.isEmpty() ? "" : " (" + recorded + ")";
        }
    }

    static EntityRules rules(FieldRule x, FieldRule y, PresenceRule presence) {
        FieldRule other = new FieldRule.Latest();
        return new EntityRules(Setup.SHAPE.entity(), 1, List.of(other, x, y, other), presence);
    }

    static RowStep x(long value) {
        return new RowStep(0, Action.UPDATE, X, value, 0, 0);
    }

    static RowStep y(long value) {
        return new RowStep(0, Action.UPDATE, Y, 0, value, 0);
    }

    static RowStep xy(long x, long y) {
        return new RowStep(0, Action.UPDATE, X | Y, x, y, 0);
    }

    static RowStep insert(long x, long y) {
        return new RowStep(0, Action.INSERT, ALL, x, y, 1);
    }

    static RowStep delete() {
        return new RowStep(0, Action.DELETE, ALL, 0, 0, 0);
    }

    static RowStep changeKey() {
        return new RowStep(0, Action.MOVE, ALL, 0, 0, 0);
    }

    /// Plays it with one order of reading, applying and crashing after another; all must end alike.
    End play() {
        Side a = Side.A;
        Side b = Side.B;
        List<List<Step>> orders =
                List.of(
                        List.of(),
                        steps(read(a), read(b), apply(a), apply(b)),
                        steps(read(a), read(b), apply(b), apply(a)),
                        steps(read(a), apply(a), read(b), apply(b)),
                        steps(read(b), apply(b), read(a), apply(a)),
                        steps(read(a), apply(a), List.of(new Step.Crash()), read(b), apply(b)));
        List<End> ends = orders.stream().map(this::end).distinct().toList();
        if (ends.size() != 1) {
            throw new AssertionError("it depends on the order: " + ends);
        }
        return ends.getFirst();
    }

    private End end(List<Step> order) {
        Simulation simulation = new Simulation(new Setup(rules, 2, 1, false), new Variant());
        if (begins) {
            simulation.take(client(Side.A, 1, insert(10, 1)));
            simulation.rest();
        }
        long time = 1000;
        for (RowStep step : crm) {
            simulation.take(client(Side.A, time++, step));
        }
        if (hears) {
            simulation.rest();
        }
        for (RowStep step : erp) {
            simulation.take(client(Side.B, time++, step));
        }
        simulation.run(order);
        simulation.rest();
        ModelDatabase inA = simulation.database(Side.A);
        ModelDatabase inB = simulation.database(Side.B);
        if (simulation.holds.waits(Oracle.key(0))) {
            End end = new End(Map.copyOf(inA.rows()), Map.copyOf(inB.rows()), waiting(inA, inB));
            decide(simulation, time % 2 == 0 ? Side.A : Side.B);
            return end;
        }
        if (!inA.rows().equals(inB.rows()) && !rules.isKept(X)) {
            throw new AssertionError("the sides differ: " + inA.rows() + ", " + inB.rows());
        }
        return new End(Map.copyOf(inA.rows()), Map.copyOf(inB.rows()), recorded(inA, inB));
    }

    /// A person takes one side's row: then it is on both.
    private static void decide(Simulation simulation, Side taken) {
        Row row = simulation.database(taken).rows().get(0L);
        long[] values = new long[row == null ? 0 : Setup.FIELDS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (Long) Objects.requireNonNull(Objects.requireNonNull(row).get(i + 1));
        }
        simulation.take(new Step.Release(taken, 2000, 0, row != null, values));
        simulation.rest();
        for (Side side : Side.values()) {
            if (!Objects.equals(simulation.database(side).rows().get(0L), row)) {
                throw new AssertionError("what was taken does not stand in " + side);
            }
        }
    }

    /// Which side has recorded it depends on which found it first.
    private static String waiting(ModelDatabase inA, ModelDatabase inB) {
        var texts = new TreeSet<String>();
        Stream.concat(inA.recorded().stream(), inB.recorded().stream())
                .forEach(ruling -> texts.add(what(ruling) + ": waits"));
        return String.join(", ", texts);
    }

    private static String what(Ruling ruling) {
        return ruling.column() == Ruling.PRESENCE ? "presence" : FIELDS.get(ruling.column());
    }

    private static String recorded(ModelDatabase inA, ModelDatabase inB) {
        String a = recorded(inA);
        String b = recorded(inB);
        if (a.equals(b)) {
            return a;
        }
        return (a.isEmpty() ? "" : a + " in crm")
                + (a.isEmpty() || b.isEmpty() ? "" : "; ")
                + (b.isEmpty() ? "" : b + " in erp");
    }

    private static String recorded(ModelDatabase database) {
        var texts = new TreeSet<String>();
        for (Ruling ruling : database.recorded()) {
            texts.add(what(ruling) + ": " + NAMES.get(ruling.winner()));
        }
        return String.join(", ", texts);
    }

    private static Client client(Side side, long time, RowStep step) {
        return new Client(side, time, List.of(step));
    }

    private static List<Step> read(Side side) {
        return List.of(new Step.Read(side, 100));
    }

    private static List<Step> apply(Side source) {
        Side target = source.peer();
        return List.of(
                new Step.PlanApply(source), new Step.Execute(target), new Step.Acknowledge(target));
    }

    @SafeVarargs
    private static List<Step> steps(List<Step>... parts) {
        List<Step> steps = new ArrayList<>();
        for (List<Step> part : parts) {
            steps.addAll(part);
        }
        return steps;
    }
}
