package dev.duet.bench;

import dev.duet.localdb.CannotStartDatabase;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogManager;

/// The bench from start to end: databases, the gate, rounds, figures. One thread.
@Command(
        name = "scripts/bench/bench",
        sortOptions = false,
        description = {
            "Times Duet between a real PostgreSQL and a real MySQL with durable settings, both"
                    + " started for it on this machine and gone when it ends.",
            "First it proves that both sides are equal, row for row, after a mixed workload."
        },
        footer = {
            "",
            "Exit codes: 0 timed (the aims need not be met), 1 the two sides differ or Duet"
                    + " stopped, 2 wrong use, 3 the databases could not be started.",
            "",
            "Example:",
            "  scripts/bench/bench --quick --only catch-up"
        })
public final class Main implements Callable<Integer> {
    private static final int TIMED = 0;
    private static final int FAILED = 1;
    private static final int NOT_STARTED = 3;
    private static final Duration END_LIMIT = Duration.ofSeconds(30);

    /// What may be timed alone.
    enum Part {
        CATCH_UP("catch-up"),
        LATENCY("latency"),
        CONFLICTS("conflicts"),
        MAPPING("mapping"),
        TOOLS("tools");

        private final String word;

        Part(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    @Option(names = "--gate", description = "Only prove that both sides are equal; time nothing.")
    private boolean gateOnly;

    @Option(
            names = "--quick",
            description = "One small round: about two minutes, instead of about ten.")
    private boolean quick;

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "Rows in a backlog of 100-row transactions.")
    private int rows;

    @Option(
            names = "--only",
            paramLabel = "PART",
            description =
                    "Only one part: ${COMPLETION-CANDIDATES}. The mapping alone needs no database;"
                            + " the tools are load, compare and the verification.")
    private @Nullable Part only;

    @Option(
            names = "--slug",
            paramLabel = "WORD",
            defaultValue = "bench",
            description =
                    "The figures go to scripts/bench/results/<date>-WORD/run-N.json; else the word"
                            + " is ${DEFAULT-VALUE}.")
    private String slug;

    @Option(names = "--results", hidden = true, required = true)
    private Path results;

    @Option(names = "--commit", hidden = true, required = true)
    private String commit;

    @Option(names = "--help", usageHelp = true, description = "Say how to use this.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean help;

    private final Console console = new Console(System.err);
    private final CountDownLatch over = new CountDownLatch(1);

    private Main() {}

    public static void main(String[] arguments) {
        // The binlog reader logs through the JDK, and at every start.
        LogManager.getLogManager().reset();
        var line = new CommandLine(new Main());
        line.setExecutionExceptionHandler(
                (failure, failed, _) -> {
                    switch (failure) {
                        case CannotStartDatabase missing -> {
                            failed.getErr().println(missing.getMessage());
                            return NOT_STARTED;
                        }
                        case BenchFailed told -> failed.getErr().println(told.getMessage());
                        default -> failure.printStackTrace(failed.getErr());
                    }
                    return FAILED;
                });
        System.exit(line.execute(arguments));
    }

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        requireSense();
        Thread here = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(here)));
        try {
            if (only != Part.MAPPING && only != Part.TOOLS) {
                measure();
            }
            if (isAsked(Part.TOOLS) && !gateOnly) {
                Plan plan = plan();
                new Tools(console, plan.rows(), plan.rounds()).run(System.out::println);
            }
            if (isAsked(Part.MAPPING) && !gateOnly) {
                new MappingStage(console).lines().forEach(System.out::println);
            }
            return TIMED;
        } catch (IOException | SQLException | InterruptedException | RuntimeException e) {
            if (console.isSilent()) {
                return FAILED; // being ended; what breaks then is no news
            }
            throw e;
        } finally {
            over.countDown();
        }
    }

    private void requireSense() {
        if (rows != 0 && rows < 1_000) {
            throw new CommandLine.ParameterException(
                    new CommandLine(this),
                    "--rows must be 1000 or more: fewer have no steady rate");
        }
        if (!slug.matches("[a-z0-9-]+")) {
            throw new CommandLine.ParameterException(
                    new CommandLine(this), "--slug may have small letters, digits and hyphens");
        }
    }

    /// On Ctrl-C: what runs is interrupted, and takes servers and files with it.
    private void end(Thread running) {
        if (over.getCount() == 0) {
            return;
        }
        console.say("Ended; the databases are being stopped.");
        console.silence();
        // The servers go down at the same time, of which everything that is connected complains.
        System.setErr(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        running.interrupt();
        try {
            over.await(END_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void measure() throws IOException, SQLException, InterruptedException {
        Path folder = Files.createTempDirectory("duet-bench-");
        console.say("The databases are started.");
        try (Testbed testbed = Testbed.start(folder)) {
            var ids = new Ids();
            console.say("The gate: a mixed workload on both sides, then all rows are compared.");
            String proof = new Gate(testbed, ids).pass();
            console.say("  passed: %s", proof);
            if (!gateOnly) {
                report(rounds(testbed, ids, proof));
            }
        } finally {
            Tools.delete(folder);
        }
    }

    private Results rounds(Testbed testbed, Ids ids, String proof)
            throws SQLException, InterruptedException {
        Plan plan = plan();
        Surroundings where = Surroundings.of(testbed, commit);
        var catchUp = new CatchUp(testbed, ids, console);
        var latency = new Latency(testbed, ids, console, plan.samples());
        var conflicts = new Conflicts(testbed, ids, console);
        List<Double> loads = new ArrayList<>();
        if (plan.warmUpRows() > 0 && isAsked(Part.CATCH_UP)) {
            catchUp.warmUp(plan.warmUpRows());
        }
        for (int round = 1; round <= plan.rounds(); round++) {
            loads.add(Surroundings.load());
            if (isAsked(Part.CATCH_UP)) {
                catchUp.round(round, plan.rows());
            }
            if (isAsked(Part.LATENCY)) {
                latency.round(round);
            }
            if (isAsked(Part.CONFLICTS)) {
                conflicts.round(round, plan.rows());
            }
        }
        loads.add(Surroundings.load());
        if (isAsked(Part.CONFLICTS)) {
            conflicts.far();
        }
        return new Results(
                where,
                plan,
                proof,
                catchUp.timings(),
                latency.delays(),
                conflicts.joined(),
                conflicts.held(),
                loads);
    }

    private Plan plan() {
        Plan usual = quick ? Plan.QUICK : Plan.USUAL;
        return rows == 0 ? usual : usual.withRows(rows);
    }

    private boolean isAsked(Part part) {
        return only == null || only == part;
    }

    private void report(Results found) throws IOException {
        new Summary(found).lines().forEach(System.out::println);
        console.say("");
        console.say("Written to %s", found.write(results, slug));
    }
}
