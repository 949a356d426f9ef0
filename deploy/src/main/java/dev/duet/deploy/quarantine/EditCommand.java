package dev.duet.deploy.quarantine;

import dev.duet.deploy.Person;
import dev.duet.deploy.ReasonOption;
import dev.duet.deploy.quarantine.Books.Outcome;
import dev.duet.deploy.quarantine.Decision.Stands;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// `duet quarantine edit`.
@Command(
        name = "edit",
        mixinStandardHelpOptions = true,
        description =
                "Corrects a held record and lets it go: the fields are set in its row in the"
                    + " database where the refused change was made, and that row goes over to the"
                    + " other, as with 'retry'. Nothing is set where it is refused again. Who and"
                    + " why is kept with the entry. Exit code 1 when it stays held.",
        footer = {
            "",
            "Example:",
            "  duet quarantine edit erp:17 --set state=open --reason \"a misspelling\"",
            "  duet quarantine edit erp:17 --set-null born --reason \"nobody knows\""
        })
final class EditCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private QuarantineCommand parent;

    @Parameters(paramLabel = "<id>", description = "The entry, as 'duet quarantine list' names it.")
    private String id;

    @Option(
            names = "--set",
            paramLabel = "<field=value>",
            description =
                    "A value for a field, as the file names it and as canonical records have it:"
                            + " of 'values' that of the system listed first. May be said again.")
    private Map<String, String> set = Map.of();

    @Option(
            names = "--set-null",
            paramLabel = "<field>",
            description = "NULL for a field; may be said again.")
    private List<String> setNull = List.of();

    @Mixin private ReasonOption because;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws SQLException, InterruptedException {
        String reason = because.text();
        Map<String, @Nullable String> fields = new HashMap<>(set);
        setNull.forEach(field -> fields.put(field, null));
        if (fields.isEmpty()) {
            throw wrong("Say what to correct: --set, --set-null, or both");
        }
        List<Outcome> outcomes;
        try (Books books = Books.open(parent.config())) {
            HeldEntry held = Books.named(books.entries("held"), id);
            outcomes =
                    books.let(
                            List.of(held),
                            new Decision(
                                    Stands.SOURCE,
                                    books.columns(held.entry().entity(), fields),
                                    Person.because(reason),
                                    reason));
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
        PrintWriter out = spec.commandLine().getOut();
        int exit = new OutcomesText("released").print(outcomes, json, out);
        out.flush();
        return exit;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
