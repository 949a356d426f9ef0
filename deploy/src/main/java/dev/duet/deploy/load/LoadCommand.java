package dev.duet.deploy.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;

import dev.duet.deploy.EntityOption;
import dev.duet.deploy.ExitCode;
import dev.duet.deploy.Main;
import dev.duet.deploy.run.OpenSystems;
import dev.duet.deploy.run.TerminationSignals;
import dev.duet.deploy.terminal.Progress;
import dev.duet.deploy.terminal.Style;
import dev.duet.deploy.terminal.TextTable;
import dev.duet.schemas.config.DuetConfig;

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
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

/// `duet load`.
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description = {
            "Puts the records that one side has and the other has not there, as the file maps them:"
                    + " the first fill. Records that are there are left as they are.",
            "Clients may write on both sides meanwhile, and 'duet run' may be at work or not. It"
                    + " goes on where it was ended, by Ctrl-C or otherwise, when it is started"
                    + " again; in the end both sides are compared.",
            "Ends with 0 when all is there and both sides are equal; with 1 when records were"
                    + " refused, something differs, an entity does not fit its tables any more and"
                    + " was left out, or it was ended by Ctrl-C; with 3 when a"
                    + " database cannot be reached; with 4 when it must not begin or go on."
        },
        footer = {
            "",
            "Example:",
            "  duet load --from crm",
            "  duet load --merge --entity customer --entity purchase",
            "  duet load --from crm --dry-run"
        })
public final class LoadCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private Main main;

    @Option(
            names = "--from",
            paramLabel = "<system>",
            description = "The system whose records come to the other one.")
    private @Nullable String from;

    @Option(
            names = "--merge",
            description = "Both ways, from the system listed first to begin with.")
    private boolean merge;

    @Mixin private EntityOption entities;

    @Option(
            names = "--chunk-rows",
            paramLabel = "<rows>",
            defaultValue = "16000",
            description =
                    "Most rows in one transaction; as a rule it is fewer, since the sync waits for"
                            + " it (${DEFAULT-VALUE}).")
    private int chunk;

    @Option(names = "--restart", description = "Begin anew, whatever an earlier load has done.")
    private boolean restart;

    @Option(names = "--no-compare", description = "Do not compare both sides in the end.")
    private boolean unCompared;

    @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
    private boolean dry;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws SQLException, InterruptedException {
        DuetConfig config = main.config();
        Request request = request(config);
        var stopped = new AtomicBoolean();
        try (Load load = Load.open(config, request, OpenSystems.reachableToFill(config))) {
            load.require(entities.named());
            if (dry) {
                print(load.plan());
                load.leftOut().forEach(it -> spec.commandLine().getErr().println(it.leftOut()));
                return load.leftOut().isEmpty() ? ExitCode.DONE : ExitCode.FOUND;
            }
            TerminationSignals.onFirst(() -> stopped.set(true));
            Report report = load.run(Progress.on(spec.commandLine().getErr()), stopped::get);
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(report.json().toPrettyString());
            } else {
                report.lines(Style.ofOutput()).forEach(out::println);
            }
            out.flush();
            return report.isWell() ? ExitCode.DONE : ExitCode.FOUND;
        }
    }

    private Request request(DuetConfig config) {
        List<String> systems = config.systemNames();
        if ((from == null) == !merge) {
            throw wrong(
                    "Say whose records come to the other side: --from %s, or --merge for both"
                            .formatted(systems.getFirst()));
        }
        if (from != null && !systems.contains(from)) {
            throw wrong(
                    "--from: the file has no system '%s'; say one of %s".formatted(from, systems));
        }
        if (chunk < 1) {
            throw wrong("--chunk-rows is not less than 1");
        }
        return new Request(
                from == null ? systems : List.of(from),
                entities.of(config),
                chunk,
                restart,
                !unCompared);
    }

    private ParameterException wrong(String what) {
        return new ParameterException(spec.commandLine(), what);
    }

    private void print(List<Load.Planned> plan) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ArrayNode all = new ObjectMapper().createArrayNode();
            for (Load.Planned it : plan) {
                all.addObject()
                        .put("source", it.lane().direction().source())
                        .put("target", it.lane().direction().target())
                        .put("entity", it.entity())
                        .put("rowsAbout", it.rows())
                        .put("done", it.isDone())
                        .put("readBefore", it.counts().read());
            }
            out.println(all.toPrettyString());
        } else {
            var table = new TextTable();
            table.row("DIRECTION", "ENTITY", "ROWS, ABOUT", "DONE BEFORE");
            for (Load.Planned it : plan) {
                table.row(
                        it.lane().direction().toString(),
                        it.entity(),
                        number(it.rows()),
                        it.isDone() ? "all" : number(it.counts().read()));
            }
            table.lines().forEach(out::println);
        }
        out.flush();
    }

    private static String number(long rows) {
        return String.format(Locale.ROOT, "%,d", rows);
    }
}
