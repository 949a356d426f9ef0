package dev.duet.deploy.compare;

import dev.duet.apply.conflict.rules.Side;
import dev.duet.deploy.Person;
import dev.duet.deploy.terminal.Asking;
import dev.duet.schemas.config.DuetConfig;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// What `duet compare` is told about repairing.
final class RepairOptions {
    @Option(
            names = "--repair",
            description =
                    "Bring what differs to what the rules say: prints the plan, asks, writes, and"
                            + " looks again. A record that is on one side only is inserted on the"
                            + " other.")
    private boolean repair;

    @Option(names = "--dry-run", description = "With --repair: print the plan and write nothing.")
    private boolean isDry;

    @Option(names = "--yes", description = "With --repair: do not ask.")
    private boolean yes;

    @Option(
            names = "--prefer",
            paramLabel = "<system>",
            description =
                    "With --repair: whose value stands where the rule cannot tell from two rows"
                            + " ('latest', 'sum', 'review'). Without it such records are left.")
    private @Nullable String prefer;

    @Option(
            names = "--delete-extra-in",
            paramLabel = "<system>",
            description =
                    "With --repair: delete there what only this system has; may be said for both.")
    private List<String> deleteExtraIn = List.of();

    @Option(
            names = "--restored",
            paramLabel = "<system>",
            description =
                    "With --repair: this system was restored from a backup. Each record becomes"
                            + " there what the other system has, whatever the rules say, and what"
                            + " only it has is deleted. Its clients, and 'duet run', must rest.")
    private @Nullable String restored;

    @Option(
            names = "--max-repairs",
            paramLabel = "<n>",
            defaultValue = "1000",
            description = "With --repair: refused when more records differ (${DEFAULT-VALUE}).")
    private int most;

    @Option(
            names = "--reason",
            paramLabel = "<text>",
            description = "With --repair: why; kept with your name in duet.repair.")
    private @Nullable String reason;

    /// Asks whether so many records are to be written.
    ///
    /// @throws WrongRequest when they are not
    void confirm(long records) {
        if (yes || isDry || records == 0) {
            return;
        }
        if (!Asking.isConfirmed("Repair %,d records?".formatted(records))) {
            throw new WrongRequest("not confirmed; nothing was written");
        }
    }

    /// @param json whether nothing but JSON may be printed
    /// @throws WrongRequest when they do not go together
    Optional<Repairing> read(DuetConfig config, boolean json) {
        if (!repair) {
            if (isDry
                    || yes
                    || prefer != null
                    || restored != null
                    || !deleteExtraIn.isEmpty()
                    || reason != null) {
                throw new WrongRequest(
                        "--dry-run, --yes, --prefer, --restored, --delete-extra-in and --reason go"
                                + " with --repair");
            }
            return Optional.empty();
        }
        if (restored != null && prefer != null) {
            throw new WrongRequest(
                    "--restored says whose value stands everywhere: leave --prefer out");
        }
        if (most < 1) {
            throw new WrongRequest("--max-repairs is not less than 1");
        }
        if (!isDry && (reason == null || reason.isBlank())) {
            throw new WrongRequest("--repair: say why with --reason, or look first with --dry-run");
        }
        if (!isDry && !yes && (json || !Asking.isPossible())) {
            throw new WrongRequest(
                    "--repair asks before it writes: say --yes where nobody can be asked, or look"
                            + " first with --dry-run");
        }
        String said = reason == null ? "" : reason;
        return Optional.of(
                new Repairing(
                        isDry,
                        prefer == null ? null : side(config, "--prefer", prefer),
                        systems(config),
                        most,
                        said,
                        Person.here()));
    }

    /// Who tells what is right.
    ///
    /// @param isAtWork whether a sync is
    /// @throws WrongRequest when it may not be
    Witness witness(DuetConfig config, boolean isAtWork) {
        if (restored == null) {
            return Witness.ROWS;
        }
        if (isAtWork) {
            throw new WrongRequest(
                    "--restored: 'duet run' is at work, and would carry over what the backup has:"
                            + " stop it, and see 'A database was restored from a backup' in"
                            + " deploy/docs/runbook.md");
        }
        return new FromBackup(side(config, "--restored", restored), config.systemNames());
    }

    private LinkedHashSet<String> systems(DuetConfig config) {
        var systems = new LinkedHashSet<>(deleteExtraIn);
        systems.forEach(it -> side(config, "--delete-extra-in", it));
        return systems;
    }

    private static Side side(DuetConfig config, String option, String system) {
        List<String> names = config.systemNames();
        return switch (names.indexOf(system)) {
            case 0 -> Side.A;
            case 1 -> Side.B;
            default ->
                    throw new WrongRequest(
                            "%s: '%s' is no system; say one of %s"
                                    .formatted(option, system, names));
        };
    }
}
