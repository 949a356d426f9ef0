package dev.duet.deploy.check;

import dev.duet.deploy.AdminOption;
import dev.duet.deploy.ExitCode;
import dev.duet.deploy.Main;
import dev.duet.deploy.config.SecretResolver;
import dev.duet.deploy.connect.Endpoints;
import dev.duet.schemas.config.DuetConfig;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;

/// `duet check`.
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Reads both servers and both schemas, and says what would go wrong, why, and the"
                    + " SQL that mends it. Changes nothing. Ends with 0 when there is no error and"
                    + " no warning, else with 1.",
        footer = {
            "",
            "Example:",
            "  duet check",
            "  duet check --json --admin erp=root",
            "  duet check --admin erp=root --sql erp > mend.sql"
        })
public final class CheckCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private Main main;
    @Mixin private AdminOption admins;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(
            names = "--sql",
            paramLabel = "<system>",
            description =
                    "Print only the SQL that mends this system's errors and warnings. Read it"
                            + " before it is run.")
    private @Nullable String sqlOf;

    @Override
    public Integer call() throws SQLException {
        DuetConfig config = main.config();
        if (sqlOf != null && config.systems().stream().noneMatch(it -> it.name().equals(sqlOf))) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--sql %s: there is no such system; the file has %s and %s"
                            .formatted(sqlOf, config.first().name(), config.second().name()));
        }
        var endpoints =
                new Endpoints(new SecretResolver(System.getenv()), config.settings().timeouts());
        List<Finding> findings =
                new Check(config, endpoints, admins.endpoints(config, endpoints)).run();
        PrintWriter out = spec.commandLine().getOut();
        if (sqlOf != null) {
            out.print(FindingsSql.of(findings, sqlOf));
        } else if (json) {
            out.println(FindingsJson.of(findings));
        } else {
            // Asks for a terminal, and for NO_COLOR.
            out.print(FindingsText.of(findings, Ansi.AUTO.enabled()));
        }
        out.flush();
        boolean wrong = findings.stream().anyMatch(finding -> finding.severity() != Severity.INFO);
        return wrong ? ExitCode.FOUND : ExitCode.DONE;
    }
}
