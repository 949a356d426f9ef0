package dev.duet.deploy.scaffold;

import dev.duet.deploy.AdminOption;
import dev.duet.deploy.ExitCode;
import dev.duet.deploy.Main;
import dev.duet.deploy.check.CannotReach;
import dev.duet.deploy.config.SecretResolver;
import dev.duet.deploy.config.SystemsResult;
import dev.duet.deploy.connect.CannotConnect;
import dev.duet.deploy.connect.Connections;
import dev.duet.deploy.connect.Endpoints;
import dev.duet.deploy.docs.CannotWrite;
import dev.duet.deploy.terminal.Progress;
import dev.duet.schemas.Endpoint;
import dev.duet.schemas.TableName;
import dev.duet.schemas.config.SystemConfig;

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
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `duet scaffold`.
@Command(
        name = "scaffold",
        mixinStandardHelpOptions = true,
        description = {
            "Reads both schemas and some rows of each table, and proposes the whole configuration:"
                    + " tables and columns in pairs, by name, type, key and content, with the"
                    + " confidence and the reason as comments, and what has no counterpart. Changes"
                    + " nothing in the databases.",
            "Ends with 0; with 1 when the proposal does not pass 'duet check' as it stands, which"
                + " it says at its top; with 3 when a database cannot be reached; with 4 when the"
                + " file that --out names is there already."
        },
        footer = {
            "",
            "Example:",
            "  duet scaffold --systems systems.yaml --admin crm=postgres --admin erp=root --out"
                    + " duet.yaml",
            "  duet scaffold --systems systems.yaml --min-confidence 0.8 > proposal.yaml"
        })
public final class ScaffoldCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private Main main;
    @Mixin private AdminOption admins;

    @Option(
            names = "--systems",
            paramLabel = "<file>",
            required = true,
            description =
                    "A configuration file that has systems: and, if you like, settings: alone. The"
                            + " proposal begins with all that stands in it.")
    private Path systems;

    @Option(
            names = "--out",
            paramLabel = "<file>",
            description = "Where the proposal goes (default: standard output).")
    private @Nullable Path out;

    @Option(names = "--force", description = "Write over the file that --out names.")
    private boolean force;

    @Option(
            names = "--min-confidence",
            paramLabel = "<0..1>",
            defaultValue = "0.6",
            description = "Pair nothing below it (default: ${DEFAULT-VALUE}).")
    private double atLeast;

    @Option(
            names = "--rows",
            paramLabel = "<n>",
            defaultValue = "200",
            description =
                    "How many rows of each table to look at; 0 for none (default:"
                            + " ${DEFAULT-VALUE}).")
    private int rows;

    @Option(
            names = "--table",
            paramLabel = "<name>",
            description =
                    "Only tables of this name on either side, * standing for any letters; may be"
                            + " given several times (default: all).")
    private List<String> wanted = new ArrayList<>();

    @Option(
            names = "--json",
            description =
                    "Print JSON: the proposal as \"file\", unless --out has it, and what is in it.")
    private boolean json;

    @Override
    public Integer call() throws SQLException {
        if (atLeast < 0 || atLeast > 1) {
            throw wrong("--min-confidence is a number from 0 to 1, such as 0.6");
        }
        if (rows < 0 || rows > 1000) {
            throw wrong("--rows is a number from 0 to 1000");
        }
        SystemsResult.Valid file = main.systems(systems);
        if (out != null && !force && Files.exists(out)) {
            spec.commandLine()
                    .getErr()
                    .println(
                            out
                                    + " is there already; name another file, or write over it with"
                                    + " --force");
            return ExitCode.REFUSED;
        }
        Scaffold.Outcome outcome = propose(file);
        if (out != null) {
            write(out, outcome.text());
        }
        print(outcome);
        say(outcome);
        return outcome.objections().isEmpty() ? ExitCode.DONE : ExitCode.FOUND;
    }

    private Scaffold.Outcome propose(SystemsResult.Valid file) throws SQLException {
        var endpoints =
                new Endpoints(new SecretResolver(System.getenv()), file.settings().timeouts());
        Map<String, Endpoint> others = admins.endpoints(file.systems(), endpoints);
        var request = new Scaffold.Request(text(), folder(), atLeast, rows, this::isWanted);
        SystemConfig one = file.systems().getFirst();
        SystemConfig two = file.systems().getLast();
        try (var first = new Connections(endpoint(one, others, endpoints));
                var second = new Connections(endpoint(two, others, endpoints))) {
            List<CannotConnect> failures = new ArrayList<>();
            try (Opened left = open(first, failures);
                    Opened right = open(second, failures)) {
                if (!failures.isEmpty()) {
                    throw new CannotReach(failures);
                }
                return new Scaffold(
                                new Schema(one, left.get()),
                                new Schema(two, right.get()),
                                request,
                                Progress.on(spec.commandLine().getErr()))
                        .propose();
            }
        }
    }

    private static Endpoint endpoint(
            SystemConfig system, Map<String, Endpoint> others, Endpoints endpoints) {
        return Optional.ofNullable(others.get(system.name()))
                .orElseGet(() -> endpoints.reader(system));
    }

    /// A connection, or none where it could not be made.
    private record Opened(@Nullable Connection connection) implements AutoCloseable {
        Connection get() {
            if (connection == null) {
                throw new IllegalStateException("not connected");
            }
            return connection;
        }

        @Override
        public void close() throws SQLException {
            if (connection != null) {
                connection.close();
            }
        }
    }

    private static Opened open(Connections connections, List<CannotConnect> failures) {
        try {
            return new Opened(connections.open());
        } catch (CannotConnect e) {
            failures.add(e);
            return new Opened(null);
        }
    }

    private String text() {
        try {
            return Files.readString(systems);
        } catch (IOException e) {
            throw wrong("cannot read %s (%s)".formatted(systems, e.getClass().getSimpleName()));
        }
    }

    /// Where relative paths in the proposal start.
    private Path folder() {
        Path file = (out == null ? systems : out).toAbsolutePath();
        return Optional.ofNullable(file.getParent()).orElse(file);
    }

    private boolean isWanted(TableName table) {
        return wanted.isEmpty()
                || wanted.stream()
                        .map(it -> "(?iu)\\Q" + it.replace("*", "\\E.*\\Q") + "\\E")
                        .anyMatch(table.name()::matches);
    }

    private void write(Path to, String text) {
        try {
            if (force) {
                Files.writeString(to, text);
            } else {
                Files.writeString(to, text, StandardOpenOption.CREATE_NEW);
            }
        } catch (IOException e) {
            throw new CannotWrite(to.toString(), "name another file with --out", e);
        }
    }

    private void print(Scaffold.Outcome outcome) {
        PrintWriter to = spec.commandLine().getOut();
        if (json) {
            to.println(OutcomeJson.of(outcome, Optional.ofNullable(out)));
        } else if (out == null) {
            to.print(outcome.text());
        }
        to.flush();
    }

    private void say(Scaffold.Outcome outcome) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(
                "%d entities proposed%s; %s"
                        .formatted(
                                outcome.tables().pairs().size(),
                                out == null ? "" : " in " + out,
                                outcome.objections().isEmpty()
                                        ? "duet check has nothing to say against the mapping"
                                        : "it does not pass duet check, see its top"));
        err.flush();
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
