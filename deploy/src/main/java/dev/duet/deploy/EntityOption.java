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
        return named.isEmpty() ? names(config) : named(spec, config, named);
    }

    /// Those that were named; none where all are meant.
    public List<String> named() {
        return List.copyOf(named);
    }

    /// Those that are named, in the order of the file.
    ///
    /// @throws ParameterException when the file has no such entity
    public static List<String> named(CommandSpec spec, DuetConfig config, List<String> wanted) {
        List<String> known = names(config);
        for (String entity : wanted) {
            if (!known.contains(entity)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--entity: the file has no entity '%s'; say one of %s"
                                .formatted(entity, known));
            }
        }
        return known.stream().filter(wanted::contains).toList();
    }

    private static List<String> names(DuetConfig config) {
        return config.entities().stream().map(EntityConfig::name).toList();
    }
}
