package dev.duet.apply.conflict;

import dev.duet.apply.conflict.HistoryMaker.History;
import dev.duet.apply.conflict.Simulation.Violation;

import java.util.ArrayList;
import java.util.List;

/// Makes a failing history smaller: leaves out steps as long as it fails in the same way.
final class Minimiser {
    private Minimiser() {}

    static History minimise(History history, Variant variant) {
        Violation first = Verdict.of(history, variant).violation();
        if (first == null) {
            return history;
        }
        List<Step> steps = new ArrayList<>(history.steps());
        for (int chunk = steps.size() / 2; chunk > 0; chunk /= 2) {
            boolean shrunk = true;
            while (shrunk) {
                shrunk = false;
                for (int from = 0; from < steps.size(); from += chunk) {
                    List<Step> fewer = new ArrayList<>(steps);
                    fewer.subList(from, Math.min(from + chunk, fewer.size())).clear();
                    Violation violation = Verdict.of(history.setup(), fewer, variant).violation();
                    if (violation != null && violation.what().equals(first.what())) {
                        steps = fewer;
                        shrunk = true;
                        from -= chunk;
                    }
                }
            }
        }
        return new History(history.seed(), history.setup(), steps);
    }

    static String describe(History history, Variant variant) {
        History small = minimise(history, variant);
        StringBuilder text = new StringBuilder();
        text.append("seed ").append(history.seed()).append(": ");
        Violation violation = Verdict.of(small, variant).violation();
        text.append(violation == null ? "passes" : violation.getMessage()).append('\n');
        text.append("  ").append(history.setup()).append('\n');
        small.steps().forEach(step -> text.append("  ").append(step).append('\n'));
        return text.toString();
    }
}
