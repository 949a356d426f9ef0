package dev.duet.deploy.control;

import dev.duet.apply.Direction;
import dev.duet.deploy.DirectionName;
import dev.duet.deploy.EntityOption;
import dev.duet.schemas.config.DuetConfig;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.ArrayList;
import java.util.List;

/// Which directions a command is about.
final class DirectionArguments {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "<direction>",
            description = "Source and target, such as crm→erp; crm->erp, crm:erp and crm-erp, too.")
    private List<String> named = List.of();

    @Option(names = "--all", description = "Both directions.")
    private boolean all;

    @Option(
            names = "--entity",
            paramLabel = "<entity>",
            description = "This entity, both ways; may be said more than once.")
    private List<String> entities = List.of();

    /// Whether the command is about entities instead.
    boolean areEntities() {
        return !entities.isEmpty();
    }

    /// The entities, in the order of the file.
    List<String> entities(DuetConfig config) {
        if (all || !named.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--entity is about both directions: say either a direction or an entity.");
        }
        return EntityOption.named(spec, config, entities);
    }

    List<Direction> of(DuetConfig config) {
        List<Direction> both = DirectionName.both(config);
        if (all == !named.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Say which direction, such as "
                            + both.getFirst()
                            + ", or --all; or which"
                            + " --entity.");
        }
        if (all) {
            return both;
        }
        List<Direction> chosen = new ArrayList<>();
        for (String name : named) {
            chosen.add(
                    DirectionName.find(config, name)
                            .orElseThrow(
                                    () ->
                                            new ParameterException(
                                                    spec.commandLine(),
                                                    DirectionName.unknown(config, name))));
        }
        return chosen.stream().distinct().toList();
    }
}
