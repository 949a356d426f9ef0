package dev.duet.deploy.quarantine;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;

import dev.duet.apply.store.QuarantineStore;
import dev.duet.deploy.ExitCode;
import dev.duet.deploy.terminal.Style;
import dev.duet.deploy.terminal.TextTable;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;

/// `duet quarantine list`.
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists what is held. Exit code 1 when anything is.",
        footer = {"", "Example:", "  duet quarantine list --entity customer"})
final class ListCommand implements Callable<Integer> {
    private static final int KEY_WIDTH = 36;
    private static final int TIME_WIDTH = 19;
    private static final int REASON_WIDTH = 70;

    @Spec private CommandSpec spec;
    @ParentCommand private QuarantineCommand parent;

    @Option(names = "--entity", paramLabel = "<entity>", description = "Those of one entity.")
    private @Nullable String entity;

    @Option(names = "--settled", description = "Also what was released or discarded.")
    private boolean settled;

    @Option(names = "--json", description = "Print JSON, with the images of the rows.")
    private boolean json;

    @Override
    public Integer call() throws SQLException {
        List<HeldEntry> entries;
        try (Books books = Books.open(parent.config())) {
            entries =
                    books.entries(settled ? null : "held").stream()
                            .filter(it -> entity == null || entity.equals(it.entry().entity()))
                            .toList();
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ArrayNode all = new ObjectMapper().createArrayNode();
            entries.forEach(entry -> entry.toJson(all.addObject()));
            out.println(all.toPrettyString());
        } else {
            print(entries, out);
        }
        out.flush();
        return entries.stream().anyMatch(ListCommand::waits) ? ExitCode.FOUND : ExitCode.DONE;
    }

    private static boolean waits(HeldEntry it) {
        return it.entry().status().equals("held")
                || it.entry().status().equals(QuarantineStore.REJECTED);
    }

    private static void print(List<HeldEntry> entries, PrintWriter out) {
        if (entries.isEmpty()) {
            out.println("nothing is held");
            return;
        }
        Style style = Style.ofOutput();
        var table = new TextTable();
        table.row("ID", "ENTITY", "KEY", "CHANGE", "STATUS", "SINCE", "CODE", "REASON");
        for (HeldEntry it : entries) {
            table.row(
                    style.bold(it.id()),
                    it.entry().entity(),
                    cut(it.entry().key(), KEY_WIDTH),
                    it.entry().operation(),
                    it.entry().status(),
                    cut(it.entry().heldAt(), TIME_WIDTH),
                    it.entry().code(),
                    cut(it.entry().reason(), REASON_WIDTH));
        }
        table.lines().forEach(out::println);
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width);
    }
}
