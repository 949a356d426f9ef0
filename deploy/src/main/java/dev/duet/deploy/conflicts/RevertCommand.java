package dev.duet.deploy.conflicts;

import dev.duet.deploy.ReasonOption;
import dev.duet.deploy.conflicts.Conflict.State;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// `duet conflicts revert`.
@Command(
        name = "revert",
        mixinStandardHelpOptions = true,
        description =
                "Writes the loser's value back, into one side and as any client would: the running"
                    + " sync carries it to the other, or the next one does. A record that was lost"
                    + " is inserted or deleted again. Refused, with exit code 4, where what won is"
                    + " not there any more.",
        footer = {
            "",
            "Example:",
            "  duet conflicts revert crm:5 --reason \"the branch was right\""
        })
final class RevertCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private ConflictsCommand parent;

    @Parameters(
            paramLabel = "<id>",
            arity = "1..*",
            description = "As 'duet conflicts list' names it.")
    private List<String> ids = List.of();

    @Mixin private ReasonOption because;

    @Option(names = "--force", description = "Write over what was changed since.")
    private boolean force;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws SQLException, InterruptedException {
        String reason = because.text();
        try (Ledger ledger = Ledger.open(parent.config())) {
            List<Conflict> chosen = new ArrayList<>();
            for (String id : ids) {
                chosen.add(ledger.named(id));
            }
            return new Outcomes(spec.commandLine().getOut(), spec.commandLine().getErr(), json)
                    .each(chosen, "reverted", it -> revert(ledger, it, reason));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }

    private String revert(Ledger ledger, Conflict it, String reason) throws SQLException {
        if (it.state() == State.OPEN) {
            throw new CannotRestore(
                    it.id() + " waits for a person: nobody has won",
                    "decide it: 'duet conflicts resolve " + it.id() + " --take ...'");
        }
        if (it.entry().isOfUniqueValue()) {
            throw new CannotRestore(
                    it.id() + " is about a unique value that two records want: nobody has won",
                    "change the value of one of them, then 'duet quarantine retry' the one that is"
                            + " held");
        }
        if (it.state() == State.REVERTED && !force) {
            throw new CannotRestore(
                    it.id() + " was reverted already, by " + it.actions().getLast().by(),
                    "'duet conflicts show " + it.id() + "' has what was done");
        }
        Restoration restoration = ledger.restorations(it).favour(it, it.loser());
        if (!ledger.write(it, restoration, new Deed("reverted", reason), force)) {
            throw new CannotRestore(
                    it.id() + ": " + restoration.system() + " has it so already",
                    "there is nothing to write; where the sides differ still, wait until 'duet run'"
                            + " has caught up ('duet status')");
        }
        return told(it, restoration);
    }

    /// What was written, where, and how it goes on.
    static String told(Conflict it, Restoration restoration) {
        String what =
                switch (restoration) {
                    case Restoration.SetField _ -> "written into ";
                    case Restoration.Insert _ -> "the record was inserted into ";
                    case Restoration.Delete _ -> "the record was deleted from ";
                };
        return what
                + restoration.system()
                + "; the sync carries it to "
                + it.peer(restoration.system());
    }
}
