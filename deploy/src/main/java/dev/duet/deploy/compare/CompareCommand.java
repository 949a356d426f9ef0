package dev.duet.deploy.compare;

import dev.duet.deploy.ExitCode;
import dev.duet.deploy.Main;
import dev.duet.deploy.config.DurationText;
import dev.duet.deploy.docs.CannotWrite;
import dev.duet.deploy.run.TerminationSignals;
import dev.duet.deploy.terminal.Progress;
import dev.duet.deploy.terminal.Style;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.EntityConfig;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

/// `duet compare`.
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Says whether both sides hold the same records, as the file maps them: what is missing"
                    + " on which side, which fields differ, and the likely reason. Changes nothing"
                    + " and locks nothing.",
            "What differs is looked at again after the running sync has come past it, so a busy"
                    + " system shows no false difference. Without a running sync, what was not"
                    + " carried over yet differs, too; it is marked so. What keeps changing is"
                    + " counted, and no difference.",
            "Ends with 0 when all is equal; with 1 when something differs, or it was ended by"
                    + " Ctrl-C; with 3 when a database cannot be reached."
        },
        footer = {
            "",
            "Example:",
            "  duet compare",
            "  duet compare --entity customer --key-from 1000 --key-to 1999 --html report.html",
            "  duet compare --sample 5%%"
        })
public final class CompareCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private Main main;

    @Option(
            names = "--entity",
            paramLabel = "<entity>",
            description = "This one alone; may be said more than once (default: all).")
    private List<String> entities = List.of();

    @Option(
            names = "--key",
            paramLabel = "<key>",
            description =
                    "The record with this key alone, as the file's fields have it; values of a"
                            + " longer one with commas, or as a JSON array.")
    private @Nullable String key;

    @Option(
            names = "--key-from",
            paramLabel = "<key>",
            description = "From this key on, in each database's own order.")
    private @Nullable String from;

    @Option(names = "--key-to", paramLabel = "<key>", description = "Up to this key.")
    private @Nullable String upTo;

    @Option(
            names = "--sample",
            paramLabel = "<percent>",
            defaultValue = "100%",
            description = "So many of a hundred chunks of records, another choice each time.")
    private String sample;

    @Option(
            names = "--limit",
            paramLabel = "<n>",
            defaultValue = "100",
            description = "How many differences are listed; all are counted (${DEFAULT-VALUE}).")
    private int limit;

    @Option(
            names = "--wait",
            paramLabel = "<time>",
            defaultValue = "60s",
            description =
                    "How long the sync is waited for each time something is looked at again"
                            + " (${DEFAULT-VALUE}).")
    private String patience;

    @Option(
            names = "--chunk",
            paramLabel = "<rows>",
            defaultValue = "5000",
            description = "Most rows read at once; of large ones it is fewer (${DEFAULT-VALUE}).")
    private int chunk;

    @Option(
            names = "--completeness",
            description =
                    "Also print how many records have no value, by field; --json and --html always"
                            + " say.")
    private boolean completeness;

    @Option(
            names = "--html",
            paramLabel = "<file>",
            description = "Also write the report as a page that needs nothing else.")
    private @Nullable Path html;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws SQLException, InterruptedException {
        DuetConfig config = main.config();
        Findings findings;
        var stopped = new AtomicBoolean();
        try {
            Request request = request(config);
            TerminationSignals.onFirst(() -> stopped.set(true));
            try (Comparison comparison =
                    Comparison.open(
                            config,
                            request,
                            Progress.on(spec.commandLine().getErr()),
                            stopped::get)) {
                findings = comparison.run();
            }
        } catch (WrongRequest e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(ReportJson.of(findings).toPrettyString());
        } else {
            var report = new ReportText(findings, Style.ofOutput());
            report.lines().forEach(out::println);
            if (completeness) {
                out.println();
                report.completeness().forEach(out::println);
            }
        }
        out.flush();
        write(findings);
        return findings.areEqual() ? ExitCode.DONE : ExitCode.FOUND;
    }

    /// @throws WrongRequest when the options say nothing that can be done
    private Request request(DuetConfig config) {
        List<String> known = config.entities().stream().map(EntityConfig::name).toList();
        for (String entity : entities) {
            if (!known.contains(entity)) {
                throw new WrongRequest(
                        "--entity: the file has no entity '%s'; say one of %s"
                                .formatted(entity, known));
            }
        }
        return new Request(
                known.stream().filter(it -> entities.isEmpty() || entities.contains(it)).toList(),
                key,
                from,
                upTo,
                percent(),
                limit,
                chunk,
                DurationText.parse(patience)
                        .filter(Duration::isPositive)
                        .orElseThrow(
                                () ->
                                        new WrongRequest(
                                                "--wait: '"
                                                        + patience
                                                        + "' is no time; write 30s or 5m")));
    }

    private int percent() {
        try {
            return Integer.parseInt(sample.replace("%", "").strip());
        } catch (NumberFormatException e) {
            throw new WrongRequest("--sample: '" + sample + "' is no share; write 5%", e);
        }
    }

    private void write(Findings findings) {
        if (html == null) {
            return;
        }
        try {
            Files.writeString(html, new ReportPage(findings).html());
        } catch (IOException e) {
            throw new CannotWrite(html.toString(), "name another file with --html", e);
        }
    }
}
