package dev.duet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// While two clients on each side write the same few records, back and forth between two values, a
/// comparison finds no difference that is none, and still the one that is.
final class CompareUnderLoadIT {
    private static final int HOT_KEYS = 8;
    private static final int CALM_KEYS = 3_000;
    private static final int COMPARISONS = 4;

    /// What a client thinks between two writes: the sync is to keep up on a small machine.
    private static final long THINKING_MILLIS_MAX = 20;

    @TempDir private static Path folder;

    @Test
    void aBusySystemShowsNoFalseDifference() throws Exception {
        try (var bench =
                        new CliBench(
                                folder,
                                "{ deletes: off, conflicts: off }\n  loops: { most: 1000000 }");
                ExecutorService threads = Executors.newCachedThreadPool()) {
            bench.crm(
                    "INSERT INTO customer SELECT i, 'n' || i, 'x' FROM generate_series(1, "
                            + CALM_KEYS
                            + ") i");
            bench.erp("SET sql_log_bin = 0");
            bench.erp(
                    "INSERT INTO client SELECT n, concat('n', n), 'x' FROM JSON_TABLE(CONCAT('[',"
                            + " REPEAT('1,', "
                            + (CALM_KEYS - 1)
                            + "), '1]'), '$[*]' COLUMNS (n FOR ORDINALITY)) numbers");
            bench.erp("SET sql_log_bin = 1");
            bench.run();
            var ended = new AtomicBoolean();
            List<Future<?>> writers = new ArrayList<>();
            for (int seed = 0; seed < 4; seed++) {
                int each = seed;
                writers.add(threads.submit(() -> write(bench, each, ended)));
            }

            for (int i = 0; i < COMPARISONS; i++) {
                Spoken compare = bench.call("compare", "--chunk", "100", "--json");
                assertThat(compare.exitCode()).as(compare.all()).isZero();
            }
            drift(bench, "UPDATE client SET note = 'drift' WHERE account = 2500");
            Spoken drifted = bench.call("compare", "--json");
            assertThat(drifted.exitCode()).as(drifted.all()).isEqualTo(1);
            JsonNode found = new ObjectMapper().readTree(drifted.out());
            assertThat(found.path("differences")).as(drifted.all()).hasSize(1);
            assertThat(found.at("/differences/0/key").asText()).isEqualTo("2500");
            assertThat(found.at("/differences/0/reason/code").asText()).isEqualTo("unknown");

            ended.set(true);
            for (Future<?> writer : writers) {
                writer.get(60, TimeUnit.SECONDS);
            }
            drift(bench, "UPDATE client SET note = 'x' WHERE account = 2500");
            Spoken rest = bench.call("compare", "--json");
            assertThat(rest.exitCode()).as(rest.all()).isZero();
            assertThat(new ObjectMapper().readTree(rest.out()).path("changing").asLong()).isZero();
        }
    }

    private static Void write(CliBench bench, int seed, AtomicBoolean ended) throws Exception {
        boolean crm = seed % 2 == 0;
        String table = crm ? "customer" : "client";
        String key = crm ? "customer_id" : "account";
        String name = crm ? "full_name" : "client_name";
        var random = new Random(seed);
        try (Connection session =
                        crm
                                ? bench.databases().postgres().connect("crm")
                                : bench.databases().mysql().connect("erp");
                Statement statement = session.createStatement()) {
            while (!ended.get()) {
                int id = CALM_KEYS / 2 + random.nextInt(HOT_KEYS);
                String value = random.nextBoolean() ? "a" : "b";
                try {
                    statement.execute(
                            switch (random.nextInt(8)) {
                                case 0 -> "DELETE FROM %s WHERE %s = %d".formatted(table, key, id);
                                case 1 ->
                                        "INSERT INTO %s VALUES (%d, '%s', 'x')"
                                                .formatted(table, id, value);
                                default ->
                                        "UPDATE %s SET %s = '%s' WHERE %s = %d"
                                                .formatted(table, name, value, key, id);
                            });
                } catch (SQLException e) {
                    // there already, or a deadlock: the client tries something else
                    assertThat(e.getSQLState()).isIn("23505", "23000", "40001", "40P01");
                }
                Thread.sleep(random.nextLong(THINKING_MILLIS_MAX));
            }
        }
        return null;
    }

    /// Writes past the log.
    private static void drift(CliBench bench, String sql) throws SQLException {
        try (Connection session = bench.databases().mysql().connect("erp");
                Statement statement = session.createStatement()) {
            statement.execute("SET sql_log_bin = 0");
            statement.execute(sql);
        }
    }
}
