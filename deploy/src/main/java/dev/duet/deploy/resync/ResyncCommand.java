package dev.duet.deploy.resync;

import dev.duet.deploy.Main;
import dev.duet.deploy.config.DurationText;
import dev.duet.deploy.run.OpenSystems;
import dev.duet.deploy.run.TerminationSignals;
import dev.duet.deploy.terminal.Progress;
import dev.duet.schemas.config.DuetConfig;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.io.Console;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

/// `duet resync`.
@Command(
        name = "resync",
        mixinStandardHelpOptions = true,
        description = {
            "The way out of NEEDS_RESYNC. Says what was lost, compares both sides, writes to the"
                    + " peer what the lost stretch of the log held, and lets the running sync read"
                    + " the log on from a new place. The other direction flows all the time.",
            "'duet run' must be at work: what it has carried over of the other side is what tells"
                    + " that the rest of the differences stems from the lost stretch. Records that"
                    + " are held stay as they are. It may be ended at any moment and run again.",
            "Ends with 0 when both sides are equal, or no log was lost; with 1 when something"
                    + " still differs, or it was ended by Ctrl-C; with 3 when a database cannot be"
                    + " reached; with 4 when it must not begin, or more differs than --max-repairs"
                    + " allows."
        },
        footer = {
            "",
            "Example:",
            "  duet resync --dry-run",
            "  duet resync --reason \"binlog was purged over Christmas\""
        })
public final class ResyncCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private Main main;

    @Option(
            names = "--dry-run",
            description = "Say what was lost and what would be written, and do nothing.")
    private boolean isDry;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(
            names = "--reason",
            paramLabel = "<text>",
            description = "Why; kept with your name in duet.resync and duet.repair.")
    private @Nullable String reason;

    @Option(
            names = "--delete-extra-in",
            paramLabel = "<system>",
            description =
                    "Delete there what only this system has, even where 'deletes: review' would ask"
                            + " a person.")
    private List<String> deleteExtraIn = List.of();

    @Option(
            names = "--max-repairs",
            paramLabel = "<n>",
            defaultValue = "1000",
            description = "Refused when more records differ (${DEFAULT-VALUE}).")
    private int most;

    @Option(
            names = "--wait",
            paramLabel = "<time>",
            defaultValue = "120s",
            description = "How long the sync is waited for each time (${DEFAULT-VALUE}).")
    private String patience;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws SQLException, InterruptedException {
        DuetConfig config = main.config();
        Resync.Wish wish = wish(config);
        PrintWriter out = spec.commandLine().getOut();
        var stopped = new AtomicBoolean();
        try (OpenSystems systems = OpenSystems.reachable(config)) {
            TerminationSignals.onFirst(() -> stopped.set(true));
            var resync =
                    new Resync(
                            config,
                            systems,
                            wish,
                            new Resync.Told(
                                    line -> {
                                        if (!json) {
                                            out.println(line);
                                            out.flush();
                                        }
                                    },
                                    this::confirm,
                                    Progress.on(spec.commandLine().getErr()),
                                    stopped::get));
            int code = resync.run();
            if (json) {
                out.println(resync.json().toPrettyString());
                out.flush();
            }
            return code;
        }
    }

    /// @throws ParameterException when it is not wanted
    private void confirm() {
        if (yes) {
            return;
        }
        Console console = System.console();
        String answer = console == null ? null : console.readLine("Do it? [y/N] ");
        if (answer == null || !answer.strip().equalsIgnoreCase("y")) {
            throw wrong("not confirmed; nothing was written");
        }
    }

    private Resync.Wish wish(DuetConfig config) {
        List<String> names = config.systemNames();
        for (String system : deleteExtraIn) {
            if (!names.contains(system)) {
                throw wrong(
                        "--delete-extra-in: '%s' is no system; say one of %s"
                                .formatted(system, names));
            }
        }
        if (most < 1) {
            throw wrong("--max-repairs is not less than 1");
        }
        if (!isDry && (reason == null || reason.isBlank())) {
            throw wrong("say why with --reason, or look first with --dry-run");
        }
        Console console = System.console();
        if (!isDry && !yes && (json || console == null || !console.isTerminal())) {
            throw wrong(
                    "it asks before it writes: say --yes where nobody can be asked, or look first"
                            + " with --dry-run");
        }
        return new Resync.Wish(
                isDry,
                new LinkedHashSet<>(deleteExtraIn),
                most,
                reason == null ? "" : reason,
                DurationText.parse(patience)
                        .filter(Duration::isPositive)
                        .orElseThrow(
                                () ->
                                        wrong(
                                                "--wait: '"
                                                        + patience
                                                        + "' is no time; write 30s or 5m")));
    }

    private ParameterException wrong(String what) {
        return new ParameterException(spec.commandLine(), what);
    }
}
