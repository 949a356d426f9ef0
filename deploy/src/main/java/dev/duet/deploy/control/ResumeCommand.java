package dev.duet.deploy.control;

import dev.duet.apply.store.Control;
import dev.duet.deploy.Main;
import dev.duet.deploy.Person;
import dev.duet.deploy.run.OpenSystems;
import dev.duet.schemas.config.DuetConfig;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;

/// `duet resume`.
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description =
                "Lets a paused direction go on. After a brake as many deletes or conflicts pass as"
                        + " it had counted, and it begins to count anew. With --entity a paused"
                        + " entity goes on, both ways: a running 'duet run' first brings the"
                        + " records that clients have touched meanwhile to what the rules say of"
                        + " who changed which field last.",
        footer = {
            "",
            "Exit codes: 0 it goes on, 1 a running instance has not taken it up yet, 3 a database"
                    + " cannot be reached.",
            "",
            "Example:",
            "  duet resume crm→erp",
            "  duet resume crm→erp --allow 250000",
            "  duet resume --entity customer"
        })
public final class ResumeCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private Main main;
    @Mixin private DirectionArguments directions;

    @Option(
            names = "--allow",
            paramLabel = "<number>",
            description =
                    "How many deletes or conflicts, whichever the brake counts, may pass before it"
                            + " begins to count; the default is what it had counted.")
    private @Nullable Long allow;

    @Option(names = "--reason", paramLabel = "<text>", defaultValue = "", description = "Why.")
    private String reason;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws SQLException, InterruptedException {
        if (allow != null && allow < 0) {
            throw new ParameterException(spec.commandLine(), "--allow: not below 0");
        }
        DuetConfig config = main.config();
        if (directions.areEntities()) {
            return entities(config);
        }
        List<Lines.Told> told;
        try (OpenSystems systems = OpenSystems.of(config)) {
            told = new Lines(systems).tell(directions.of(config), this::next);
        }
        return ToldText.print(told, json, spec.commandLine().getOut());
    }

    private Control next(Control before) {
        return before.isPaused()
                ? before.resumed(Person.here(), reason, allow == null ? before.counted() : allow)
                : before;
    }

    private int entities(DuetConfig config) throws SQLException, InterruptedException {
        if (allow != null) {
            throw new ParameterException(
                    spec.commandLine(), "--allow is about a direction, not about an entity");
        }
        return EntityToldText.print(
                EntityLines.tell(
                        config,
                        directions.entities(config),
                        before -> before.resumed(reason, Person.here())),
                json,
                spec.commandLine().getOut());
    }
}
