package dev.duet.deploy.run;

import dev.duet.deploy.ExitCode;
import dev.duet.deploy.Main;
import dev.duet.schemas.config.DuetConfig;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/// `duet run`.
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description =
                "Keeps both databases in step until it is stopped (Ctrl-C or SIGTERM; a second one"
                        + " ends it at once). It waits for a database that is down, and for another"
                        + " instance to end. A changed configuration is taken up by 'duet reload'.",
        footer = {
            "",
            "Exit codes: 0 stopped as asked, 2 wrong use or configuration, 3 a database cannot be"
                + " reached (--fail-fast), 4 refused for safety: another instance took over, or no"
                + " direction can go on.",
            "",
            "Example:",
            "  CRM_PASSWORD=... ERP_PASSWORD=... duet --config duet.yaml run"
        })
public final class RunCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(RunCommand.class);

    @Spec private CommandSpec spec;
    @ParentCommand private Main main;

    @Option(
            names = "--fail-fast",
            description =
                    "End with exit code 3 when a database cannot be reached at the start, instead"
                            + " of waiting for it.")
    private boolean failFast;

    @Option(names = "--skip-check", description = "Start even though 'duet check' finds errors.")
    private boolean skipCheck;

    @Option(
            names = "--report-every",
            paramLabel = "<seconds>",
            defaultValue = "10",
            description =
                    "Say every so many seconds what was carried over, if anything was (default:"
                            + " ${DEFAULT-VALUE}; 0: never).")
    private int reportSeconds;

    @Option(
            names = "--json",
            description = "Print each report as one line of JSON on standard output.")
    private boolean json;

    @Override
    public Integer call() throws SQLException, InterruptedException {
        if (reportSeconds < 0) {
            throw new ParameterException(spec.commandLine(), "--report-every: not below 0");
        }
        Optional<ConfigFile> config = Optional.of(ConfigFile.of(main.file(), main.valid()));
        AtomicReference<@Nullable RunLoop> current = new AtomicReference<>();
        AtomicBoolean isStopped = new AtomicBoolean();
        TerminationSignals.onFirst(
                () -> {
                    isStopped.set(true);
                    RunLoop loop = current.get();
                    if (loop != null) {
                        loop.stop();
                    }
                });
        while (config.isPresent() && !isStopped.get()) {
            config = run(config.get(), current, isStopped);
        }
        return ExitCode.DONE;
    }

    /// Under one configuration.
    ///
    /// @return the next one; nothing when it was stopped
    private Optional<ConfigFile> run(
            ConfigFile file, AtomicReference<@Nullable RunLoop> current, AtomicBoolean isStopped)
            throws SQLException, InterruptedException {
        DuetConfig config = file.config();
        log.info("configuration:\n  {}", String.join("\n  ", file.valid().effective().lines()));
        try (OpenSystems systems = OpenSystems.of(config)) {
            if (failFast) {
                systems.requireReachable();
            }
            Preflight preflight = skipCheck ? Preflight.NONE : Preflight.standard();
            var loop = new RunLoop(file, systems, preflight, failFast);
            current.set(loop);
            if (isStopped.get()) {
                loop.stop(); // the signal came in between
            }
            try (var report =
                            new Report(
                                    loop,
                                    Duration.ofSeconds(reportSeconds),
                                    json ? spec.commandLine().getOut() : null);
                    var reloads = new ReloadKeeper(main.file(), file, loop, systems, !skipCheck);
                    Companion verifier = main.verifier(config, loop::isUnderWay);
                    Companion pauses = main.pauses(config, loop::pauses, loop::beginAgain)) {
                report.start();
                reloads.start();
                verifier.start();
                pauses.start();
                loop.run();
            }
            return loop.next();
        }
    }
}
