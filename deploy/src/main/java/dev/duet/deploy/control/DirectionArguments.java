package dev.duet.deploy.control;

import dev.duet.apply.Direction;
import dev.duet.schemas.config.DuetConfig;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Which directions a command is about.
final class DirectionArguments {
    /// What may stand between two systems, for keyboards without an arrow.
    private static final List<String> ARROWS = List.of("→", "->", ":", "-");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "<direction>",
            description = "Source and target, such as crm→erp; crm->erp, crm:erp and crm-erp, too.")
    private List<String> named = List.of();

    @Option(names = "--all", description = "Both directions.")
    private boolean all;

    List<Direction> of(DuetConfig config) {
        List<Direction> both =
                List.of(
                        new Direction(
                                config.first().name(),
                                config.second().name(),
                                config.first().name()),
                        new Direction(
                                config.second().name(),
                                config.first().name(),
                                config.first().name()));
        if (all == !named.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Say which direction, such as " + both.getFirst() + ", or --all.");
        }
        if (all) {
            return both;
        }
        List<Direction> chosen = new ArrayList<>();
        for (String name : named) {
            chosen.add(
                    both.stream()
                            .filter(direction -> spellings(direction).anyMatch(name::equals))
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            new ParameterException(
                                                    spec.commandLine(),
                                                    "There is no direction '%s': there are %s and %s."
                                                            .formatted(
                                                                    name,
                                                                    both.getFirst(),
                                                                    both.getLast()))));
        }
        return chosen.stream().distinct().toList();
    }

    private static Stream<String> spellings(Direction direction) {
        return ARROWS.stream().map(arrow -> direction.source() + arrow + direction.target());
    }
}
