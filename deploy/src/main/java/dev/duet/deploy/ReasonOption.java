package dev.duet.deploy;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// Why somebody decides about a record, which is asked of everybody who does.
public final class ReasonOption {
    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "<text>",
            description = "Why; kept with your name.")
    private String text;

    /// @throws ParameterException when it says nothing
    public String text() {
        if (text.isBlank()) {
            throw new ParameterException(spec.commandLine(), "--reason: say why");
        }
        return text;
    }
}
