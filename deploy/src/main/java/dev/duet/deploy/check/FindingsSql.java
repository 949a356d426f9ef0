package dev.duet.deploy.check;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What mends the findings of one system, as SQL to be read and then run there. Pure.
final class FindingsSql {
    private FindingsSql() {}

    /// Each statement once, below what it is for; what SQL cannot mend is a comment alone.
    static String of(List<Finding> findings, String system) {
        var sql = new StringBuilder();
        Set<String> said = new LinkedHashSet<>();
        for (Finding finding : findings) {
            if (!finding.system().equals(system) || finding.severity() == Severity.INFO) {
                continue;
            }
            comment(
                    sql,
                    "%s %s: %s"
                            .formatted(
                                    finding.code().id(),
                                    finding.subject(),
                                    finding.code().title()));
            if (!finding.mend().note().isEmpty()) {
                comment(sql, finding.mend().note());
            }
            for (String statement : finding.mend().sql()) {
                if (said.add(statement)) {
                    sql.append(statement).append(';').append(System.lineSeparator());
                }
            }
        }
        return sql.toString();
    }

    /// Names from the database may hold line breaks; a comment ends with its line.
    private static void comment(StringBuilder sql, String words) {
        sql.append("-- ")
                .append(words.replaceAll("\\p{Cntrl}+", " "))
                .append(System.lineSeparator());
    }
}
