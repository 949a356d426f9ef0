package dev.duet.deploy.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Collects what is found. One thread.
public final class Findings {
    private final List<Finding> found = new ArrayList<>();

    /// A collector for one system.
    public InSystem in(String system) {
        return new InSystem(this, system);
    }

    /// Worst first, then by system and code.
    public List<Finding> sorted() {
        return found.stream()
                .sorted(
                        Comparator.comparing(Finding::severity)
                                .thenComparing(Finding::system)
                                .thenComparing(finding -> finding.code().id())
                                .thenComparing(Finding::subject))
                .toList();
    }

    /// @param system that every finding added here belongs to
    public record InSystem(Findings all, String system) {
        public void add(FindingCode code, String subject, String what, Mend mend) {
            all.found.add(new Finding(code, system, subject, what, mend));
        }
    }
}
