package dev.duet.deploy.quarantine;

import dev.duet.deploy.Person;
import dev.duet.deploy.ReasonOption;
import dev.duet.deploy.quarantine.Books.Outcome;
import dev.duet.deploy.quarantine.Decision.Stands;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;

/// `duet quarantine discard`.
@Command(
        name = "discard",
        mixinStandardHelpOptions = true,
        description =
                "Gives held changes up: the row as it is in the database that refused them becomes"
                        + " the row on both sides. A record that was refused as new is thereby"
                        + " deleted where it was made. To leave both sides as they are, leave it"
                        + " held. The entries stay in duet.quarantine, with your name and reason."
                        + " Without a running 'duet run' it is done when that starts.",
        footer = {
            "",
            "Example:",
            "  duet quarantine discard erp:17 --reason \"test record, not wanted in erp\""
        })
final class DiscardCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private QuarantineCommand parent;
    @Mixin private Selection selection;

    @Mixin private ReasonOption because;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws SQLException, InterruptedException {
        String reason = because.text();
        List<Outcome> outcomes;
        try (Books books = Books.open(parent.config())) {
            outcomes =
                    books.let(
                            selection.of(books.entries("held")),
                            Decision.of(Stands.TARGET, Person.because(reason), reason));
        }
        PrintWriter out = spec.commandLine().getOut();
        int exit = new OutcomesText("discarded").print(outcomes, json, out);
        out.flush();
        return exit;
    }
}
