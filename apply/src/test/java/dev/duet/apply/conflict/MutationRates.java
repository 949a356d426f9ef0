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
        Flavour mixed = new Flavour(null, false);
        Flavour farApart = new Flavour("latest", false, 400, false);
        Mutations.ALL.forEach((name, variant) -> rate(name, variant, first, count, mixed));
        rate("clocks not merged, 400 off", Mutations.UNMERGED_CLOCKS, first, count, farApart);
        Mutations.OF_HOLDS.forEach(
                (name, variant) -> rate(name, variant, first, count, mixed.withHolds()));
        LoadMutations.ALL.forEach(
                (name, variant) -> rate(name, variant, first, count, mixed.withLoads()));
        KeepMutations.ALL.forEach(
                (name, variant) -> rate(name, variant, first, count, mixed.withKept()));
    }

    private static void rate(String name, Variant variant, long first, long count, Flavour calmly) {
        Map<String, Integer> what = new TreeMap<>();
        int calm = red(variant, first, count, calmly, what);
        int crashes = red(variant, first, count, calmly.withCrashes(), what);
        System.out.printf("%-40s %8d %8d  %s%n", name, calm, crashes, what);
    }

    private static int red(
            Variant variant, long first, long count, Flavour flavour, Map<String, Integer> what) {
        int red = 0;
        for (long seed = first; seed < first + count; seed++) {
            History history = HistoryMaker.of(seed, flavour);
            Violation violation = Verdict.of(history, variant).violation();
            if (violation != null) {
                red++;
                what.merge(violation.what(), 1, Integer::sum);
            }
        }
        return red;
    }
}
