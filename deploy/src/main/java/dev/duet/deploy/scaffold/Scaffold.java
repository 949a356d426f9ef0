package dev.duet.deploy.scaffold;

import dev.duet.deploy.check.Finding;
import dev.duet.deploy.check.Findings;
import dev.duet.deploy.check.MappingCheck;
import dev.duet.deploy.check.Severity;
import dev.duet.deploy.check.mysql.MysqlServerCheck;
import dev.duet.deploy.config.ConfigReader;
import dev.duet.deploy.config.ConfigResult.Invalid;
import dev.duet.deploy.config.ConfigResult.Valid;
import dev.duet.deploy.config.Problem;
import dev.duet.deploy.terminal.Progress;
import dev.duet.schemas.TableName;
import dev.duet.schemas.catalog.Table;
import dev.duet.schemas.config.DatabaseKind;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.LogSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Reads both schemas, pairs what is alike, writes it down, and holds what it wrote against the
/// very reader and checks that `duet check` has. One thread.
final class Scaffold {
    private final Schema first;
    private final Schema second;
    private final Request request;
    private final Progress progress;

    /// @param text of the file that names the systems
    /// @param folder in which the proposal is to lie
    /// @param atLeast the confidence below which nothing is paired
    /// @param rows of each table to look at
    /// @param wanted which tables may be in the proposal
    record Request(
            String text, Path folder, double atLeast, int rows, Predicate<TableName> wanted) {}

    /// @param text of the whole file
    /// @param tables what is in it, and what is not
    /// @param objections what the file's reader, or `duet check`, would say against it, a line each
    record Outcome(String text, TablePairing.Tables tables, List<String> objections) {}

    /// @param first the system that the file lists first
    Scaffold(Schema first, Schema second, Request request, Progress progress) {
        this.first = first;
        this.second = second;
        this.request = request;
        this.progress = progress;
    }

    Outcome propose() throws SQLException {
        Schema postgres = first.system().kind() == DatabaseKind.POSTGRES ? first : second;
        Schema mysql = first.system().kind() == DatabaseKind.POSTGRES ? second : first;
        progress.say("reading both schemas");
        List<Table> left = tables(postgres);
        List<Table> right = tables(mysql);
        var samples = new TableSamples(postgres, mysql, request.rows, progress);
        TablePairing.Tables tables = new TablePairing(left, right, samples, request.atLeast).pair();
        progress.end();
        String body =
                request.text.stripTrailing()
                        + "\n\n"
                        + new Proposal(List.of(first.system(), second.system()), tables).entities();
        List<String> objections = new ArrayList<>();
        for (Schema schema : List.of(first, second)) {
            if ((schema == postgres ? left : right).isEmpty()) {
                objections.add(schema.hasNoTable());
            }
        }
        objections.addAll(objections(body, postgres, mysql));
        return new Outcome(header(objections) + body, tables, objections);
    }

    private List<Table> tables(Schema schema) throws SQLException {
        return schema.tables().stream().filter(it -> request.wanted.test(it.name())).toList();
    }

    private List<String> objections(String body, Schema postgres, Schema mysql)
            throws SQLException {
        return switch (new ConfigReader()
                .read("", body.getBytes(StandardCharsets.UTF_8), request.folder)) {
            case Invalid invalid -> invalid.problems().stream().map(Scaffold::said).toList();
            case Valid valid -> objections(valid.config(), postgres, mysql);
        };
    }

    private static String said(Problem problem) {
        return "%s: %s. %s".formatted(problem.path(), problem.what(), problem.mend());
    }

    private static List<String> objections(DuetConfig config, Schema postgres, Schema mysql)
            throws SQLException {
        if (!(config.mysql().log() instanceof LogSource.Mysql log)) {
            throw new IllegalStateException("MySQL without its log");
        }
        boolean logsCascades =
                MysqlServerCheck.run(
                                mysql.connection(),
                                log.serverId(),
                                Set.of(),
                                new Findings().in(config.mysql().name()))
                        .logsCascades();
        var findings = new Findings();
        MappingCheck.read(config, postgres.connection(), mysql.connection(), findings)
                .run(logsCascades);
        List<String> objections = new ArrayList<>();
        for (Finding finding : findings.sorted()) {
            if (finding.severity() != Severity.INFO) {
                objections.add(said(finding));
            }
        }
        return objections;
    }

    private static String said(Finding finding) {
        List<String> mend =
                new ArrayList<>(finding.mend().sql().stream().map(it -> it + ";").toList());
        if (!finding.mend().note().isEmpty()) {
            mend.add(finding.mend().note());
        }
        return "%s %s %s %s: %s: %s. Mend: %s"
                .formatted(
                        finding.severity(),
                        finding.code().id(),
                        finding.system(),
                        finding.subject(),
                        finding.code().title(),
                        finding.what(),
                        String.join(" ", mend));
    }

    private String header(List<String> objections) {
        var header = new StringBuilder();
        header.append(
                """
                # Proposed by duet scaffold from both schemas and up to %d rows of each table. The numbers say how sure it is, from
                # 0 to 1, and why. Read it through; then duet init, duet check.
                """
                        .formatted(request.rows));
        if (objections.isEmpty()) {
            header.append("# duet check has nothing to say against this mapping.\n");
        } else {
            header.append("# It does not pass duet check as it stands:\n");
            objections.forEach(it -> header.append("#   ").append(Yaml.comment(it)).append('\n'));
        }
        return header.toString();
    }
}
