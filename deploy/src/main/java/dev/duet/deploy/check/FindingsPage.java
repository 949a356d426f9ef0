package dev.duet.deploy.check;

import java.util.ArrayList;
import java.util.List;

/// The documentation page of all findings. Pure.
final class FindingsPage {
    private FindingsPage() {}

    static String render() {
        var lines = new ArrayList<String>();
        lines.addAll(
                List.of(
                        "# Findings of `duet check`",
                        "",
                        "Each finding has a code that stays, the risk, and what mends it."
                                + " **error**: the sync cannot",
                        "start, or would lose or refuse data in ordinary running. **warning**: some"
                                + " event would do harm,",
                        "or a user may do more than it needs. **info**: good to know. `duet check`"
                                + " ends with 0 when there",
                        "is no error and no warning, else with 1.",
                        "",
                        "This page is made from the codes in the program; a test holds it to"
                                + " them."));
        String area = "";
        for (FindingCode code : FindingCode.all()) {
            if (!code.id().startsWith(area) || area.isEmpty()) {
                area = code.id().substring(0, 2);
                lines.addAll(
                        List.of(
                                "",
                                "## " + heading(area),
                                "",
                                "| code | severity | finding | risk |",
                                "|---|---|---|---|"));
            }
            lines.add(
                    "| %s | %s | %s | %s |"
                            .formatted(
                                    code.id(), code.severity().word(), code.title(), code.risk()));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String heading(String area) {
        return switch (area) {
            case "PG" -> "PostgreSQL";
            case "MY" -> "MySQL";
            case "SC" -> "Tables, and the two tables of an entity beside each other";
            case "DU" -> "What Duet keeps in both databases";
            default -> throw new IllegalArgumentException("no area " + area);
        };
    }
}
