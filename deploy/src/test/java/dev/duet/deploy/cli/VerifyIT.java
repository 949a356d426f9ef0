package dev.duet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/// `duet run` compares both sides while it syncs, and `duet status` says what it has found.
final class VerifyIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(180);

    /// Clients write to those below, and nobody to the others.
    private static final int WRITTEN = 100;

    private static final int ALL = 300;
    private static final int THINKING_MILLIS = 10;

    @TempDir private Path folder;

    @Test
    void driftPastTheLogIsFoundBesideClientsAndNothingElseIs() throws Exception {
        try (CliBench bench =
                new CliBench(
                        folder,
                        "{ deletes: off, conflicts: off }\n"
                                + "  loops: { most: 1000000 }\n"
                                + "  verify: { rows-per-second: 500, pause: 1s }",
                        "CREATE TABLE item (id int PRIMARY KEY, amount int)",
                        "CREATE TABLE item (id int PRIMARY KEY, amount int)",
                        """
                        item:
                          tables: { crm: item, erp: item }
                          key: { id: id }
                          fields: { amount: amount }
                        """)) {
            DuetProcess run = bench.run();
            bench.crm("INSERT INTO item SELECT i, 0 FROM generate_series(1, 300) AS i");
            var stopped = new AtomicBoolean();
            try (ExecutorService clients = Executors.newFixedThreadPool(2)) {
                Future<?> crm = clients.submit(() -> write(bench, true, stopped));
                Future<?> erp = clients.submit(() -> write(bench, false, stopped));
                try {
                    // the second whole round began after the first was seen
                    long first = awaitRound(bench, it -> it.path("equal").asInt() > WRITTEN);
                    awaitRoundBegunIn(bench, first);
                    assertThat(run.all()).doesNotContain("both sides differ");

                    bench.erp(
                            "SET sql_log_bin = 0",
                            "UPDATE item SET amount = -1 WHERE id = 250",
                            "SET sql_log_bin = 1");
                    awaitRound(bench, it -> it.path("differing").asInt() == 1);
                    run.awaitText("both sides differ .*entity=item rows=1", 1);
                    Spoken status = bench.call("status");
                    assertThat(status.exitCode()).as(status.all()).isEqualTo(1);
                    assertThat(status.out())
                            .contains("rows known equal as of", "1 differ")
                            .contains("duet compare --entity item");

                    bench.erp(
                            "SET sql_log_bin = 0",
                            "UPDATE item SET amount = 0 WHERE id = 250",
                            "SET sql_log_bin = 1");
                    awaitRound(bench, it -> it.path("differing").asInt() == 0);
                } finally {
                    stopped.set(true);
                }
                crm.get();
                erp.get();
            }
            awaitRound(bench, it -> it.path("equal").asInt() == ALL);
            Spoken status = bench.call("status");
            assertThat(status.exitCode()).as(status.all()).isZero();
            assertThat(status.out()).contains("item: 300 rows known equal as of", ", 0 differ");

            bench.call("pause", "crm->erp", "--reason", "a test");
            awaitRound(bench, it -> it.path("error").asText().contains("is paused"));
            bench.call("resume", "crm->erp");
            awaitRound(bench, it -> it.path("error").asText().isEmpty());
            run.endsCleanlyOn("TERM");
        }
    }

    @Test
    void aRunEndsSoonThoughItsPaceIsSlow() throws Exception {
        try (CliBench bench =
                new CliBench(
                        folder,
                        "{}\n  verify: { rows-per-second: 1 }",
                        "CREATE TABLE item (id int PRIMARY KEY, amount int)",
                        "CREATE TABLE item (id int PRIMARY KEY, amount int)",
                        """
                        item:
                          tables: { crm: item, erp: item }
                          key: { id: id }
                          fields: { amount: amount }
                        """)) {
            bench.crm("INSERT INTO item SELECT i, 0 FROM generate_series(1, 300) AS i");
            DuetProcess run = bench.run();
            // each row is read alone, so this is amid a round of minutes
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(
                            () ->
                                    bench.askCrm(
                                                    "SELECT seq_scan + idx_scan > 10 FROM"
                                                            + " pg_stat_user_tables WHERE relname"
                                                            + " = 'item'")
                                            .equals("t"));
            assertThat(bench.askCrm("SELECT count(*) FROM duet.verification")).isEqualTo("0");
            run.endsCleanlyOn("TERM");
        }
    }

    /// Each side writes rows of its own, so that nothing is in conflict.
    private static Void write(CliBench bench, boolean inCrm, AtomicBoolean stopped)
            throws SQLException, InterruptedException {
        try (Connection session =
                        inCrm
                                ? bench.databases().postgres().connect("crm")
                                : bench.databases().mysql().connect("erp");
                Statement statement = session.createStatement()) {
            for (int i = 0; !stopped.get(); i = (i + 2) % WRITTEN) {
                statement.executeUpdate(
                        "UPDATE item SET amount = amount + 1 WHERE id = " + (i + (inCrm ? 1 : 2)));
                Thread.sleep(THINKING_MILLIS);
            }
        }
        return null;
    }

    /// @return when a round that is as wanted had ended, in nanoseconds
    private static long awaitRound(CliBench bench, Predicate<JsonNode> wanted) {
        Awaitility.await().atMost(LIMIT).until(() -> wanted.test(verified(bench)));
        return System.nanoTime();
    }

    /// A round that began after that moment finds nothing that differs.
    private static void awaitRoundBegunIn(CliBench bench, long sinceNanos) {
        JsonNode round =
                Awaitility.await()
                        .atMost(LIMIT)
                        .until(
                                () -> verified(bench),
                                it ->
                                        it.path("beganMillisAgo").asLong(Long.MAX_VALUE)
                                                < Duration.ofNanos(System.nanoTime() - sinceNanos)
                                                        .toMillis());
        assertThat(round.path("differing").asInt()).as(round.toString()).isZero();
    }

    private static JsonNode verified(CliBench bench) throws Exception {
        return JSON.readTree(bench.call("status", "--json").out()).path("verified").path(0);
    }
}
