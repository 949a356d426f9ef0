package dev.duet.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.duet.apply.store.CheckpointStore;
import dev.duet.deploy.compare.Verifier;
import dev.duet.localdb.LocalDatabases;
import dev.duet.localdb.LocalServer;
import dev.duet.schemas.Position;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// How fast a first fill and a comparison are beside what the databases' own means do with the same
/// rows, and what the verification beside a sync costs. The commands run as a DBA runs them: each
/// in a JVM of its own, beside a sync. One thread.
final class Tools {
    private static final double LOAD_AIM = 0.6;
    private static final double COMPARE_AIM = 0.5;
    private static final double VERIFY_AIM = 0.05;
    private static final int BATCH = 1_000;
    private static final Duration ASK_AGAIN = Duration.ofMillis(100);

    /// Rows in a backlog.
    private static final int BEHIND_MOST = 500_000;

    private final Console console;
    private final int rows;
    private final int rounds;

    /// @param rows in the table
    Tools(Console console, int rows, int rounds) {
        this.console = console;
        this.rows = rows;
        this.rounds = rounds;
    }

    /// @param found is told each figure in words as soon as it is known
    void run(Consumer<String> found) throws IOException, SQLException, InterruptedException {
        for (Way way : Way.values()) {
            prepared(way, (testbed, folder) -> found.accept(load(testbed, folder, way, false)));
            prepared(
                    way,
                    (testbed, folder) -> {
                        try (var duet = new DuetRun(testbed)) {
                            duet.awaitReading();
                            found.accept(load(testbed, folder, way, true));
                            awaitRest(testbed, duet);
                            found.accept(compare(testbed, folder));
                        }
                        if (way == Way.TO_MYSQL) {
                            found.accept(verification(testbed));
                        }
                    });
        }
    }

    private interface Part {
        void time(Testbed testbed, Path folder)
                throws SQLException, IOException, InterruptedException;
    }

    private void prepared(Way way, Part part)
            throws IOException, SQLException, InterruptedException {
        Path folder = Files.createTempDirectory("duet-bench-tools-");
        console.say("%s: %,d rows are there before Duet is prepared.", way.label(), rows);
        try (Testbed testbed = Testbed.start(folder, databases -> fill(databases, way))) {
            part.time(testbed, folder);
        } finally {
            delete(folder);
        }
    }

    private void fill(LocalDatabases databases, Way way) throws SQLException {
        ItemTable table = Testbed.table(way.source());
        LocalServer server = way == Way.TO_MYSQL ? databases.postgres() : databases.mysql();
        Map<String, String> many =
                Map.of(
                        "rewriteBatchedStatements", "true", // MySQL's driver
                        "reWriteBatchedInserts", "true"); // PostgreSQL's
        try (Connection connection = server.connect(Testbed.DATABASE, many);
                PreparedStatement insert = connection.prepareStatement(table.insert())) {
            connection.setAutoCommit(false);
            for (int id = 1; id <= rows; id++) {
                Item.of(id, 0).bind(insert);
                if (id % BATCH == 0 || id == rows) {
                    insert.executeBatch();
                }
            }
            connection.commit();
        }
    }

    private String load(Testbed testbed, Path folder, Way way, boolean isBeside)
            throws SQLException, IOException, InterruptedException {
        var tools = new NativeTools(testbed.databases());
        console.say("%s: the databases' own means, then duet load.", way.label());
        tools.copy(way); // so that the JVM has compiled what is timed
        double copied = tools.copy(way);
        JsonNode load = command(folder, "load", "--from", way.source(), "--no-compare", "--json");
        if (load.at("/entities/0/inserted").asLong() != rows) {
            throw new BenchFailed("not all rows were loaded: " + load);
        }
        return line(
                "load",
                way.label() + (isBeside ? ", beside a sync" : ", alone"),
                load.at("/entities/0/rowsPerSecond").asDouble(),
                "its databases' own copy",
                copied,
                LOAD_AIM);
    }

