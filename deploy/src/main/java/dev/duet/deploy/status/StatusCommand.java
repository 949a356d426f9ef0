package dev.duet.deploy.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.duet.apply.store.Control;
import dev.duet.apply.store.TriggerStore;
import dev.duet.deploy.ExitCode;
import dev.duet.deploy.Main;
import dev.duet.deploy.run.OpenSystems;
import dev.duet.deploy.status.StatusReader.Status;
import dev.duet.deploy.terminal.Style;
import dev.duet.deploy.terminal.TextTable;
import dev.duet.deploy.terminal.TimeSpan;
import dev.duet.schemas.config.DuetConfig;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;

/// `duet status`.
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description =
                "Says how the sync is doing, from what the databases know: it need not run, and may"
                        + " run on another machine.",
        footer = {
            "",
            "Exit codes: 0 all is well, or stopped; 1 a direction is PAUSED, STALLED or"
                + " NEEDS_RESYNC, an entity is paused or has not resumed yet, the quarantine is not"
                + " empty, the clocks differ too much, or rows differ that the sync does not mend;"
                + " 3 a database cannot be reached.",
            "",
            "Example:",
            "  duet status",
            "  duet status --json"
        })
public final class StatusCommand implements Callable<Integer> {
    private static final String SKEWED =
            "That is more than settings.clock-skew: conflicts under the rule 'latest' wait for a"
                    + " person. Set both servers' clocks by the same source (NTP).";

