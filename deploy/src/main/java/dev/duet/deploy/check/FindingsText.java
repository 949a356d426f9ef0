package dev.duet.deploy.check;

import java.util.List;

/// Findings for a person to read, grouped by severity. Pure.
final class FindingsText {
    private static final String INDENT = "         ";

    private final boolean colored;
    private final StringBuilder text = new StringBuilder();

    private FindingsText(boolean colored) {
        this.colored = colored;
    }

    /// @param colored whether it goes to a terminal that shows colors
    static String of(List<Finding> findings, boolean colored) {
        var text = new FindingsText(colored);
        for (Severity severity : Severity.values()) {
            List<Finding> group =
                    findings.stream().filter(finding -> finding.severity() == severity).toList();
            if (!group.isEmpty()) {
                text.heading(severity, group.size());
                group.forEach(text::finding);
            }
        }
        text.summary(findings);
        return text.text.toString();
    }

    private void heading(Severity severity, int count) {
        line(paint(severity, severity.name() + " (" + count + ")"));
        line("");
    }

    private void finding(Finding finding) {
        line(
                "  "
                        + paint(finding.severity(), finding.code().id())
                        + "  "
                        + finding.system()
                        + "  "
                        + finding.subject()
                        + ": "
                        + finding.code().title());
        line(INDENT + finding.what());
        line(INDENT + "Risk: " + finding.code().risk());
        finding.mend().sql().forEach(sql -> line(INDENT + "Mend: " + sql + ";"));
        if (!finding.mend().note().isEmpty()) {
            line(
                    INDENT
                            + (finding.mend().sql().isEmpty() ? "Mend: " : "      ")
                            + finding.mend().note());
        }
        line("");
    }

    private void summary(List<Finding> findings) {
        if (findings.isEmpty()) {
            line("Nothing found: both databases are ready.");
            return;
        }
        line(
                "%d errors, %d warnings, %d to know."
                        .formatted(
                                count(findings, Severity.ERROR),
                                count(findings, Severity.WARNING),
                                count(findings, Severity.INFO)));
    }

    private static long count(List<Finding> findings, Severity severity) {
        return findings.stream().filter(finding -> finding.severity() == severity).count();
    }

    private String paint(Severity severity, String words) {
        if (!colored) {
            return words;
        }
        String color =
                switch (severity) {
                    case ERROR -> "31";
                    case WARNING -> "33";
                    case INFO -> "36";
                };
        return "\u001b[1;" + color + "m" + words + "\u001b[0m";
    }

    private void line(String words) {
        text.append(words).append(System.lineSeparator());
    }
}
