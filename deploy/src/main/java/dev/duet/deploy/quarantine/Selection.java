package dev.duet.deploy.quarantine;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Which entries a command is about.
final class Selection {
    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Parameters(
            paramLabel = "<id>",
            arity = "0..*",
            description = "Entries, as 'duet quarantine list' names them.")
    private List<String> ids = List.of();

    @Option(names = "--entity", paramLabel = "<entity>", description = "All of one entity.")
    private @Nullable String entity;

    @Option(
            names = "--rule",
            paramLabel = "<code>",
            description =
                    "All of one code, as 'list' shows it: the name of a rule, CANNOT_MAP, 23505."
                            + " May stand beside --entity.")
    private @Nullable String rule;

    @Option(names = "--all", description = "All that is held.")
    private boolean all;

    /// Those of the held entries that were asked for, oldest first.
    ///
    /// @throws ParameterException when nothing was asked for, or an entry is not there
    List<HeldEntry> of(List<HeldEntry> held) {
        int ways =
                (ids.isEmpty() ? 0 : 1) + (entity == null && rule == null ? 0 : 1) + (all ? 1 : 0);
        if (ways != 1) {
            throw wrong("Say which: entries, --all, or --entity and --rule, and one of these only");
        }
        if (all) {
            return held;
        }
        if (ids.isEmpty()) {
            return held.stream()
                    .filter(it -> entity == null || it.entry().entity().equals(entity))
                    .filter(it -> rule == null || it.entry().code().equals(rule))
                    .toList();
        }
        Set<HeldEntry> chosen = new LinkedHashSet<>();
        for (String id : ids) {
            chosen.add(named(held, id));
        }
        return held.stream().filter(chosen::contains).toList();
    }

    private HeldEntry named(List<HeldEntry> held, String id) {
        try {
            return Books.named(held, id);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
