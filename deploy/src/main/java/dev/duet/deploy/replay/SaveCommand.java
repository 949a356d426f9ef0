package dev.duet.deploy.replay;

import dev.duet.deploy.ExitCode;
import dev.duet.deploy.Person;
import dev.duet.deploy.replay.SavePoints.SavePoint;
import dev.duet.deploy.run.OpenSystems;
import dev.duet.deploy.status.PositionCommand;
import dev.duet.schemas.config.DuetConfig;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;

/// `duet position save`.
@Command(
        name = "save",
        mixinStandardHelpOptions = true,
        description = {
            "Names where both logs end now, so that 'duet replay --from save:<name>' can go back"
                    + " there: before a new mapping is tried, say.",
            "It keeps no log: MySQL's is there as long as the server keeps it, PostgreSQL's as"
                    + " far as settings.replay-window goes."
        },
        footer = {"", "Example:", "  duet position save before-new-status-map"})
public final class SaveCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private PositionCommand parent;

    @Parameters(paramLabel = "<name>", description = "At most 100 characters.")
    private String name;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws SQLException {
        if (name.isBlank() || name.length() > 100) {
            throw new picocli.CommandLine.ParameterException(
                    spec.commandLine(), "A name has 1 to 100 characters.");
        }
        DuetConfig config = parent.config();
        try (OpenSystems systems = OpenSystems.reachable(config)) {
            List<SavePoint> saved = new SavePoints(config, systems).save(name, Person.here());
            SaveListCommand.print(saved, json, spec.commandLine().getOut());
        }
        return ExitCode.DONE;
    }
}
