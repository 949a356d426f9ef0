package dev.duet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.deploy.support.Await;
import dev.duet.deploy.support.ConfigText;
import dev.duet.deploy.support.DuetChild;
import dev.duet.deploy.support.Shop;
import dev.duet.deploy.support.Sql;
import dev.duet.deploy.support.Workbench;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// One transaction of half a million rows passes through a process with 512 MB, each way.
final class LargeTransactionScenarioIT {
    private static final int ROWS = 500_000;
    private static final Duration LIMIT = Duration.ofSeconds(180);

    private static Workbench workbench;
    private static DuetChild duet;

    @BeforeAll
    static void startAll() throws SQLException {
        workbench = Workbench.start();
        ConfigText config =
                ConfigText.quick()
                        .with("lease", "{ ttl: 20s }")
                        .with("timeouts", "{ connect: 30s, statement: 120s, socket: 130s }");
        duet = DuetChild.start(workbench, workbench.writeConfig(config));
        workbench.awaitSentinels();
    }

    @AfterAll
    static void stopAll() {
        duet.close();
        workbench.close();
    }

    @Test
    void halfAMillionRowsArriveWholeOutOfPostgres() throws Exception {
        arriveWhole(
                Shop.CRM,
                """
                INSERT INTO customer
                SELECT g, 'Zoë ' || g, g / 100.0, g, repeat('n', 40), NULL
                FROM generate_series(%d, %d) g
                """);
    }

    @Test
    void halfAMillionRowsArriveWholeOutOfMysql() throws Exception {
        workbench.execute(Shop.ERP, "SET SESSION cte_max_recursion_depth = 1000000");
        arriveWhole(
                Shop.ERP,
                """
                INSERT INTO client
                WITH RECURSIVE numbers (g) AS (
                    SELECT %d UNION ALL SELECT g + 1 FROM numbers WHERE g < %d)
                SELECT g, concat('Zoë ', g), (g - 1000000000) / 100.0, g, repeat('n', 40), NULL
                FROM numbers
                """);
    }

    private static void arriveWhole(Shop source, String insert) throws Exception {
        long first = source.firstKey() + 1;
        long last = first + ROWS - 1;
        FutureTask<Long> observer = new FutureTask<>(() -> observe(source.peer(), first, last));
        Thread.ofPlatform().name("observer").start(observer);

        workbench.execute(source, insert.formatted(first, last));
        for (long small = last + 1; small <= last + 20; small++) {
            workbench.execute(
                    source,
                    "INSERT INTO {customer} VALUES (" + small + ", 'small', 0, 0, NULL, NULL)");
        }

        assertThat(result(observer)).as("looks before it came").isPositive();
        workbench.await(source.peer(), count(last + 20, last + 20), "1");
        assertThat(digest(source.peer(), first, last + 20))
                .startsWith(ROWS + 20 + "|")
                .isEqualTo(digest(source, first, last + 20));
        assertThat(duet.isAlive()).as(duet::log).isTrue();
    }

    /// Looks again and again until the last row is there; in one statement, so in one snapshot.
    ///
    /// @return how often it looked while nothing was there
    private static long observe(Shop target, long first, long last) throws SQLException {
        String probe =
                target.sql(
                                "SELECT count(*) FROM {customer} WHERE {customer.id} IN (%d, %d,"
                                        + " %d, %d)")
                        .formatted(first, first + ROWS / 3, first + ROWS / 3 * 2, last);
        String small = target.sql(count(last + 1, last + 20));
        try (Connection connection = workbench.server(target).connect(target.system())) {
            var looks = new long[1];
            Await.until(
                    "the large transaction is in " + target,
                    LIMIT,
                    () -> {
                        assertThat(duet.isAlive()).as(duet::log).isTrue();
                        String seen =
                                Sql.rows(connection, "SELECT (" + probe + "), (" + small + ")")
                                        .getFirst();
                        assertThat(seen).matches("0\\|0|4\\|\\d+");
                        looks[0]++;
                        return seen.startsWith("4");
                    });
            assertThat(Sql.one(connection, target.sql(count(first, last))))
                    .isEqualTo(Integer.toString(ROWS));
            return looks[0];
        }
    }

    private static long result(FutureTask<Long> observer) throws Exception {
        try {
            return observer.get();
        } catch (ExecutionException e) {
            throw new AssertionError("the observer saw part of it, or nothing", e.getCause());
        }
    }

    private static String count(long first, long last) {
        return "SELECT count(*) FROM {customer} WHERE {customer.id} BETWEEN "
                + first
                + " AND "
                + last;
    }

    /// The number of rows and a sum over every value, the same on both sides.
    private static String digest(Shop shop, long first, long last) throws SQLException {
        String text =
                "concat_ws('|', {customer.id}, {customer.name}, balance, visits, note,"
                        + " referred_by)";
        String bytes = shop == Shop.CRM ? "convert_to(" + text + ", 'UTF8')" : text;
        return Sql.rows(
                        workbench.connection(shop),
                        shop.sql(
                                "SELECT count(*), sum(crc32("
                                        + bytes
                                        + ")) FROM {customer} WHERE {customer.id} BETWEEN "
                                        + first
                                        + " AND "
                                        + last))
                .getFirst();
    }
}
