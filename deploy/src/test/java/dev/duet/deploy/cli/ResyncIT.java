package dev.duet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/// A log that was really lost: MySQL's purged, PostgreSQL's slot invalidated by the server. The
/// message, `duet resync`, and both sides are equal.
final class ResyncIT {
    private static final Duration LIMIT = Duration.ofSeconds(180);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;
    private CliBench bench;

    @BeforeEach
    void prepare() throws Exception {
        bench = new CliBench(folder);
    }

    @AfterEach
    void end() throws Exception {
        bench.close();
    }

    @ParameterizedTest
    @EnumSource
    void whatTheLostLogHeldIsOnBothSidesAndWhatTheOtherSideDidIsKept(Way lost) throws Exception {
        beginWithFive(lost);
        lost.write(
                bench,
                "INSERT INTO {t} VALUES (10, 'lost', NULL)",
                "UPDATE {t} SET {name} = 'lost' WHERE {id} IN (1, 4)",
                "DELETE FROM {t} WHERE {id} = 2");
        lost.back()
                .write(
                        bench,
                        "INSERT INTO {t} VALUES (20, 'other', NULL)",
                        "UPDATE {t} SET note = 'other' WHERE {id} IN (3, 4)",
                        "DELETE FROM {t} WHERE {id} = 5");
        lose(lost);

        try (DuetProcess run = bench.start("duet.yaml", Map.of(), "run")) {
            run.awaitText("NEEDS_RESYNC direction=" + lost, 1);
            assertThat(run.err()).contains("'duet resync' does it");
            await(() -> seen(lost.back(), 20).equals("other:-"));
            Spoken status = bench.call("status");
            assertThat(status.exitCode()).isEqualTo(1);
            assertThat(status.out()).contains("NEEDS_RESYNC", "duet resync");
            lost.write(bench, "INSERT INTO {t} VALUES (30, 'late', NULL)");
            Spoken dry = bench.call("resync", "--dry-run");
            assertThat(dry.exitCode()).as(dry.all()).isEqualTo(1);
            assertThat(dry.out())
                    .contains("lost: what clients of " + lost.source())
                    .contains("5 of 5 records are repaired")
                    .contains("delete in " + lost.target());
            assertThat(seen(lost, 10)).isEqualTo("no row");

            Spoken resync = bench.call("resync", "--yes", "--reason", "a test");

            assertThat(resync.exitCode()).as(resync.all()).isZero();
            assertThat(seen(lost, 10)).isEqualTo("lost:-");
            assertThat(seen(lost, 30)).isEqualTo("late:-");
            assertThat(seen(lost, 2)).isEqualTo("no row");
            for (Way way : Way.values()) {
                assertThat(seen(way, 1)).isEqualTo("lost:-");
                assertThat(seen(way, 3)).isEqualTo("made:other");
                assertThat(seen(way, 4)).isEqualTo("lost:other");
                assertThat(seen(way, 5)).isEqualTo("no row");
                assertThat(seen(way, 20)).isEqualTo("other:-");
            }
            run.awaitText("reading on direction=" + lost, 1);
            assertBothFlow(lost);
            assertThat(bench.call("resync", "--dry-run").out()).contains("no log is lost");
            run.endsCleanlyOn("TERM");
        }
    }

    /// Before the new place is written down, and after it.
    @ParameterizedTest
    @EnumSource
    void aKillInTheMiddleIsMadeGoodByTheSameCommand(Way lost) throws Exception {
        beginWithFive(lost);
        lost.write(bench, "UPDATE {t} SET {name} = 'lost' WHERE {id} = 1");
        lose(lost);
        try (DuetProcess run = bench.start("duet.yaml", Map.of(), "run")) {
            run.awaitText("NEEDS_RESYNC direction=" + lost, 1);
            kill("to do: ");
            lost.write(bench, "DELETE FROM {t} WHERE {id} = 2");
            kill("is read from");
            assertThat(target(lost, "SELECT count(*) FROM duet.resync WHERE NOT is_done"))
                    .isEqualTo("1");

            Spoken again = bench.call("resync", "--yes", "--reason", "a test", "--json");

            assertThat(again.exitCode()).as(again.all()).isZero();
            JsonNode told = JSON.readTree(again.out());
            assertThat(told.at("/lost").asInt()).isZero();
            assertThat(told.has("comparedAgain")).isTrue();
            assertThat(seen(lost, 1)).isEqualTo("lost:-");
            assertThat(seen(lost, 2)).isEqualTo("no row");
            assertThat(target(lost, "SELECT count(*) FROM duet.resync WHERE NOT is_done"))
                    .isEqualTo("0");
            assertBothFlow(lost);
            run.endsCleanlyOn("TERM");
        }
    }

