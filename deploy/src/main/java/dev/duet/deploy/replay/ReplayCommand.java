package dev.duet.deploy.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.duet.apply.conflict.rules.Side;
import dev.duet.deploy.DirectionName;
import dev.duet.deploy.EntityOption;
import dev.duet.deploy.ExitCode;
import dev.duet.deploy.Main;
import dev.duet.deploy.Person;
import dev.duet.deploy.compare.Evidence;
import dev.duet.deploy.compare.KeyedRepair;
import dev.duet.deploy.config.DurationText;
import dev.duet.deploy.replay.HeldLog.Answer;
import dev.duet.deploy.run.Misfit;
import dev.duet.deploy.run.TerminationSignals;
import dev.duet.deploy.terminal.Asking;
import dev.duet.deploy.terminal.Progress;
import dev.duet.deploy.terminal.Style;
import dev.duet.schemas.Key;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.SystemConfig;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

/// `duet replay`.
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Goes back in the logs, and brings every record that clients have changed since to what"
                    + " the rules say now, through the file as it is now: what a wrong mapping has"
                    + " written is mended by mending the file and replaying.",
            "No record moves backwards: the rows as they are now are compared, and each field that"
                    + " differs becomes what the side has whose clients changed it last, or what"
                    + " its rule says where neither had seen the other's change. Where the logs do"
                    + " not tell, the record is left, unless --prefer is said.",
            "MySQL's binary log is read as far as the server holds it, PostgreSQL's as far as the"
                    + " anchor keeps it (settings.replay-window). A sync may be at work meanwhile.",
            "Ends with 0 when every record is as it shall be; with 1 when something was left, or"
                    + " only looked at; with 2 on wrong use; with 3 when a database cannot be"
                    + " reached; with 4 when a log does not hold it, or more differs than"
                    + " --max-repairs allows."
        },
        footer = {
            "",
            "Example:",
            "  duet replay --from 2h --dry-run",
            "  duet replay --from 2026-03-01T12:00:00Z --entity customer --reason \"wrong status"
                    + " map\"",
            "  duet replay --from 16/B374D848 --direction crm→erp --yes --reason \"as above\"",
            "  duet replay --from 2h --direction crm→erp --entity customer --as-recorded --dry-run"
        })
public final class ReplayCommand implements Callable<Integer> {
    /// What a save point's name stands behind.
    static final String SAVED = "save:";

