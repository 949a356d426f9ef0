package dev.duet.deploy.compare;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.duet.deploy.EntityOption;
import dev.duet.deploy.ExitCode;
import dev.duet.deploy.Main;
import dev.duet.deploy.config.DurationText;
import dev.duet.deploy.docs.CannotWrite;
import dev.duet.deploy.run.TerminationSignals;
import dev.duet.deploy.terminal.Progress;
import dev.duet.deploy.terminal.Style;
import dev.duet.schemas.config.DuetConfig;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
import java.util.ArrayList;
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
                    + " and locks nothing, unless --repair is said.",
            "What differs is looked at again after the running sync has come past it, so a busy"
                    + " system shows no false difference. Without a running sync, what was not"
                    + " carried over yet differs, too; it is marked so. What keeps changing is"
                    + " counted, and no difference.",
            "With --repair each record that differs is brought to what the rules of the file say,"
                    + " in transactions of Duet's own, which the sync does not carry on. A record"
                    + " that has changed since it was compared is not touched.",
            "An entity that the file does not fit any more is left out, unless it is named.",
            "Ends with 0 when all is equal, or was repaired; with 1 when something differs, or not"
                    + " all was compared; with 3 when a database cannot be reached; with 4 when"
                    + " more differs than --max-repairs allows."
        },
        footer = {
            "",
            "Example:",
            "  duet compare",
            "  duet compare --entity customer --key-from 1000 --key-to 1999 --html report.html",
            "  duet compare --sample 5%%",
            "  duet compare --entity customer --repair --dry-run",
            "  duet compare --entity customer --repair --prefer crm --reason \"restored table\"",
            "  duet compare --repair --restored erp --reason \"backup of Sunday\""
        })
public final class CompareCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private Main main;

    @Mixin private EntityOption entities;

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

    @Mixin private RepairOptions repairs;

    @Override
    public Integer call() throws SQLException, InterruptedException {
        DuetConfig config = main.config();
        var stopped = new AtomicBoolean();
        try {
            Request request = request(config);
            Repairing wanted = repairs.read(config, json).orElse(null);
            TerminationSignals.onFirst(() -> stopped.set(true));
            try (Comparison comparison =
                    Comparison.open(
                            config,
                            request,
                            Progress.on(spec.commandLine().getErr()),
                            stopped::get)) {
                comparison.require(entities.named());
                if (wanted == null) {
                    return compare(comparison);
                }
                Witness witness = repairs.witness(config, comparison.isAtWork());
                return repair(comparison, wanted, witness);
            }
        } catch (WrongRequest e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private int compare(Comparison comparison) throws SQLException, InterruptedException {
        Findings findings = comparison.run(Unlike.Sink.NONE);
        write(findings);
        if (json) {
            print(List.of(ReportJson.of(findings).toPrettyString()));
        } else {
            print(text(findings));
        }
        return findings.areEqual() ? ExitCode.DONE : ExitCode.FOUND;
    }

    private int repair(Comparison comparison, Repairing wanted, Witness witness)
            throws SQLException, InterruptedException {
        var unlikes = new Unlikes(wanted.most());
        Findings findings = comparison.run(unlikes);
        write(findings);
        if (!json) {
            print(text(findings));
        }
        if (unlikes.isTooMany()) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "more than %,d records differ: nothing was written. Look why so many do; --max-repairs %d lets them be repaired all the same"
                                    .formatted(wanted.most(), findings.differences()));
            return ExitCode.REFUSED;
        }
        var repair = new Repair(comparison, wanted, witness);
        List<Verdict> plan = repair.plan(unlikes.records());
        var report = new RepairText(comparison.systems(), json ? Style.PLAIN : Style.ofOutput());
        if (!json && !plan.isEmpty()) {
            print(report.plan(plan, findings.obstacle()));
        }
        repairs.confirm(plan.stream().filter(Verdict.Mend.class::isInstance).count());
        List<Repaired> results = wanted.isDry() ? List.of() : repair.carryOut(plan);
        if (json) {
            ObjectNode all = ReportJson.of(findings);
            report.json(all.putObject("repair"), wanted.isDry(), plan, results);
            print(List.of(all.toPrettyString()));
        } else if (!results.isEmpty()) {
            print(report.results(results));
        }
        boolean isMended =
                findings.differences() == results.size()
                        && results.stream().allMatch(Repaired::isMended);
        return isMended && findings.changing() == 0 && findings.areComplete()
                ? ExitCode.DONE
                : ExitCode.FOUND;
    }

    private List<String> text(Findings findings) {
        var report = new ReportText(findings, Style.ofOutput());
        List<String> lines = new ArrayList<>(report.lines());
        if (completeness) {
            lines.add("");
            lines.addAll(report.completeness());
        }
        return lines;
    }

    private void print(List<String> lines) {
        PrintWriter out = spec.commandLine().getOut();
        lines.forEach(out::println);
        out.flush();
    }

    /// @throws WrongRequest when the options say nothing that can be done
    private Request request(DuetConfig config) {
        return new Request(
                entities.of(config),
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
                                                        + "' is no time; write 30s or 5m")),
                null);
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