    /// What clients do meanwhile, on both sides, partly to the same records.
    @ParameterizedTest
    @EnumSource
    void clientsMayWriteAllTheWhile(Way lost) throws Exception {
        beginWithFive(lost);
        lost.make(bench, 100, 100);
        lost.write(bench, "DELETE FROM {t} WHERE {id} < 3");
        lose(lost);
        var isOver = new AtomicBoolean();
        try (DuetProcess run = bench.start("duet.yaml", Map.of(), "run")) {
            run.awaitText("NEEDS_RESYNC direction=" + lost, 1);
            CompletableFuture<Integer> writes =
                    CompletableFuture.supplyAsync(() -> write(lost, isOver));

            Spoken resync = bench.call("resync", "--yes", "--reason", "a test", "--wait", "3m");

            isOver.set(true);
            int written = writes.get();
            assertThat(written).isPositive();
            assertThat(resync.exitCode()).as(resync.all()).isZero();
            assertThat(target(lost, "SELECT count(*) FROM duet.resync WHERE is_done"))
                    .isEqualTo("1");
            assertBothFlow(lost);
            for (Way way : Way.values()) {
                int ofLost = way.arrived(bench, 1_000, written);
                assertThat(ofLost).isEqualTo(written - (written + 2) / 3);
                assertThat(way.arrived(bench, 101_000, written)).isEqualTo(written);
            }
            run.endsCleanlyOn("TERM");
        }
    }

    @Test
    void itIsRefusedWhereNoSyncSaysWhatIsCarriedOver() throws Exception {
        beginWithFive(Way.ERP_TO_CRM);
        lose(Way.ERP_TO_CRM);

        Spoken none = bench.call("resync", "--yes", "--reason", "a test", "--wait", "1s");

        assertThat(none.exitCode()).as(none.all()).isEqualTo(4);
        assertThat(none.err()).contains("no 'duet run' is at work", "Start 'duet run'");
        assertThat(bench.call("resync", "--yes").exitCode()).isEqualTo(2);
    }

    private void beginWithFive(Way lost) throws Exception {
        try (DuetProcess run = bench.run()) {
            lost.make(bench, 1, 5);
            await(() -> lost.arrived(bench, 1, 5) == 5);
            run.endsCleanlyOn("TERM");
        }
    }

    private void lose(Way lost) throws Exception {
        switch (lost) {
            case ERP_TO_CRM -> {
                bench.erp("FLUSH BINARY LOGS");
                String last = bench.askErp("SHOW BINARY LOG STATUS");
                bench.erp("PURGE BINARY LOGS TO '" + last + "'");
            }
            case CRM_TO_ERP -> {
                bench.crm(
                        "ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'",
                        "SELECT pg_reload_conf()");
                await(
                        () -> {
                            bench.crm(
                                    "CREATE TABLE IF NOT EXISTS filler (x int)",
                                    "INSERT INTO filler VALUES (1)",
                                    "SELECT pg_switch_wal()",
                                    "CHECKPOINT");
                            return bench.askCrm("SELECT wal_status FROM pg_replication_slots")
                                    .equals("lost");
                        });
                bench.crm("ALTER SYSTEM RESET max_slot_wal_keep_size", "SELECT pg_reload_conf()");
            }
        }
    }

    /// Starts a resync, and kills it when it says so.
    private void kill(String text) throws Exception {
        try (DuetProcess resync =
                bench.start("duet.yaml", Map.of(), "resync", "--yes", "--reason", "a test")) {
            resync.awaitText(text, 1);
            resync.signal("KILL");
            resync.awaitEnd();
        }
    }

    private int write(Way lost, AtomicBoolean isOver) {
        int written = 0;
        try {
            while (!isOver.get()) {
                int id = 1_000 + written;
                int old = 100 + written % 100;
                lost.write(
                        bench,
                        "INSERT INTO {t} VALUES (" + id + ", 'during', NULL)",
                        "UPDATE {t} SET {name} = 'w" + written + "' WHERE {id} = " + old);
                lost.back()
                        .write(
                                bench,
                                "INSERT INTO {t} VALUES (" + (id + 100_000) + ", 'during', NULL)",
                                "UPDATE {t} SET note = 'w" + written + "' WHERE {id} = " + old);
                if (written % 3 == 0) {
                    lost.write(bench, "DELETE FROM {t} WHERE {id} = " + id);
                }
                written++;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return written;
    }

    private void assertBothFlow(Way lost) throws Exception {
        lost.write(bench, "INSERT INTO {t} VALUES (900, 'after', NULL)");
        lost.back().write(bench, "INSERT INTO {t} VALUES (901, 'after', NULL)");
        await(() -> seen(lost, 900).equals("after:-") && seen(lost.back(), 901).equals("after:-"));
        Spoken status = bench.call("status");
        assertThat(status.out()).doesNotContain("NEEDS_RESYNC");
        Spoken compare = bench.call("compare");
        assertThat(compare.exitCode()).as(compare.all()).isZero();
    }

    /// What the target of a direction has.
    private String seen(Way way, int id) throws SQLException {
        return switch (way) {
            case CRM_TO_ERP ->
                    bench.askErp(
                            "SELECT concat(client_name, ':', coalesce(note, '-')) FROM client WHERE"
                                    + " account = "
                                    + id);
            case ERP_TO_CRM ->
                    bench.askCrm(
                            "SELECT full_name || ':' || coalesce(note, '-') FROM customer WHERE"
                                    + " customer_id = "
                                    + id);
        };
    }

    private String target(Way way, String sql) throws SQLException {
        return way == Way.CRM_TO_ERP ? bench.askErp(sql) : bench.askCrm(sql);
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LIMIT).until(condition);
    }
}
