package dev.duet.deploy.quarantine;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;

import dev.duet.deploy.ExitCode;
import dev.duet.deploy.terminal.Style;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
                "Gives held changes up: they are not applied, and the two sides differ in these"
                        + " records until somebody changes them. The entries stay in"
                        + " duet.quarantine, with your name and reason.",
        footer = {
            "",
            "Example:",
            "  duet quarantine discard erp:17 --reason \"test record, deleted on both sides\""
        })
final class DiscardCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private QuarantineCommand parent;
    @Mixin private Selection selection;

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "<text>",
            description = "Why; kept with the entries.")
    private String reason;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws SQLException {
        if (reason.isBlank()) {
            throw new ParameterException(spec.commandLine(), "--reason: say why");
        }
        List<HeldEntry> discarded;
        try (Books books = Books.open(parent.config())) {
            discarded = books.discard(selection.of(books.entries("held")), Person.because(reason));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ArrayNode all = new ObjectMapper().createArrayNode();
            discarded.forEach(it -> all.addObject().put("id", it.id()).put("outcome", "discarded"));
            out.println(all.toPrettyString());
        } else {
            print(discarded, out);
        }
        out.flush();
        return ExitCode.DONE;
    }

    private static void print(List<HeldEntry> discarded, PrintWriter out) {
        discarded.forEach(it -> out.println("discarded  " + it.words()));
        out.println(discarded.size() + " discarded by " + Person.here());
        if (!discarded.isEmpty()) {
            out.println(
                    Style.ofOutput()
                            .warning(
                                    "The two sides now differ in these records: make them equal by"
                                            + " hand, or their next change meets a conflict."));
        }
    }
}
