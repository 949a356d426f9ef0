package dev.duet.apply.conflict;

import dev.duet.apply.conflict.HistoryMaker.History;
import dev.duet.apply.conflict.Setup.Flavour;
import dev.duet.apply.conflict.Simulation.Violation;

import java.util.Map;
import java.util.TreeMap;

/// Runs many histories from a first seed on: `Simulate FIRST COUNT [RULE|mixed] [crashes|calm]`.
public final class Simulate {
    private Simulate() {}

    public static void main(String[] arguments) {
        long first = Long.parseLong(arguments[0]);
        long count = Long.parseLong(arguments[1]);
        String rule = arguments.length > 2 && !arguments[2].equals("mixed") ? arguments[2] : null;
        boolean crashes = arguments.length <= 3 || arguments[3].equals("crashes");
        int shown = arguments.length > 4 ? Integer.parseInt(arguments[4]) : 2;
        Flavour flavour = new Flavour(rule, crashes);
        Variant variant = new Variant();
        Map<String, Integer> wrong = new TreeMap<>();
        long began = System.nanoTime();
        for (long seed = first; seed < first + count; seed++) {
            History history = HistoryMaker.of(seed, flavour);
            Violation violation = Verdict.of(history, variant);
            if (violation != null && wrong.merge(violation.what(), 1, Integer::sum) <= shown) {
                System.out.println(Minimiser.describe(history, variant));
                if (violation.getCause() != null) {
                    violation.getCause().printStackTrace(System.out);
                }
            }
        }
        System.out.printf(
                "%d histories (%s, %s) in %d ms: %s%n",
                count,
                rule == null ? "mixed" : rule,
                crashes ? "crashes" : "calm",
                (System.nanoTime() - began) / 1_000_000,
                wrong.isEmpty() ? "all pass" : wrong);
    }
}