    /// Until the sync has come past all that is in both logs: it reads back what was loaded.
    private static void awaitRest(Testbed testbed, DuetRun duet)
            throws SQLException, InterruptedException {
        for (Way way : Way.values()) {
            Position end = testbed.mark(way.source());
            var store = new CheckpointStore(way.source());
            try (Connection target = testbed.open(way.target())) {
                while (end.isAfter(store.read(target).orElseThrow().position())) {
                    duet.requireAlive();
                    Thread.sleep(ASK_AGAIN);
                }
            }
        }
    }

    private String compare(Testbed testbed, Path folder)
            throws SQLException, IOException, InterruptedException {
        var tools = new NativeTools(testbed.databases());
        console.say("Duet compare, and a plain SELECT of both sides.");
        JsonNode equal = command(folder, "compare", "--json");
        if (!equal.at("/equal").asBoolean()) {
            throw new BenchFailed("both sides are not equal: " + equal);
        }
        double compared = equal.at("/entities/0/rowsPerSecond").asDouble();
        tools.select(); // so that the JVM has compiled what is timed
        return line(
                "compare",
                "both sides",
                compared,
                "a SELECT of both",
                2 * tools.select(),
                COMPARE_AIM);
    }

    private static String line(
            String what, String where, double rate, String beside, double limit, double aim) {
        return String.format(
                Locale.ROOT,
                "%-8s %-36s %,9.0f rows/s, %.2f of %s (%,.0f rows/s; aim %.1f)",
                what,
                where,
                rate,
                rate / limit,
                beside,
                limit,
                aim);
    }

    /// A backlog is caught up with in turn without and with the verifier, which has the table to
    /// read at its usual pace.
    private String verification(Testbed testbed) throws SQLException, InterruptedException {
        var backlog = new Backlog(testbed);
        List<Double> ratios = new ArrayList<>();
        int next = rows + 1;
        int behind = Math.min(rows, BEHIND_MOST);
        // The first pair warms the JVM and does not count.
        for (int round = 0; round <= rounds; round++) {
            double[] rates = new double[2];
            for (int with = 0; with < 2; with++) {
                console.say(
                        "A backlog %s the verification, round %d.",
                        with == 1 ? "with" : "without", round);
                backlog.write(Testbed.POSTGRES, Variant.INSERTS_BY_100, next, behind, 0);
                next += behind;
                rates[with] = caughtUp(testbed, behind, with == 1);
            }
            if (round > 0) {
                ratios.add(rates[1] / rates[0]);
            }
        }
        double[] sorted = ratios.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return String.format(
                Locale.ROOT,
                "verify   a backlog is caught up with at %.2f of the rate without"
                        + " (rounds: %s; aim above %.2f)",
                sorted[sorted.length / 2],
                Arrays.stream(sorted)
                        .mapToObj(it -> String.format(Locale.ROOT, "%.2f", it))
                        .toList(),
                1 - VERIFY_AIM);
    }

    private double caughtUp(Testbed testbed, int behind, boolean verified)
            throws SQLException, InterruptedException {
        try (var duet = new DuetRun(testbed);
                @Nullable Verifier verifier =
                        verified ? new Verifier(testbed.config(), () -> true) : null) {
            if (verifier != null) {
                verifier.start();
            }
            Progress progress =
                    duet.follow(Map.of(Way.TO_MYSQL, behind)).progress().get(Way.TO_MYSQL);
            if (progress == null) {
                throw new BenchFailed("nothing was followed");
            }
            return progress.rowsPerSecond();
        }
    }

    private static JsonNode command(Path folder, String... words)
            throws IOException, InterruptedException {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                ProcessHandle.current().info().command().orElse("java"),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.duet.deploy.Main",
                                "--config",
                                folder.resolve(Testbed.CONFIG_FILE).toString()));
        all.addAll(List.of(words));
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(all).redirectError(log.toFile()).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new BenchFailed(
                    "duet " + String.join(" ", words) + ": " + said + Files.readString(log));
        }
        return new ObjectMapper().readTree(said);
    }

    /// A folder of files.
    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
