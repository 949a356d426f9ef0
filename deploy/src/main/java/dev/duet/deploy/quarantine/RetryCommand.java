package dev.duet.deploy.quarantine;

import dev.duet.deploy.Person;
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

/// `duet quarantine retry`.
@Command(
        name = "retry",
        mixinStandardHelpOptions = true,
        description =
                "Lets held records go: the row as it is now in the database where the refused"
                        + " change was made goes over to the other. What clients did to the record"
                        + " on the other side meanwhile is given up; it stays in duet.quarantine."
                        + " Without a running 'duet run' it is done when that starts. Exit code 1"
                        + " when something stays held.",
        footer = {
            "",
            "Example:",
            "  duet quarantine retry erp:17",
            "  duet quarantine retry --entity customer",
            "  duet quarantine retry --rule price-range"
        })
final class RetryCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private QuarantineCommand parent;
    @Mixin private Selection selection;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws SQLException, InterruptedException {
        List<Outcome> outcomes;
        try (Books books = Books.open(parent.config())) {
            outcomes =
                    books.let(
                            selection.of(books.entries("held")),
                            Decision.of(Stands.SOURCE, Person.here(), "retried"));
        }
        PrintWriter out = spec.commandLine().getOut();
        int exit = new OutcomesText("released").print(outcomes, json, out);
        out.flush();
        return exit;
    }
}
