package dev.duet.deploy.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;

import dev.duet.deploy.ExitCode;
import dev.duet.deploy.replay.SavePoints.SavePoint;
import dev.duet.deploy.run.OpenSystems;
import dev.duet.deploy.status.PositionCommand;
import dev.duet.deploy.terminal.TextTable;
import dev.duet.schemas.config.DuetConfig;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;

/// `duet position list`.
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "The places in both logs that 'duet position save' has named.",
        footer = {"", "Example:", "  duet position list --json"})
public final class SaveListCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private PositionCommand parent;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws SQLException {
        DuetConfig config = parent.config();
        try (OpenSystems systems = OpenSystems.reachable(config)) {
            print(new SavePoints(config, systems).all(), json, spec.commandLine().getOut());
        }
        return ExitCode.DONE;
    }

    static void print(List<SavePoint> points, boolean json, PrintWriter out) {
        if (json) {
            ArrayNode all = new ObjectMapper().createArrayNode();
            for (SavePoint it : points) {
                all.addObject()
                        .put("name", it.name())
                        .put("system", it.system())
                        .put("position", it.position().text())
                        .put("savedBy", it.savedBy())
                        .put("savedAt", it.savedAt().toString());
            }
            out.println(all.toPrettyString());
        } else {
            var table = new TextTable();
            table.row("NAME", "SYSTEM", "POSITION", "SAVED", "BY");
            for (SavePoint it : points) {
                table.row(
                        it.name(),
                        it.system(),
                        it.position().text(),
                        it.savedAt().toString(),
                        it.savedBy());
            }
            table.lines().forEach(out::println);
        }
        out.flush();
    }
}
