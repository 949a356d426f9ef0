package dev.duet.apply.conflict;

import dev.duet.apply.conflict.HistoryMaker.History;
import dev.duet.apply.conflict.Setup.Flavour;
import dev.duet.apply.conflict.Simulation.Violation;

import java.util.Map;
import java.util.TreeMap;

/// How many of COUNT histories each mutation spoils: `MutationRates FIRST COUNT`.
public final class MutationRates {
    private MutationRates() {}

    public static void main(String[] arguments) {
        long first = Long.parseLong(arguments[0]);
        long count = Long.parseLong(arguments[1]);
        System.out.printf("%-40s %8s %8s%n", "mutation", "calm", "crashes");
        Mutations.ALL.forEach(
                (name, variant) -> {
                    Map<String, Integer> what = new TreeMap<>();
                    int calm = red(variant, first, count, false, what);
                    int crashes = red(variant, first, count, true, what);
                    System.out.printf("%-40s %8d %8d  %s%n", name, calm, crashes, what);
                });
    }

    private static int red(
            Variant variant, long first, long count, boolean crashes, Map<String, Integer> what) {
        int red = 0;
        for (long seed = first; seed < first + count; seed++) {
            History history = HistoryMaker.of(seed, new Flavour(null, crashes));
            Violation violation = Verdict.of(history, variant).violation();
            if (violation != null) {
                red++;
                what.merge(violation.what(), 1, Integer::sum);
            }
        }
        return red;
    }
}
