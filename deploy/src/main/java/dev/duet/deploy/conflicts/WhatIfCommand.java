package dev.duet.deploy.conflicts;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.duet.deploy.ExitCode;
import dev.duet.deploy.conflicts.Rules.Verdict;
import dev.duet.deploy.conflicts.WhatIf.Judged;
import dev.duet.deploy.terminal.TextTable;
import dev.duet.schemas.config.DuetConfig;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// `duet conflicts what-if`.
@Command(
        name = "what-if",
        mixinStandardHelpOptions = true,
        description =
                "Asks the rules of another file about the recorded conflicts, and says whose"
                        + " winners would be others. Writes nothing. What was no conflict under the"
                        + " rules of then (sum, owner) is not recorded, so it is not asked about.",
        footer = {"", "Example:", "  duet conflicts what-if --config new.yaml --since 7d"})
final class WhatIfCommand implements Callable<Integer> {
    private static final int KEY_WIDTH = 36;

    @Spec private CommandSpec spec;
    @ParentCommand private ConflictsCommand parent;
    @Mixin private Filter filter;

    @Option(
            names = "--limit",
            paramLabel = "<n>",
            defaultValue = "50",
            description =
                    "Name at most so many conflicts; all are counted. 0 for all (default:"
                            + " ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws SQLException {
        DuetConfig config = parent.config();
        var legend = new Legend(config);
        WhatIf whatIf;
        try (Ledger ledger = Ledger.open(config)) {
            whatIf =
                    WhatIf.of(
                            ledger.conflicts(filter.wanted(legend, 0)),
                            ledger.rules(),
                            ledger.misfits());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(whatIf, legend).toPrettyString());
        } else {
            lines(whatIf, legend, limit).forEach(out::println);
        }
        out.flush();
        return ExitCode.DONE;
    }

    static List<String> lines(WhatIf whatIf, Legend legend, int limit) {
        if (whatIf.judged().isEmpty()) {
            return List.of("no conflict is recorded that fits");
        }
        var table = new TextTable();
        table.row("ENTITY", "FIELD", "RULE", "SAME WINNER", "OTHER WINNER", "CANNOT SAY");
        whatIf.counts(legend)
                .forEach(
                        (group, count) ->
                                table.row(
                                        group.entity(),
                                        group.field(),
                                        group.rule().isEmpty() ? "-" : group.rule(),
                                        Long.toString(count.same()),
                                        Long.toString(count.changed()),
                                        Long.toString(count.unknown())));
        var lines = new ArrayList<>(table.lines());
        List<Judged> told =
                whatIf.judged().stream()
                        .filter(it -> it.isChanged() || it.verdict() instanceof Verdict.Unknown)
                        .toList();
        if (told.isEmpty()) {
            return lines;
        }
        var each = new TextTable();
        each.row("ID", "ENTITY", "KEY", "FIELD", "WON", "WOULD WIN", "WHY");
        told.stream()
                .limit(limit == 0 ? Long.MAX_VALUE : limit)
                .forEach(
                        it ->
                                each.row(
                                        it.conflict().id(),
                                        it.conflict().entry().entity(),
                                        Words.cut(
                                                Words.line(it.conflict().entry().key()), KEY_WIDTH),
                                        legend.of(it.conflict().entry()),
                                        it.conflict().winner(),
                                        winner(it.verdict()),
                                        why(it.verdict())));
        lines.add("");
        lines.addAll(each.lines());
        if (limit > 0 && told.size() > limit) {
            lines.add(limit + " of " + told.size() + "; --limit 0 names all");
        }
        return lines;
    }

    static ObjectNode json(WhatIf whatIf, Legend legend) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        ArrayNode counts = json.putArray("counts");
        whatIf.counts(legend)
                .forEach(
                        (group, count) ->
                                counts.addObject()
                                        .put("entity", group.entity())
                                        .put("field", group.field())
                                        .put("rule", group.rule())
                                        .put("same", count.same())
                                        .put("changed", count.changed())
                                        .put("unknown", count.unknown()));
        ArrayNode conflicts = json.putArray("conflicts");
        for (Judged it : whatIf.judged()) {
            conflicts
                    .addObject()
                    .put("id", it.conflict().id())
                    .put("entity", it.conflict().entry().entity())
                    .put("key", it.conflict().entry().key())
                    .put("field", legend.of(it.conflict().entry()))
                    .put("rule", it.verdict().rule())
                    .put("winner", it.conflict().winner())
                    .put(
                            "wouldWin",
                            it.verdict() instanceof Verdict.Decided decided
                                    ? decided.winner()
                                    : null)
                    .put("changed", it.isChanged())
                    .put("why", why(it.verdict()));
        }
        return json;
    }

    private static String winner(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Decided decided -> decided.winner();
            case Verdict.Unknown _ -> "?";
        };
    }

    private static String why(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Decided decided -> decided.reason();
            case Verdict.Unknown unknown -> unknown.why();
        };
    }
}
