package dev.duet.deploy.quarantine;

import dev.duet.deploy.Main;
import dev.duet.schemas.config.DuetConfig;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `duet quarantine`.
@Command(
        name = "quarantine",
        mixinStandardHelpOptions = true,
        description =
                "The changes that could not be applied, each with the later changes of its record."
                        + " They wait in the database they were meant for; all else flows on.",
        subcommands = {
            ListCommand.class,
            ShowCommand.class,
            EditCommand.class,
            RetryCommand.class,
            DiscardCommand.class
        },
        footer = {"", "Example:", "  duet quarantine list", "  duet quarantine retry --all"})
public final class QuarantineCommand implements Runnable {
    @Spec private CommandSpec spec;
    @ParentCommand private Main main;

    DuetConfig config() {
        return main.config();
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Say what to do: list, show, edit, retry or discard.");
    }
}
