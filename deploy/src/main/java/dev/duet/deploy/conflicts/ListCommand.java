package dev.duet.deploy.conflicts;

import dev.duet.apply.store.RecordedConflict;
import dev.duet.deploy.ExitCode;
import dev.duet.deploy.conflicts.Conflict.State;
import dev.duet.deploy.terminal.Style;
import dev.duet.deploy.terminal.TextTable;
import dev.duet.schemas.config.DuetConfig;

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

/// `duet conflicts list`.
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description =
                "Lists conflicts, newest first. Both databases record one; it is listed once."
                        + " Exit code 1 when one of those listed is an open review.",
        footer = {
            "",
            "Example:",
            "  duet conflicts list --entity customer --field phone --since 24h",
            "  duet conflicts list --open"
        })
final class ListCommand implements Callable<Integer> {
    private static final int KEY_WIDTH = 36;
    private static final int VALUE_WIDTH = 30;

    @Spec private CommandSpec spec;
    @ParentCommand private ConflictsCommand parent;
    @Mixin private Filter filter;

    @Option(names = "--open", description = "Only reviews that wait for a person.")
    private boolean open;

    @Option(
            names = "--limit",
            paramLabel = "<n>",
            defaultValue = "50",
            description = "At most so many; 0 for all (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--json", description = "Print JSON, with values and images of the rows.")
    private boolean json;

    @Override
    public Integer call() throws SQLException {
        if (limit < 0) {
            throw new ParameterException(spec.commandLine(), "--limit: 0 or more");
        }
        DuetConfig config = parent.config();
        var legend = new Legend(config);
        List<Conflict> conflicts;
        boolean more;
        try (Ledger ledger = Ledger.open(config)) {
            List<Conflict> found =
                    ledger.conflicts(
                            open
                                    ? filter.reviews(legend)
                                    : filter.wanted(legend, limit == 0 ? 0 : limit + 1));
            List<Conflict> chosen =
                    open ? found.stream().filter(it -> it.state() == State.OPEN).toList() : found;
            more = limit > 0 && chosen.size() > limit;
            conflicts = more ? chosen.subList(0, limit) : chosen;
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new ConflictJson(legend).all(conflicts).toPrettyString());
        } else {
            lines(conflicts, legend, Style.ofOutput()).forEach(out::println);
            if (more) {
                out.println("the newest " + limit + " of more; --limit 0 lists all");
            }
        }
        out.flush();
        return conflicts.stream().anyMatch(it -> it.state() == State.OPEN)
                ? ExitCode.FOUND
                : ExitCode.DONE;
    }

    static List<String> lines(List<Conflict> conflicts, Legend legend, Style style) {
        if (conflicts.isEmpty()) {
            return List.of("no conflict is recorded that fits");
        }
        var table = new TextTable();
        table.row("ID", "WHEN", "ENTITY", "KEY", "FIELD", "WINNER", "RULE", "LOST", "STATE");
        for (Conflict it : conflicts) {
            RecordedConflict entry = it.entry();
            table.row(
                    style.bold(it.id()),
                    Words.seconds(entry.decidedAt()),
                    entry.entity(),
                    Words.cut(Words.line(entry.key()), KEY_WIDTH),
                    legend.of(entry),
                    it.winner(),
                    entry.rule(),
                    Words.cut(lost(it), VALUE_WIDTH),
                    it.state() == State.OPEN
                            ? style.warning(it.state().text())
                            : it.state().text());
        }
        return table.lines();
    }

    /// What the loser did.
    static String lost(Conflict it) {
        if (it.entry().isOfHeldChange()) {
            return it.loser().equals(it.source()) ? "its " + it.entry().operation() : "its row";
        }
        if (!it.entry().isAboutPresence()) {
            return Words.quoted(it.value(it.loser()));
        }
        if (it.isDeleter(it.loser())) {
            return "its delete";
        }
        return it.loser().equals(it.source()) ? "its " + it.entry().operation() : "its change";
    }
}
