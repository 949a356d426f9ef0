package dev.duet.deploy.conflicts;

import dev.duet.apply.conflict.rules.DeleteRule;
import dev.duet.apply.store.ConflictHistory.Action;
import dev.duet.apply.store.RecordedConflict;
import dev.duet.deploy.ExitCode;
import dev.duet.deploy.conflicts.Conflict.Part;
import dev.duet.deploy.terminal.TextTable;
import dev.duet.schemas.config.DuetConfig;

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

/// `duet conflicts show`.
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description =
                "Shows one conflict whole: both changes with their values, times and positions, the"
                        + " rows, the rule, the reason, and what people did about it.",
        footer = {"", "Example:", "  duet conflicts show crm:5"})
final class ShowCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private ConflictsCommand parent;

    @Parameters(paramLabel = "<id>", description = "As 'duet conflicts list' names it.")
    private String id;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws SQLException {
        DuetConfig config = parent.config();
        var legend = new Legend(config);
        Conflict found;
        try (Ledger ledger = Ledger.open(config)) {
            found = ledger.named(id);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new ConflictJson(legend).one(found).toPrettyString());
        } else {
            lines(found, legend).forEach(out::println);
        }
        out.flush();
        return ExitCode.DONE;
    }

    static List<String> lines(Conflict it, Legend legend) {
        RecordedConflict entry = it.entry();
        String source = it.source();
        String target = it.peer(source);
        var table = new TextTable();
        table.row("id", String.join(" = ", it.ids()));
        table.row("state", it.state().text());
        table.row("decided", Words.micros(entry.decidedAt()));
        table.row("record", entry.entity() + " " + Words.line(entry.key()));
        table.row("field", legend.of(entry));
        table.row("winner", it.winner());
        table.row("rule", entry.rule());
        table.row("reason", entry.reason() == null ? "-" : entry.reason());
        for (String system : List.of(source, target)) {
            Part part = it.part(system);
            if (part == null) {
                continue;
            }
            String position = legend.position(system, part.position());
            if (entry.rule().equals(DeleteRule.ASKED) && position.equals(entry.seen())) {
                table.row(system + " did", "nothing that " + source + " had not seen");
                continue;
            }
            table.row(system + " did", did(it, system));
            table.row(system + " at", Words.micros(Words.time(part.clock())));
            table.row(system + " position", position);
        }
        table.row("seen by " + source, shown(entry.seen()));
        table.row("transaction", entry.transaction().isEmpty() ? "-" : entry.transaction());
        table.row(source + " before", shown(entry.images().before()));
        table.row(source + " after", shown(entry.images().after()));
        table.row("in " + target, shown(entry.images().existing()));
        for (Action action : it.actions()) {
            table.row(
                    action.action(),
                    (action.at() == null ? "" : Words.micros(action.at()) + " ")
                            + "by "
                            + action.by()
                            + ": "
                            + Words.line(action.reason()));
            table.row("wrote", action.written() == null ? "nothing" : Words.line(action.written()));
        }
        return table.lines();
    }

    private static String did(Conflict it, String system) {
        RecordedConflict entry = it.entry();
        if (entry.field() != null) {
            return Words.quoted(it.value(system));
        }
        if (system.equals(it.source())) {
            return entry.operation();
        }
        return it.isDeleter(system) ? "delete" : "insert or update";
    }

    private static String shown(@Nullable String text) {
        return text == null ? "-" : Words.line(text);
    }
}
