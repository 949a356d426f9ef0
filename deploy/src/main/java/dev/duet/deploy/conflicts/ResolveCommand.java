package dev.duet.deploy.conflicts;

import dev.duet.deploy.conflicts.Conflict.State;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.SystemConfig;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.io.Console;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// `duet conflicts resolve`.
@Command(
        name = "resolve",
        mixinStandardHelpOptions = true,
        description =
                "Closes reviews. Where the winner you choose is what stands, that is noted; else"
                    + " its value is written as by 'revert', and refused, with exit code 4, where"
                    + " what stood is not there any more.",
        footer = {
            "",
            "Example:",
            "  duet conflicts resolve crm:5 --winner erp --reason \"asked the customer\"",
            "  duet conflicts resolve crm:5 --value 0123 --reason \"both were wrong\"",
            "  duet conflicts resolve --all --entity customer --winner crm --reason \"crm leads\""
        })
final class ResolveCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private ConflictsCommand parent;
    @Mixin private Filter filter;

    @ArgGroup(multiplicity = "1")
    private Choice choice = new Choice();

    /// Exactly one of them.
    static final class Choice {
        @Option(
                names = "--winner",
                paramLabel = "<system>",
                description = "The system whose change is to stand.")
        private @Nullable String winner;

        @Option(
                names = "--value",
                paramLabel = "<value>",
                description = "Another value for the field, written as 'show' writes values.")
        private @Nullable String value;

        @Option(names = "--null", description = "NULL for the field.")
        private boolean none;
    }

    @Parameters(
            paramLabel = "<id>",
            arity = "0..*",
            description = "Reviews, as 'duet conflicts list --open' names them.")
    private List<String> ids = List.of();

    @Option(names = "--all", description = "All open reviews, or those that the filters leave.")
    private boolean all;

    @Option(names = "--yes", description = "With --all: do not ask.")
    private boolean yes;

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "<text>",
            description = "Why; kept with your name.")
    private String reason;

    @Option(names = "--force", description = "Write over what was changed since.")
    private boolean force;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws SQLException {
        DuetConfig config = parent.config();
        check(config);
        try (Ledger ledger = Ledger.open(config)) {
            List<Conflict> chosen = chosen(ledger, new Legend(config));
            return new Outcomes(spec.commandLine().getOut(), spec.commandLine().getErr(), json)
                    .each(chosen, "resolved", it -> resolve(ledger, it));
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private void check(DuetConfig config) {
        if (reason.isBlank()) {
            throw wrong("--reason: say why");
        }
        if (all == !ids.isEmpty()) {
            throw wrong("Say which: reviews by name, or --all, and one of these only");
        }
        if (!all && !filter.isEmpty()) {
            throw wrong("Filters go with --all");
        }
        String winner = choice.winner;
        List<String> systems = config.systems().stream().map(SystemConfig::name).toList();
        if (winner != null && !systems.contains(winner)) {
            throw wrong("--winner: '%s' is no system; say one of %s".formatted(winner, systems));
        }
        if (winner == null && (all || ids.size() > 1)) {
            throw wrong("A value is for one review: name it, or say --winner");
        }
    }

    private List<Conflict> chosen(Ledger ledger, Legend legend) throws SQLException {
        List<Conflict> chosen = new ArrayList<>();
        for (String id : ids) {
            chosen.add(ledger.named(id));
        }
        if (all) {
            ledger.conflicts(filter.reviews(legend)).stream()
                    .filter(it -> it.state() == State.OPEN)
                    .forEach(chosen::add);
            confirm(chosen.size());
        }
        return chosen;
    }

    private void confirm(int count) {
        if (yes || count == 0) {
            return;
        }
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            throw wrong(
                    count + " open reviews would be resolved: say --yes where nobody can be asked");
        }
        String answer =
                console.readLine("Resolve %d open reviews for %s? [y/N] ", count, choice.winner);
        if (answer == null || !answer.strip().equalsIgnoreCase("y")) {
            throw wrong("not confirmed; nothing was done");
        }
    }

    private String resolve(Ledger ledger, Conflict it) throws SQLException {
        requireOpen(it);
        var deed = new Deed("resolved", reason);
        if (it.winner().equals(choice.winner)) {
            ledger.note(it, deed);
            return it.winner() + " won, and that stands; nothing was written";
        }
        Restorations restorations = ledger.restorations(it);
        String winner = choice.winner;
        Restoration restoration =
                winner != null
                        ? restorations.favour(it, winner)
                        : restorations.set(it, choice.none ? null : choice.value);
        if (!ledger.write(it, restoration, deed, force)) {
            ledger.note(it, deed);
            return restoration.system() + " has it so already; nothing was written";
        }
        return RevertCommand.told(it, restoration);
    }

    private static void requireOpen(Conflict it) {
        switch (it.state()) {
            case OPEN -> {}
            case DECIDED ->
                    throw new CannotRestore(
                            "%s is no review: the rule '%s' decided it"
                                    .formatted(it.id(), it.entry().rule()),
                            "to give the loser's value back: 'duet conflicts revert "
                                    + it.id()
                                    + "'");
            case RESOLVED, REVERTED ->
                    throw new CannotRestore(
                            "%s was %s already, by %s"
                                    .formatted(
                                            it.id(),
                                            it.state().text(),
                                            it.actions().getLast().by()),
                            "'duet conflicts show " + it.id() + "' has what was done");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
