package dev.duet.deploy.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.duet.deploy.ExitCode;
import dev.duet.deploy.Main;
import dev.duet.deploy.replay.RewindCommand;
import dev.duet.deploy.replay.SaveCommand;
import dev.duet.deploy.replay.SaveListCommand;
import dev.duet.deploy.run.OpenSystems;
import dev.duet.deploy.terminal.Style;
import dev.duet.deploy.terminal.TextTable;
import dev.duet.schemas.Position;
import dev.duet.schemas.config.DuetConfig;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;

/// `duet position`.
@Command(
        name = "position",
        mixinStandardHelpOptions = true,
        description = "The places in both logs.",
        subcommands = {
            PositionCommand.Show.class,
            SaveCommand.class,
            SaveListCommand.class,
            RewindCommand.class
        },
        footer = {
            "",
            "Example:",
            "  duet position show",
            "  duet position save before-new-status-map"
        })
public final class PositionCommand implements Runnable {
    @Spec private CommandSpec spec;
    @ParentCommand private Main main;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Say what to do with positions: 'duet position show', save, list or rewind");
    }

    /// The configuration that the command line names.
    public DuetConfig config() {
        return main.config();
    }

    /// The file of it.
    public Path file() {
        return main.file();
    }

    /// `duet position show`.
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = {
                "Shows for each direction four places in the source's log:",
                "  applied       everything up to here is in the target",
                "  read again    a restart reads from here; what was applied is not applied again",
                "  acknowledged  the server may discard its log up to here; MySQL asks nobody and"
                        + " keeps it for a time",
                "  oldest, end   what the log holds",
                "and how far back 'duet replay' can read PostgreSQL's log again"
            },
            footer = {"", "Example:", "  duet position show --json"})
    static final class Show implements Callable<Integer> {
        @Spec private CommandSpec spec;
        @ParentCommand private PositionCommand parent;

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        @Override
        public Integer call() throws SQLException, InterruptedException {
            DuetConfig config = parent.main.config();
            StatusReader.Status status;
            try (OpenSystems systems = OpenSystems.of(config)) {
                status = new StatusReader(config, systems).read();
            }
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                printJson(status, out);
            } else {
                print(status.directions(), out);
                out.println();
                out.println("replay: " + status.anchor().text());
            }
            out.flush();
            return ExitCode.DONE;
        }

        private static void print(List<DirectionStatus> directions, PrintWriter out) {
            Style style = Style.ofOutput();
            var table = new TextTable();
            for (DirectionStatus it : directions) {
                table.row(style.bold(it.direction().toString()), "");
                table.row("  applied", shown(it.checkpoint().position()));
                table.row("  read again", shown(it.resume()));
                table.row("  acknowledged", shown(it.log().acknowledged()));
                table.row("  oldest", it.log().oldest());
                table.row("  end", it.log().end().text());
            }
            table.lines().forEach(out::println);
        }

        private static String shown(@Nullable Position position) {
            return position == null ? "-" : position.text();
        }

        private static void printJson(StatusReader.Status status, PrintWriter out) {
            ArrayNode all = new ObjectMapper().createArrayNode();
            for (DirectionStatus it : status.directions()) {
                Position acknowledged = it.log().acknowledged();
                ObjectNode one = all.addObject();
                one.put("direction", it.direction().toString())
                        .put("applied", it.checkpoint().position().stored())
                        .put("resume", it.resume().stored())
                        .put("acknowledged", acknowledged == null ? null : acknowledged.stored())
                        .put("oldest", it.log().oldest())
                        .put("end", it.log().end().text());
                if (it.direction().source().equals(status.anchor().system())) {
                    status.anchor().put(one.putObject("anchor"));
                }
            }
            out.println(all.toPrettyString());
        }
    }
}
