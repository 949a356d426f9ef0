package dev.duet.deploy.quarantine;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.duet.deploy.ExitCode;
import dev.duet.deploy.terminal.TextTable;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;

/// `duet quarantine show`.
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows one entry whole, with the source's row before and after the change.",
        footer = {"", "Example:", "  duet quarantine show erp:17"})
final class ShowCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private QuarantineCommand parent;

    @Parameters(paramLabel = "<id>", description = "As 'duet quarantine list' names it.")
    private String id;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws SQLException {
        List<HeldEntry> entries;
        try (Books books = Books.open(parent.config())) {
            entries = books.entries(null);
        }
        HeldEntry found;
        try {
            found = Books.named(entries, id);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(found.toJson(new ObjectMapper().createObjectNode()).toPrettyString());
        } else {
            print(found, out);
        }
        out.flush();
        return ExitCode.DONE;
    }

    private static void print(HeldEntry it, PrintWriter out) {
        var table = new TextTable();
        table.row("id", it.id());
        table.row("direction", it.direction().toString());
        table.row("record", it.entry().entity() + " " + it.entry().key());
        table.row("change", it.entry().operation());
        table.row("status", it.entry().status());
        table.row("held since", it.entry().heldAt());
        table.row("code", it.entry().code());
        table.row("reason", it.entry().reason());
        table.row("position", it.entry().position());
        table.row("transaction", it.entry().transaction());
        table.row("before", shown(it.entry().before()));
        table.row("after", shown(it.entry().after()));
        if (it.entry().settledBy() != null) {
            table.row("settled", it.entry().settledAt() + " by " + it.entry().settledBy());
        }
        table.lines().forEach(out::println);
    }

    private static String shown(@Nullable String image) {
        return image == null ? "-" : image;
    }
}