    @Spec private CommandSpec spec;
    @ParentCommand private Main main;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws SQLException, InterruptedException {
        DuetConfig config = main.config();
        Status status;
        try (OpenSystems systems = OpenSystems.of(config)) {
            status = new StatusReader(config, systems).read();
        }
        boolean isSkewed = status.clocks().exceeds(config.settings().clockSkew());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(status, isSkewed).toPrettyString());
        } else {
            Style style = Style.ofOutput();
            print(status, out, style);
            out.println();
            out.println(
                    "clocks: "
                            + status.clocks().text(config.first().name(), config.second().name()));
            String replay = "replay: " + status.anchor().text();
            out.println(status.anchor().isWrong() ? style.warning(replay) : replay);
            if (isSkewed) {
                out.println(style.bad(SKEWED));
            }
        }
        out.flush();
        return isSkewed
                        || !status.paused().isEmpty()
                        || VerifiedText.isWrong(status.verified())
                        || status.directions().stream().anyMatch(DirectionStatus::isWrong)
                ? ExitCode.FOUND
                : ExitCode.DONE;
    }

    private static void print(Status status, PrintWriter out, Style style) {
        Instance instance = status.instance();
        out.println(
                instance.isLive()
                        ? "run by "
                                + style.bold(instance.holder())
                                + ", lease for another "
                                + TimeSpan.text(instance.left())
                        : "not running: no instance holds the lease");
        var table = new TextTable();
        List<DirectionStatus> all = status.directions();
        row(table, "direction", all, it -> style.bold(it.direction().toString()));
        row(table, "state", all, it -> state(it, style));
        row(table, "lag", all, it -> TimeSpan.text(it.lag()));
        row(table, "behind", all, it -> it.log().behind() + " " + it.log().unit());
        row(table, "quarantine", all, it -> count(it.quarantined(), style));
        row(table, "conflicts 24 h", all, it -> Long.toString(it.conflicts()));
        row(table, "checkpoint", all, it -> it.checkpoint().position().text());
        row(table, "moved", all, it -> TimeSpan.text(it.sinceWritten()) + " ago");
        row(table, "resume", all, it -> it.resume().text());
        row(table, "log end", all, it -> it.log().end().text());
        row(table, "log headroom", all, it -> it.log().headroom());
        row(table, "slot", all, it -> slot(it.log()));
        out.println();
        table.lines().forEach(out::println);
        for (DirectionStatus direction : all) {
            String more = direction.state().explanation();
            if (!more.isEmpty()) {
                out.println();
                out.println(style.bad(direction.direction() + ": " + more));
            }
        }
        PausedEntity.lines(status.paused(), style).forEach(out::println);
        for (DirectionStatus direction : all) {
            triggers(direction, out, style);
        }
        new CounterText(all, style).lines().forEach(out::println);
        new VerifiedText(status.verified(), style).lines().forEach(out::println);
        if (all.stream().anyMatch(it -> it.quarantined() > 0)) {
            out.println();
            out.println(style.warning("'duet quarantine list' shows what is held, and why"));
        }
    }

    private static void triggers(DirectionStatus direction, PrintWriter out, Style style) {
        if (direction.triggers().isEmpty()) {
            return;
        }
        out.println();
        out.println(
                style.warning(
                        "triggers of "
                                + direction.direction().target()
                                + " did something to what was written there ('on-trigger' says"
                                + " what becomes of it):"));
        for (TriggerStore.Counted counted : direction.triggers()) {
            String field = counted.field().isEmpty() ? "" : "." + counted.field();
            out.println(
                    "  %s%s %s %d times"
                            .formatted(counted.entity(), field, counted.effect(), counted.count()));
        }
    }

    private static void row(
            TextTable table,
            String name,
            List<DirectionStatus> all,
            Function<DirectionStatus, String> cell) {
        table.row(name, cell.apply(all.get(0)), cell.apply(all.get(1)));
    }

    private static String state(DirectionStatus status, Style style) {
        String word = status.state().word();
        return switch (status.state()) {
            case DirectionStatus.State.Running _ -> style.good(word);
            case DirectionStatus.State.Stopped _ -> style.dim(word);
            case DirectionStatus.State.Stalled _, DirectionStatus.State.Paused _ ->
                    style.warning(word);
            case DirectionStatus.State.NeedsResync _ -> style.bad(word);
        };
    }

    private static String count(long held, Style style) {
        return held == 0 ? "empty" : style.bad(held + " held");
    }

    private static String slot(LogStatus.Reading log) {
        Boolean active = log.active();
        if (active == null) {
            return "-";
        }
        return active ? "active" : "inactive";
    }

    private static ObjectNode json(Status status, boolean isSkewed) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        Instance instance = status.instance();
        root.putObject("instance")
                .put("live", instance.isLive())
                .put("holder", instance.holder())
                .put("token", instance.token())
                .put("leaseMillisLeft", Math.max(0, instance.left().toMillis()));
        root.putObject("clocks")
                .put("secondAheadMillis", status.clocks().ahead().toMillis())
                .put(
                        "uncertaintyMillis",
                        Math.ceilDiv(status.clocks().uncertainty().toNanos(), 1_000_000))
                .put("tooFarApart", isSkewed);
        PausedEntity.put(root.putArray("paused"), status.paused());
        VerifiedText.put(root.putArray("verified"), status.verified());
        status.anchor().put(root.putObject("anchor"));
        ArrayNode directions = root.putArray("directions");
        for (DirectionStatus direction : status.directions()) {
            LogStatus.Reading log = direction.log();
            ObjectNode one = directions.addObject();
            one.put("direction", direction.direction().toString())
                    .put("source", direction.direction().source())
                    .put("target", direction.direction().target())
                    .put("state", direction.state().word())
                    .put("explanation", direction.state().explanation())
                    .put("lagMillis", direction.lag().toMillis())
                    .put("behind", log.behind())
                    .put("behindUnit", log.unit())
                    .put("quarantined", direction.quarantined())
                    .put("conflictsLastDay", direction.conflicts())
                    .put("checkpoint", direction.checkpoint().position().text())
                    .put("checkpointMillisAgo", direction.sinceWritten().toMillis())
                    .put("resume", direction.resume().text())
                    .put("logEnd", log.end().text())
                    .put("logOldest", log.oldest())
                    .put("headroomBytes", log.headroomBytes())
                    .put("headroom", log.headroom())
                    .put("slotActive", log.active());
            if (direction.state() instanceof DirectionStatus.State.Paused paused) {
                Control control = paused.control();
                one.putObject("paused")
                        .put("by", control.by())
                        .put("reason", control.reason())
                        .put("brake", control.brake())
                        .put("counted", control.counted())
                        .put("millisAgo", control.age().toMillis())
                        .put("mend", paused.mend());
            }
            CounterText.put(one.putArray("counters"), direction.counters());
            ArrayNode triggers = one.putArray("triggers");
            for (TriggerStore.Counted counted : direction.triggers()) {
                triggers.addObject()
                        .put("entity", counted.entity())
                        .put("column", counted.field())
                        .put("effect", counted.effect())
                        .put("count", counted.count());
            }
        }
        return root;
    }
}
