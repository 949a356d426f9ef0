package dev.duet.deploy.control;

import dev.duet.apply.store.Control;
import dev.duet.apply.store.PauseStore.Cause;
import dev.duet.deploy.Main;
import dev.duet.deploy.Person;
import dev.duet.deploy.run.OpenSystems;
import dev.duet.schemas.config.DuetConfig;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;

/// `duet pause`.
@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        description =
                "Lets nothing more of one direction be written, until 'duet resume'. The other"
                        + " direction goes on. A running 'duet run' takes it up within seconds, and"
                        + " this waits for that; without one the next run begins paused. Both logs"
                        + " are kept from where the direction stands: the longer it is paused, the"
                        + " more room they take. With --entity nothing of that entity is written"
                        + " either way, and everything else goes on: which of its records clients"
                        + " touch is noted in duet.parked of the other side, and no log is kept"
                        + " for it.",
        footer = {
            "",
            "Exit codes: 0 paused, 1 a running instance has not taken it up yet, 3 a database"
                    + " cannot be reached.",
            "",
            "Example:",
            "  duet pause crm→erp --reason \"import into crm\"",
            "  duet pause --all",
            "  duet pause --entity customer --reason \"a new column\""
        })
public final class PauseCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private Main main;
    @Mixin private DirectionArguments directions;

    @Option(
            names = "--reason",
            paramLabel = "<text>",
            defaultValue = "",
            description = "Why; 'duet status' shows it.")
    private String reason;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws SQLException, InterruptedException {
        DuetConfig config = main.config();
        if (directions.areEntities()) {
            return entities(config);
        }
        List<Lines.Told> told;
        try (OpenSystems systems = OpenSystems.of(config)) {
            told =
                    new Lines(systems)
                            .tell(
                                    directions.of(config),
                                    before ->
                                            before.isPaused()
                                                    ? before
                                                    : Control.paused(Person.here(), reason));
        }
        return ToldText.print(told, json, spec.commandLine().getOut());
    }

    private int entities(DuetConfig config) throws SQLException, InterruptedException {
        return EntityToldText.print(
                EntityLines.tell(
                        config,
                        directions.entities(config),
                        before -> before.paused(Cause.PERSON, reason, Person.here())),
                json,
                spec.commandLine().getOut());
    }
}
