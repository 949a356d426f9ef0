package dev.duet.apply.conflict;

import dev.duet.apply.conflict.HistoryMaker.History;
import dev.duet.apply.conflict.Setup.Flavour;
import dev.duet.apply.conflict.Simulation.Violation;
import dev.duet.apply.conflict.rules.TriggerRule;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.TreeMap;

/// Runs many histories and says what they came to. `scripts/simulate` calls it.
public final class Simulate {
    private static final int SHOWN = 2;

    private final Variant variant = new Variant();
    private final Map<String, Integer> wrong = new TreeMap<>();
    private long crashes;
    private long applies;
    private long repairs;
    private long unseenReturns;

    private Simulate() {}

    /// `FIRST COUNT [RULE|mixed [crashes|calm
    /// [holds|deletes|kept|loads|sends|parts|noticed|stands|carried]]]`: so many histories from a
    /// first seed on.
    public static void main(String[] arguments) {
        long first = Long.parseLong(arguments[0]);
        long count = Long.parseLong(arguments[1]);
        String rule = arguments.length > 2 && !arguments[2].equals("mixed") ? arguments[2] : null;
        boolean crashing = arguments.length <= 3 || arguments[3].equals("crashes");
        Simulate simulate = new Simulate();
        Flavour flavour = new Flavour(rule, crashing);
        simulate.run(first, count, arguments.length > 4 ? with(flavour, arguments[4]) : flavour);
        System.out.println(
                count
                        + " histories from seed "
                        + first
                        + " ("
                        + (rule == null ? "mixed" : rule)
                        + "): "
                        + (simulate.wrong.isEmpty() ? "all pass" : simulate.wrong)
                        + "; crashes="
                        + simulate.crashes
                        + " applies="
                        + simulate.applies
                        + " repairs="
                        + simulate.repairs
                        + " ownedWrittenForAMoment="
                        + simulate.unseenReturns);
        if (!simulate.wrong.isEmpty()) {
            System.exit(1);
        }
    }

    private static Flavour with(Flavour flavour, String what) {
        return switch (what) {
            case "noticed" -> flavour.with(TriggerRule.NOTICED);
            case "stands" -> flavour.with(TriggerRule.STANDS);
            case "carried" -> flavour.with(TriggerRule.CARRIED);
            case "deletes" -> flavour.withDeletes();
            case "leaving" -> flavour.withLeaving();
            case "leaving-deletes" -> flavour.withLeaving().withDeletes();
            case "kept" -> flavour.withKept();
            case "kept-holds" -> flavour.withKept().withHolds();
            case "kept-deletes" -> flavour.withKept().withDeletes();
            case "loads" -> flavour.withLoads();
            case "loads-holds" -> flavour.withLoads().withHolds();
            case "sends" -> flavour.withSends();
            case "sends-holds" -> flavour.withSends().withHolds();
            case "sends-both" -> flavour.withSenders(2);
            case "sends-both-holds" -> flavour.withSenders(2).withHolds();
            case "parts" -> flavour.withParts();
            default -> flavour.withHolds();
        };
    }

    private void run(long first, long count, Flavour flavour) {
        for (long seed = first; seed < first + count; seed++) {
            History history = HistoryMaker.of(seed, flavour);
            Verdict verdict = Verdict.of(history, variant);
            crashes += verdict.crashes();
            applies += verdict.applies();
            repairs += verdict.repairs();
            unseenReturns += verdict.unseenReturns();
            show(history, verdict.violation());
        }
    }

    private void show(History history, @Nullable Violation violation) {
        if (violation != null && wrong.merge(violation.what(), 1, Integer::sum) <= SHOWN) {
            System.out.println(Minimiser.describe(history, variant));
            if (violation.getCause() != null) {
                violation.getCause().printStackTrace(System.out);
            }
        }
    }
}
