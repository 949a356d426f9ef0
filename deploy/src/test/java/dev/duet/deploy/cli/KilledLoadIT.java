package dev.duet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/// While clients make two hundred changes a second, half of them on each side, a load and then a
/// comparison are killed and begun again, five times each; and the sync once in the middle of it.
final class KilledLoadIT {
    private static final int KILLS = 5;
    private static final int ROWS = 40_000;
    private static final Duration LIMIT = Duration.ofSeconds(180);

    /// A hundred changes a second of each side.
    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    @TempDir private static Path folder;

    @Test
    void nothingIsLostAndNoDifferenceIsFalse() throws Exception {
        String filled =
                "INSERT INTO item SELECT i, 'n' || i, NULL, NULL FROM generate_series(1, "
                        + ROWS
                        + ") i";
        try (var bench =
                        new CliBench(
                                folder,
                                List.of(
                                        "CREATE TABLE item (id int PRIMARY KEY, name text, by_crm"
                                                + " text, by_erp text)",
                                        filled),
                                List.of(
                                        "CREATE TABLE thing (id int PRIMARY KEY, name"
                                                + " varchar(100), by_crm varchar(100), by_erp"
                                                + " varchar(100))"),
                                """
                                item:
                                  tables: { crm: item, erp: thing }
                                  key: { id: id }
                                  fields: { name: name, by_crm: by_crm, by_erp: by_erp }
                                """);
                ExecutorService threads = Executors.newCachedThreadPool()) {
            DuetProcess run = bench.run();
            var ended = new AtomicBoolean();
            Future<Client> crm = threads.submit(() -> write(bench, true, ended));
            Future<Client> erp = threads.submit(() -> write(bench, false, ended));

            long read = 0;
            for (int i = 0; i < KILLS; i++) {
                DuetProcess load = load(bench, "--no-compare");
                long before = read;
                Awaitility.await().atMost(LIMIT).until(() -> rowsRead(bench) > before);
                load.signal("KILL");
                load.awaitEnd();
                read = rowsRead(bench);
                if (i == KILLS / 2) {
                    run.signal("KILL");
                    run.awaitEnd();
                    bench.run();
                }
            }
            assertThat(read).isLessThan(ROWS); // else nothing was left to be killed
            DuetProcess whole = load(bench, "--no-compare");
            whole.awaitEnd();
            assertThat(whole.exitCode()).as(whole.all()).isZero();
            for (int i = 0; i < KILLS; i++) {
                DuetProcess compare = compare(bench);
                compare.awaitText("item", 1);
                compare.signal("KILL");
                compare.awaitEnd();
            }
            DuetProcess busy = compare(bench);
            busy.awaitEnd();
            assertThat(busy.exitCode()).as(busy.all()).isZero();

            ended.set(true);
            Client inCrm = crm.get(60, TimeUnit.SECONDS);
            Client inErp = erp.get(60, TimeUnit.SECONDS);
            assertThat(inCrm.count).isGreaterThan(500);
            assertThat(inErp.count).isGreaterThan(500);
            DuetProcess rest = compare(bench);
            rest.awaitEnd();
            assertThat(rest.exitCode()).as(rest.all()).isZero();
            JsonNode found = new ObjectMapper().readTree(rest.out());
            assertThat(found.path("changing").asLong()).isZero();
            for (boolean onCrm : List.of(true, false)) {
                assertThat(values(bench, onCrm, "by_crm")).containsAllEntriesOf(inCrm.last);
                assertThat(values(bench, onCrm, "by_erp")).containsAllEntriesOf(inErp.last);
                assertThat(values(bench, onCrm, "name").keySet())
                        .doesNotContainAnyElementsOf(inCrm.gone);
            }
        }
    }

    /// What a side's clients have done.
    private static final class Client {
        /// By record, what was written last.
        final Map<Integer, String> last = new HashMap<>();

        final List<Integer> gone = new ArrayList<>();
        int count;
    }

    private static Client write(CliBench bench, boolean crm, AtomicBoolean ended) throws Exception {
        var client = new Client();
        var random = new Random(crm ? 1 : 2);
        String table = crm ? "item" : "thing";
        String field = crm ? "by_crm" : "by_erp";
        int none = 100_000 + (crm ? 0 : 1);
        try (Connection session =
                        crm
                                ? bench.databases().postgres().connect("crm")
                                : bench.databases().mysql().connect("erp");
                Statement statement = session.createStatement()) {
            long due = System.nanoTime();
            while (!ended.get()) {
                int n = ++client.count;
                int id = n % 10 == 0 ? none + 2 * n : 1 + random.nextInt(ROWS / 2);
                // the other half is for deletes: of the side that has all of them
                int gone = ROWS - n / 10;
                if (n % 10 == 0) {
                    statement.execute(
                            "INSERT INTO %s (id, name, %s) VALUES (%d, 'new', 'v%d')"
                                    .formatted(table, field, id, n));
                    client.last.put(id, "v" + n);
                } else if (n % 10 == 5 && crm && gone > ROWS / 2) {
                    statement.execute("DELETE FROM item WHERE id = " + gone);
                    client.gone.add(gone);
                } else if (written(
                        statement,
                        "UPDATE %s SET %s = 'v%d' WHERE id = %d".formatted(table, field, n, id))) {
                    client.last.put(id, "v" + n);
                }
                due += PACE_NANOS;
                TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
            }
        }
        return client;
    }

    /// Whether there was such a row; a deadlock is the client's to try again.
    private static boolean written(Statement statement, String sql) throws SQLException {
        try {
            return statement.executeUpdate(sql) > 0;
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isIn("40001", "40P01");
            return false;
        }
    }

    private static DuetProcess load(CliBench bench, String... more) throws Exception {
        return bench.start(
                "duet.yaml",
                Map.of(),
                Stream.concat(
                                Stream.of("load", "--from", "crm", "--chunk-rows", "500"),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    private static DuetProcess compare(CliBench bench) throws Exception {
        return bench.start("duet.yaml", Map.of(), "compare", "--json");
    }

    private static long rowsRead(CliBench bench) throws SQLException {
        return Long.parseLong(bench.askErp("SELECT coalesce(max(rows_read), 0) FROM duet.load"));
    }

    private static Map<Integer, String> values(CliBench bench, boolean crm, String field)
            throws SQLException {
        Map<Integer, String> values = new HashMap<>();
        try (Connection session =
                        crm
                                ? bench.databases().postgres().connect("crm")
                                : bench.databases().mysql().connect("erp");
                Statement statement = session.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT id, %s FROM %s WHERE %s IS NOT NULL"
                                        .formatted(field, crm ? "item" : "thing", field))) {
            while (rows.next()) {
                values.put(rows.getInt(1), rows.getString(2));
            }
        }
        return values;
    }
}
