package dev.duet.deploy.conflicts;

import dev.duet.deploy.ReasonOption;
import dev.duet.deploy.conflicts.Conflict.State;
import dev.duet.schemas.config.DuetConfig;

import org.jspecify.annotations.Nullable;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `duet conflicts resolve`.
@Command(
        name = "resolve",
        mixinStandardHelpOptions = true,
        description =
                "Decides conflicts that wait for a person, and lets their records go: the row of"
                        + " the system you take, as it is now, becomes the row on both sides, or is"
                        + " deleted on both when it is not there. With --set, fields are set in it"
                        + " first, in the same transaction. All that waits of the record is decided"
                        + " with it. Without a running 'duet run' it is done when that starts.",
        footer = {
            "",
            "Example:",
            "  duet conflicts resolve crm:5 --take erp --reason \"asked the customer\"",
            "  duet conflicts resolve crm:5 --set phone=0123 --reason \"both were wrong\"",
            "  duet conflicts resolve --all --entity customer --take crm --reason \"crm leads\""
        })
final class ResolveCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private ConflictsCommand parent;
    @Mixin private Filter filter;

    @Option(
            names = {"--take", "--winner"},
            paramLabel = "<system>",
            description = "The system whose row is to stand.")
    private @Nullable String take;

    @Option(
            names = "--set",
            paramLabel = "<field=value>",
            description =
                    "A value for a field, written as 'show' writes values; may be said again. The"
                            + " rest of the row is the taken system's, or of the system listed"
                            + " first.")
    private Map<String, String> set = Map.of();

    @Option(
            names = "--set-null",
            paramLabel = "<field>",
            description = "NULL for a field; may be said again.")
    private List<String> setNull = List.of();

    /// The records that were let go, with the conflict that it was for.
    private final Map<String, String> let = new HashMap<>();

    @Parameters(
            paramLabel = "<id>",
            arity = "0..*",
            description = "Reviews, as 'duet conflicts list --open' names them.")
    private List<String> ids = List.of();

    @Option(names = "--all", description = "All open reviews, or those that the filters leave.")
    private boolean all;

    @Option(names = "--yes", description = "With --all: do not ask.")
    private boolean yes;

    @Mixin private ReasonOption because;

    @Option(names = "--force", description = "Write over what was changed since.")
    private boolean force;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws SQLException, InterruptedException {
        DuetConfig config = parent.config();
        String reason = because.text();
        check(config);
        try (Ledger ledger = Ledger.open(config)) {
            List<Conflict> chosen = chosen(ledger, new Legend(config));
            return new Outcomes(spec.commandLine().getOut(), spec.commandLine().getErr(), json)
                    .each(chosen, "resolved", it -> resolve(ledger, it, reason));
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private void check(DuetConfig config) {
        if (all == !ids.isEmpty()) {
            throw wrong("Say which: reviews by name, or --all, and one of these only");
        }
        if (!all && !filter.isEmpty()) {
            throw wrong("Filters go with --all");
        }
        List<String> systems = config.systemNames();
        if (take != null && !systems.contains(take)) {
            throw wrong("--take: '%s' is no system; say one of %s".formatted(take, systems));
        }
        boolean sets = !set.isEmpty() || !setNull.isEmpty();
        if (take == null && !sets) {
            throw wrong("Say what is to stand: --take, --set, or both");
        }
        if (sets && (all || ids.size() > 1)) {
            throw wrong("Values are for one review: name it, or say --take alone");
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
        String answer = console.readLine("Resolve %d open reviews for %s? [y/N] ", count, take);
        if (answer == null || !answer.strip().equalsIgnoreCase("y")) {
            throw wrong("not confirmed; nothing was done");
        }
    }

    private String resolve(Ledger ledger, Conflict it, String reason)
            throws SQLException, InterruptedException {
        String record = it.entry().entity() + " " + it.entry().key();
        String with = let.get(record);
        if (with != null) {
            return "decided together with " + with;
        }
        requireOpen(it);
        Map<String, @Nullable String> fields = new HashMap<>(set);
        setNull.forEach(field -> fields.put(field, null));
        Optional<String> done = ledger.let(it, take, fields, reason);
        if (done.isPresent()) {
            let.put(record, it.id());
            return done.get();
        }
        return resolveDecided(ledger, it, reason);
    }

    /// The record does not wait: its log could not be read, or an earlier Duet has decided it.
    private String resolveDecided(Ledger ledger, Conflict it, String reason) throws SQLException {
        if (take == null) {
            throw new CannotRestore(
                    it.id() + ": the record does not wait any more",
                    "change the field by hand on either side, and say --take here");
        }
        var deed = new Deed("resolved", reason);
        if (it.winner().equals(take)) {
            ledger.note(it, deed);
            return it.winner() + " won, and that stands; nothing was written";
        }
        Restoration restoration = ledger.restorations(it).favour(it, take);
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
