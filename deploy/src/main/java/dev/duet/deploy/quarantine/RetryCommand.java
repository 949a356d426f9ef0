package dev.duet.deploy.quarantine;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;

import dev.duet.apply.Direction;
import dev.duet.apply.HeldRetry;
import dev.duet.apply.HeldRetry.Outcome;
import dev.duet.apply.HeldRetry.Outcome.Released;
import dev.duet.apply.HeldRetry.Outcome.StillHeld;
import dev.duet.deploy.ExitCode;
import dev.duet.deploy.terminal.Style;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;

/// `duet quarantine retry`.
@Command(
        name = "retry",
        mixinStandardHelpOptions = true,
        description =
                "Applies held changes again, through the mapping as it is now: all of a record in"
                    + " order, in one transaction, up to the first that is refused again. May be"
                    + " used while 'duet run' is at work. Exit code 1 when something stays held.",
        footer = {
            "",
            "Example:",
            "  duet quarantine retry erp:17",
            "  duet quarantine retry --entity customer"
        })
final class RetryCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private QuarantineCommand parent;
    @Mixin private Selection selection;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private final Set<String> seen = new HashSet<>();
    private final ArrayNode lines = new ObjectMapper().createArrayNode();
    private long released;
    private long stillHeld;

    @Override
    public Integer call() throws SQLException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (Books books = Books.open(parent.config())) {
            List<HeldEntry> chosen = selection.of(books.entries("held"));
            Map<Direction, HeldRetry> retries =
                    chosen.isEmpty() ? Map.of() : books.retries(Person.here());
            for (HeldEntry entry : chosen) {
                if (seen.contains(entry.id())) {
                    continue; // it stood in one line with an earlier one
                }
                HeldRetry retry = Objects.requireNonNull(retries.get(entry.direction()));
                for (Outcome outcome : retry.retry(entry.record())) {
                    tell(new HeldEntry(entry.direction(), outcome.entry()), outcome, out);
                }
            }
        }
        if (json) {
            out.println(lines.toPrettyString());
        } else {
            out.printf("%d released, %d still held%n", released, stillHeld);
        }
        out.flush();
        return stillHeld == 0 ? ExitCode.DONE : ExitCode.FOUND;
    }

    private void tell(HeldEntry entry, Outcome outcome, PrintWriter out) {
        seen.add(entry.id());
        Style style = Style.ofOutput();
        String line =
                switch (outcome) {
                    case Released done -> {
                        released++;
                        lines.addObject()
                                .put("id", entry.id())
                                .put("outcome", "released")
                                .put("conflicts", done.conflicts());
                        yield style.good("released")
                                + "    "
                                + entry.words()
                                + (done.conflicts() == 0
                                        ? ""
                                        : ": the record had changed meanwhile, see duet.conflict");
                    }
                    case StillHeld held -> {
                        stillHeld++;
                        lines.addObject()
                                .put("id", entry.id())
                                .put("outcome", "held")
                                .put("code", held.code())
                                .put("reason", held.reason());
                        yield style.bad("still held")
                                + "  "
                                + entry.words()
                                + ": "
                                + held.reason()
                                + " ("
                                + held.code()
                                + ")";
                    }
                };
        if (!json) {
            out.println(line);
            out.flush();
        }
    }
}
