package dev.duet.deploy;

import dev.duet.deploy.check.CheckCommand;
import dev.duet.deploy.compare.CompareCommand;
import dev.duet.deploy.compare.Verifier;
import dev.duet.deploy.config.ConfigReader;
import dev.duet.deploy.config.ConfigResult.Invalid;
import dev.duet.deploy.config.ConfigResult.Valid;
import dev.duet.deploy.config.SystemsResult;
import dev.duet.deploy.conflicts.ConflictsCommand;
import dev.duet.deploy.control.PauseCommand;
import dev.duet.deploy.control.ReloadCommand;
import dev.duet.deploy.control.ResumeCommand;
import dev.duet.deploy.docs.DocsCommand;
import dev.duet.deploy.init.InitCommand;
import dev.duet.deploy.load.LoadCommand;
import dev.duet.deploy.pause.PauseKeeper;
import dev.duet.deploy.quarantine.QuarantineCommand;
import dev.duet.deploy.replay.ReplayCommand;
import dev.duet.deploy.resync.ResyncCommand;
import dev.duet.deploy.run.Companion;
import dev.duet.deploy.run.Pauses;
import dev.duet.deploy.run.RunCommand;
import dev.duet.deploy.scaffold.ScaffoldCommand;
import dev.duet.deploy.status.PositionCommand;
import dev.duet.deploy.status.StatusCommand;
import dev.duet.schemas.config.DuetConfig;

import org.slf4j.bridge.SLF4JBridgeHandler;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.logging.Level;

/// The `duet` command: reads the arguments, runs one subcommand, and ends with its exit code.
@Command(
        name = "duet",
        description = "Keeps tables in PostgreSQL and MySQL in step, both ways, from their logs.",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        subcommands = {
            CheckCommand.class,
            InitCommand.class,
            ScaffoldCommand.class,
            RunCommand.class,
            StatusCommand.class,
            PositionCommand.class,
            CompareCommand.class,
            ReplayCommand.class,
            LoadCommand.class,
            ResyncCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            ReloadCommand.class,
            QuarantineCommand.class,
            ConflictsCommand.class,
            DocsCommand.class,
            DemoCommand.class
        })
public final class Main implements Runnable {
    @Spec private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "<file>",
            defaultValue = "duet.yaml",
            scope = ScopeType.INHERIT,
            description = "The configuration file (default: ${DEFAULT-VALUE}).")
    private Path config;

    private Main() {}

    public static void main(String[] args) {
        // The binlog client writes to java.util.logging, and on its own would print what it likes.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        java.util.logging.Logger.getLogger("").setLevel(Level.WARNING);
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main()).setExecutionExceptionHandler(new FailureReport());
    }

    /// The configuration that the command line names, fully checked.
    ///
    /// @throws ConfigRefused with every problem in it
    public DuetConfig config() {
        return valid().config();
    }

    /// The configuration and where each value of it comes from.
    ///
    /// @throws ConfigRefused with every problem in it
    public Valid valid() {
        return valid(config);
    }

    /// The same of another file.
    ///
    /// @throws ConfigRefused with every problem in it
    public Valid valid(Path file) {
        return switch (new ConfigReader().read(file)) {
            case Valid valid -> valid;
            case Invalid invalid -> throw new ConfigRefused(invalid.problems());
        };
    }

    /// The systems that a file names which has no entities yet.
    ///
    /// @throws ConfigRefused with every problem in it
    public SystemsResult.Valid systems(Path file) {
        return switch (new ConfigReader().readSystems(file)) {
            case SystemsResult.Valid valid -> valid;
            case SystemsResult.Invalid invalid -> throw new ConfigRefused(invalid.problems());
        };
    }

    /// The configuration file.
    public Path file() {
        return config;
    }

    /// What compares both sides beside a sync. Made here, for `compare` uses `run`.
    ///
    /// @param isUnderWay whether the sync is
    public Companion verifier(DuetConfig config, BooleanSupplier isUnderWay) {
        return new Verifier(config, isUnderWay);
    }

    /// What pauses entities and resumes them. Made here, likewise.
    ///
    /// @param pauses with which the sync that is under way began
    /// @param beginAgain ends that, for another to begin
    public Companion pauses(
            DuetConfig config, Supplier<Optional<Pauses>> pauses, Runnable beginAgain) {
        return new PauseKeeper(config, pauses, beginAgain);
    }

    public static String version() {
        return BuildVersion.version();
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: a command is missing.");
    }
}