    @Spec private CommandSpec spec;
    @ParentCommand private Main main;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "<place>",
            description =
                    "All that was committed after it: a GTID set, file:pos, an LSN, a time"
                            + " (2026-03-01T12:00:00Z), how long ago (2h), or save:<name> of 'duet"
                            + " position save'.")
    private String from;

    @Option(
            names = "--to",
            paramLabel = "<place>",
            description = "Up to there; without it, all that there is.")
    private @Nullable String upTo;

    @Option(
            names = "--direction",
            paramLabel = "<direction>",
            description =
                    "What clients of its source have changed, such as crm→erp; crm->erp, crm:erp"
                            + " and crm-erp, too (default: both, where --from is a place in both"
                            + " logs).")
    private @Nullable String direction;

    @Mixin private EntityOption entities;

    @Option(names = "--dry-run", description = "Print the plan and write no row.")
    private boolean isDry;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(
            names = "--prefer",
            paramLabel = "<system>",
            description =
                    "Whose value stands where the logs do not tell. Without it such records are"
                            + " left.")
    private @Nullable String prefer;

    @Option(
            names = "--as-recorded",
            description = {
                "What the source's log has recorded stands in the target, whatever the rules say"
                        + " and whoever was last: for a target that has lost it. Each record that"
                        + " clients of the source changed there becomes in the target what the"
                        + " source has of it. It says how many of the target's records this moves"
                        + " backwards: look with --dry-run first. Takes one --direction."
            })
    private boolean isAsRecorded;

    @Option(
            names = "--max-repairs",
            paramLabel = "<n>",
            defaultValue = "100000",
            description = "Refused when more records differ (${DEFAULT-VALUE}).")
    private int most;

    @Option(
            names = "--wait",
            paramLabel = "<time>",
            defaultValue = "60s",
            description =
                    "How long the sync is waited for each time something is looked at again"
                            + " (${DEFAULT-VALUE}).")
    private String patience;

    @Option(
            names = "--reason",
            paramLabel = "<text>",
            description = "Why; kept with your name in duet.repair.")
    private @Nullable String reason;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws SQLException, InterruptedException {
        DuetConfig config = main.config();
        List<String> some = entities.of(config);
        KeyedRepair.Terms terms = terms(config);
        boolean isSaved = from.startsWith(SAVED);
        Map<String, Span> said = isSaved ? Map.of() : spans(config, Map.of());
        var stopped = new AtomicBoolean();
        TerminationSignals.onFirst(() -> stopped.set(true));
        Progress progress = Progress.on(spec.commandLine().getErr());
        try (Replay replay = Replay.open(config, progress, stopped::get)) {
            Map<String, Span> spans =
                    isSaved ? spans(config, replay.saved(from.substring(SAVED.length()))) : said;
            replay.fitted().require(entities.named());
            return replay(replay, spans, some, terms);
        }
    }

    private int replay(
            Replay replay, Map<String, Span> spans, List<String> all, KeyedRepair.Terms terms)
            throws SQLException, InterruptedException {
        Map<String, Answer> held = replay.held();
        print(ReplayText.held(held, spans));
        if (!replay.read(held, spans)) {
            return ended();
        }
        List<Misfit> leftOut = replay.fitted().among(all);
        List<String> some = replay.fitted().of(all);
        Map<String, Map<String, Set<Key>>> wanted = replay.wanted(some);
        print(ReplayText.wanted(wanted, replay.truncated(some)));
        print(leftOut.stream().map(Misfit::leftOut).toList());
        Evidence evidence = replay.evidence();
        @Nullable AsRecorded recorded =
                isAsRecorded ? new AsRecorded(evidence, source(spans), systems()) : null;
        KeyedRepair repair = replay.repair(terms, recorded == null ? evidence : recorded);
        if (!repair.plan(union(wanted))) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "more than %,d records differ: nothing was written. Look why so many do; --max-repairs lets more be written"
                                    .formatted(terms.most()));
            return ExitCode.REFUSED;
        }
        Style style = Style.ofOutput();
        print(repair.planLines(style));
        int overruled = recorded == null ? 0 : recorded.overruled();
        if (overruled > 0) {
            print(List.of(style.warning(ReplayText.overruled(overruled))));
        }
        if (!isDry && repair.mends() > 0) {
            if (!yes && !Asking.isConfirmed("Write %,d records?".formatted(repair.mends()))) {
                throw wrong("not confirmed; nothing was written");
            }
        }
        if (!isDry) {
            repair.carryOut();
            print(repair.resultLines(style));
        }
        boolean isWell = repair.isWell() && replay.truncated(some).isEmpty() && leftOut.isEmpty();
        if (json) {
            printJson(held, wanted, leftOut, repair, overruled);
        } else if (isWell) {
            print(List.of("every one of these records is as it shall be"));
        }
        return isWell ? ExitCode.DONE : ExitCode.FOUND;
    }

    private List<String> systems() {
        return main.config().systemNames();
    }

    /// Whose log is the only one that is replayed.
    private Side source(Map<String, Span> spans) {
        return systems().getFirst().equals(spans.keySet().iterator().next()) ? Side.A : Side.B;
    }

    private int ended() {
        spec.commandLine().getErr().println("ended before the logs were read; nothing was written");
        return ExitCode.FOUND;
    }

    private static Map<String, Set<Key>> union(Map<String, Map<String, Set<Key>>> wanted) {
        Map<String, Set<Key>> all = new LinkedHashMap<>();
        for (Map<String, Set<Key>> keys : wanted.values()) {
            keys.forEach(
                    (entity, some) ->
                            all.computeIfAbsent(entity, _ -> new LinkedHashSet<>()).addAll(some));
        }
        return all;
    }

    private KeyedRepair.Terms terms(DuetConfig config) {
        if (!isDry && (reason == null || reason.isBlank())) {
            throw wrong("Say why with --reason, or look first with --dry-run");
        }
        if (!isDry && !yes && (json || !Asking.isPossible())) {
            throw wrong(
                    "It asks before it writes: say --yes where nobody can be asked, or look first"
                            + " with --dry-run");
        }
        if (most < 1) {
            throw wrong("--max-repairs is not less than 1");
        }
        if (isAsRecorded && (direction == null || prefer != null)) {
            throw wrong(
                    "--as-recorded says whose value stands by the --direction, such as --direction"
                            + " %s: say that, and leave --prefer out"
                                    .formatted(DirectionName.both(config).getFirst()));
        }
        return new KeyedRepair.Terms(
                isDry,
                preferred(config),
                most,
                reason == null ? "" : "replay: " + reason,
                Person.here(),
                DurationText.parse(patience)
                        .filter(Duration::isPositive)
                        .orElseThrow(
                                () ->
                                        wrong(
                                                "--wait: '%s' is no time; write 30s or 5m"
                                                        .formatted(patience))));
    }

    private @Nullable Side preferred(DuetConfig config) {
        if (prefer == null) {
            return null;
        }
        List<String> names = config.systemNames();
        return switch (names.indexOf(prefer)) {
            case 0 -> Side.A;
            case 1 -> Side.B;
            default ->
                    throw wrong(
                            "--prefer: '%s' is no system; say one of %s".formatted(prefer, names));
        };
    }

    /// The part of each log that is replayed.
    ///
    /// @param saved where the save point is that was named, by system; empty for none
    private Map<String, Span> spans(DuetConfig config, Map<String, Bound> saved) {
        @Nullable Bound said = saved.isEmpty() ? bound("--from", from) : null;
        @Nullable Bound end = upTo == null ? null : bound("--to", upTo);
        Map<String, Span> spans = new LinkedHashMap<>();
        for (SystemConfig source : config.systems()) {
            @Nullable Bound begin = said == null ? saved.get(source.name()) : said;
            if (begin != null
                    && isWanted(config, source.name())
                    && isIn(source, begin)
                    && isIn(source, end)) {
                spans.put(source.name(), new Span(begin, end));
            }
        }
        if (spans.isEmpty()) {
            throw wrong(
                    "--from, --to and --direction do not go together: an LSN is a place in the log"
                            + " of %s, a GTID set and file:pos are in that of %s"
                                    .formatted(
                                            config.postgres().name(),
                                            config.peerOf(config.postgres().name()).name()));
        }
        return spans;
    }

    private static boolean isIn(SystemConfig system, @Nullable Bound bound) {
        return bound == null || bound.kind().map(it -> it == system.kind()).orElse(true);
    }

    private boolean isWanted(DuetConfig config, String source) {
        @Nullable String name = direction;
        if (name == null) {
            return true;
        }
        return DirectionName.find(config, name)
                .orElseThrow(() -> wrong(DirectionName.unknown(config, name)))
                .source()
                .equals(source);
    }

    private Bound bound(String option, String text) {
        return Bound.parse(text, InstantSource.system())
                .orElseThrow(
                        () ->
                                wrong(
                                        "%s: '%s' is no place; write a GTID set, file:pos (binlog.000042:154), an LSN (16/B374D848), a time (2026-03-01T12:00:00Z) or how long ago (2h)"
                                                .formatted(option, text)));
    }

    private void printJson(
            Map<String, Answer> held,
            Map<String, Map<String, Set<Key>>> wanted,
            List<Misfit> leftOut,
            KeyedRepair repair,
            int overruled) {
        ObjectNode all = new ObjectMapper().createObjectNode();
        ArrayNode logs = all.putArray("logs");
        held.forEach(
                (system, answer) ->
                        logs.addObject()
                                .put("system", system)
                                .put(
                                        "begins",
                                        answer.readable()
                                                .map(it -> it.begin().stored())
                                                .orElse(null)));
        ArrayNode changed = all.putArray("changed");
        wanted.forEach(
                (system, keys) ->
                        keys.forEach(
                                (entity, some) ->
                                        changed.addObject()
                                                .put("system", system)
                                                .put("entity", entity)
                                                .put("records", some.size())));
        Misfit.json(all, leftOut);
        if (isAsRecorded) {
            all.put("movedBackwards", overruled);
        }
        repair.json(all.putObject("replay"));
        PrintWriter out = spec.commandLine().getOut();
        out.println(all.toPrettyString());
        out.flush();
    }

    private void print(List<String> lines) {
        if (json) {
            return;
        }
        PrintWriter out = spec.commandLine().getOut();
        lines.forEach(out::println);
        out.flush();
    }

    private ParameterException wrong(String what) {
        return new ParameterException(spec.commandLine(), what);
    }
}
