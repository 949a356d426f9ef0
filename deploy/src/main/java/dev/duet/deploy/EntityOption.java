package dev.duet.deploy;

import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.EntityConfig;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

import java.util.List;

/// Which entities a command is about.
public final class EntityOption {
    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--entity",
            paramLabel = "<entity>",
            description = "This one alone; may be said more than once (default: all).")
    private List<String> named = List.of();

    /// Their names, in the order of the file.
    ///
    /// @throws ParameterException when the file has no such entity
    public List<String> of(DuetConfig config) {
        List<String> known = config.entities().stream().map(EntityConfig::name).toList();
        for (String entity : named) {
            if (!known.contains(entity)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--entity: the file has no entity '%s'; say one of %s"
                                .formatted(entity, known));
            }
        }
        return known.stream().filter(it -> named.isEmpty() || named.contains(it)).toList();
    }
}
