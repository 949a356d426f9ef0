package dev.duet.deploy.conflicts;

import dev.duet.deploy.Main;
import dev.duet.schemas.config.DuetConfig;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `duet conflicts`.
@Command(
        name = "conflicts",
        mixinStandardHelpOptions = true,
        description =
                "Who won where both sides changed one record, and why; gives the loser's value"
                        + " back, closes reviews, and says what other rules would have decided.",
        subcommands = {
            ListCommand.class,
            ShowCommand.class,
            ResolveCommand.class,
            RevertCommand.class,
            WhatIfCommand.class
        },
        footer = {
            "",
            "Example:",
            "  duet conflicts list --entity customer --since 24h",
            "  duet conflicts revert crm:5 --reason \"the branch was right\""
        })
public final class ConflictsCommand implements Runnable {
    @Spec private CommandSpec spec;
    @ParentCommand private Main main;

    DuetConfig config() {
        return main.config();
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Say what to do: list, show, resolve, revert or what-if.");
    }
}
