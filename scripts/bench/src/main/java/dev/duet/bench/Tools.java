package dev.duet.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.duet.deploy.compare.Verifier;
import dev.duet.localdb.LocalDatabases;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// How fast a first fill and a comparison are beside what the databases' own means do with the same
/// rows, and what the verification beside a sync costs. The commands run as a DBA runs them: each
/// in a JVM of its own, beside a sync. One thread.
final class Tools {
    private static final double LOAD_AIM = 0.6;
    private static final double COMPARE_AIM = 0.5;
    private static final double VERIFY_AIM = 0.05;
    private static final int BATCH = 1_000;

    private final Console console;
    private final int rows;
    private final int rounds;

    /// @param rows in the table
    Tools(Console console, int rows, int rounds) {
        this.console = console;
        this.rows = rows;
        this.rounds = rounds;
    }

    /// For people.
    List<String> lines() throws IOException, SQLException, InterruptedException {
        List<String> lines = new ArrayList<>();
        for (Way way : Way.values()) {
            Path folder = Files.createTempDirectory("duet-bench-tools-");
            console.say("%s: %,d rows are there before Duet is prepared.", way.label(), rows);
            try (Testbed testbed = Testbed.start(folder, databases -> fill(databases, way))) {
                lines.addAll(firstFill(testbed, folder, way));
                if (way == Way.TO_MYSQL) {
                    lines.addAll(verification(testbed));
                }
            } finally {
                delete(folder);
            }
        }
        return lines;
    }

    private void fill(LocalDatabases databases, Way way) throws SQLException {
        ItemTable table = Testbed.table(way.source());
        try (Connection connection =
                        (way == Way.TO_MYSQL ? databases.postgres() : databases.mysql())
                                .connect(Testbed.DATABASE);
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

    private List<String> firstFill(Testbed testbed, Path folder, Way way)
            throws SQLException, IOException, InterruptedException {
        var tools = new NativeTools(testbed.databases());
        console.say("%s: the databases' own means, then duet load.", way.label());
        tools.copy(way); // so that the JVM has compiled what is timed
        double copied = tools.copy(way);
        double loaded;
        double compared;
        try (var duet = new DuetRun(testbed)) {
            duet.awaitReading();
            JsonNode load =
                    command(folder, "load", "--from", way.source(), "--no-compare", "--json");
            if (load.at("/entities/0/inserted").asLong() != rows) {
                throw new BenchFailed("not all rows were loaded: " + load);
            }
            loaded = load.at("/entities/0/rowsPerSecond").asDouble();
            console.say("%s: a plain SELECT of both sides, then duet compare.", way.label());
            tools.select();
            JsonNode found = command(folder, "compare", "--json");
            if (!found.at("/equal").asBoolean()) {
                throw new BenchFailed("both sides are not equal: " + found);
            }
            compared = found.at("/entities/0/rowsPerSecond").asDouble();
        }
        double selected = 2 * tools.select();
        return List.of(
                line("load", way.label(), loaded, "its databases' own copy", copied, LOAD_AIM),
                line("compare", "both sides", compared, "a SELECT of both", selected, COMPARE_AIM));
    }

    private static String line(
            String what, String where, double rate, String beside, double limit, double aim) {
        return String.format(
                Locale.ROOT,
                "%-8s %-20s %,9.0f rows/s, %.2f of %s (%,.0f rows/s; aim %.1f)",
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
    private List<String> verification(Testbed testbed) throws SQLException, InterruptedException {
        var backlog = new Backlog(testbed);
        List<Double> ratios = new ArrayList<>();
        int next = rows + 1;
        // The first pair warms the JVM and does not count.
        for (int round = 0; round <= rounds; round++) {
            double[] rates = new double[2];
            for (int with = 0; with < 2; with++) {
                console.say(
                        "A backlog %s the verification, round %d.",
                        with == 1 ? "with" : "without", round);
                backlog.write(Testbed.POSTGRES, Variant.INSERTS_BY_100, next, rows, 0);
                next += rows;
                rates[with] = caughtUp(testbed, with == 1);
            }
            if (round > 0) {
                ratios.add(rates[1] / rates[0]);
            }
        }
        double[] sorted = ratios.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return List.of(
                String.format(
                        Locale.ROOT,
                        "verify   a backlog is caught up with at %.2f of the rate without"
                                + " (rounds: %s; aim above %.2f)",
                        sorted[sorted.length / 2],
                        Arrays.stream(sorted)
                                .mapToObj(it -> String.format(Locale.ROOT, "%.2f", it))
                                .toList(),
                        1 - VERIFY_AIM));
    }

    private double caughtUp(Testbed testbed, boolean verified)
            throws SQLException, InterruptedException {
        try (var duet = new DuetRun(testbed);
                @Nullable Verifier verifier =
                        verified ? new Verifier(testbed.config(), () -> true) : null) {
            if (verifier != null) {
                verifier.start();
            }
            Progress progress =
                    duet.follow(Map.of(Way.TO_MYSQL, rows)).progress().get(Way.TO_MYSQL);
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
