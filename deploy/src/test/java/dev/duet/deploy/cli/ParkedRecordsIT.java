package dev.duet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/// What is parked of a paused entity meets what else goes on: rows that refer to it, large
/// transactions, the quarantine, and a process that ends at the wrong moment.
final class ParkedRecordsIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    /// A transaction of more changes lies in a file.
    private static final String SPILL = "{}\n  spill: { after-rows: 500 }";

    @TempDir private static Path folder;
    private static CliBench bench;

    @BeforeAll
    static void prepare() throws Exception {
        String text = " CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin";
        bench =
                new CliBench(
                        folder,
                        SPILL,
                        List.of(
                                "CREATE TABLE customer (id int PRIMARY KEY, name varchar(100))",
                                "CREATE TABLE orders (id int PRIMARY KEY, customer int NOT NULL"
                                        + " REFERENCES customer, amount int)",
                                "CREATE TABLE tag (id int PRIMARY KEY, label varchar(100))"),
                        List.of(
                                "CREATE TABLE customer (id int PRIMARY KEY, name varchar(100))"
                                        + text,
                                "CREATE TABLE orders (id int PRIMARY KEY, customer int NOT NULL,"
                                        + " amount int, FOREIGN KEY (customer) REFERENCES customer"
                                        + " (id))",
                                "CREATE TABLE tag (id int PRIMARY KEY, label varchar(100))" + text),
                        """
                        customer:
                          tables: { crm: public.customer, erp: customer }
                          key: { id: id }
                          fields: { name: name }
                          on-conflict: latest
                        orders:
                          tables: { crm: public.orders, erp: orders }
                          key: { id: id }
                          fields: { customer: customer, amount: amount }
                          on-conflict: latest
                        tag:
                          tables: { crm: public.tag, erp: tag }
                          key: { id: id }
                          fields: { label: label }
                          on-conflict: { prefer: erp }
                        """);
    }

    @AfterAll
    static void end() throws Exception {
        bench.close();
    }

    @Test
    void whatIsSaidWithoutARunIsDoneByTheNextOneToALargeTransactionToo() throws Exception {
        String many = "SELECT count(*) FROM customer WHERE name = 'many'";
        assertThat(bench.call("pause", "--entity", "customer").out())
                .contains("'duet run' is not at work and will do it");
        bench.crm("INSERT INTO tag VALUES (10, 'before')");
        bench.crm(
                "BEGIN; INSERT INTO customer SELECT g, 'many' FROM generate_series(1, 1500) g;"
                        + " INSERT INTO tag VALUES (11, 'beside'); COMMIT");
        try (DuetProcess run = bench.run()) {
            await(() -> bench.askErp("SELECT label FROM tag WHERE id = 11").equals("beside"));
            await(() -> bench.askErp("SELECT count(*) FROM duet.parked").equals("1500"));
            assertThat(bench.askErp(many)).isEqualTo("0");
            run.endsCleanlyOn("TERM");
        }
        assertThat(bench.call("resume", "--entity", "customer").out())
                .contains("'duet run' is not at work and will do it");
        try (DuetProcess run = bench.run()) {
            await(() -> bench.askErp(many).equals("1500"));
            areAlikeInTheEnd();
            run.endsCleanlyOn("TERM");
        }
    }

    @Test
    void aRowThatRefersToAParkedOneIsHeldAndLetGoThoughItsEntityIsPaused() throws Exception {
        try (DuetProcess run = bench.run()) {
            assertThat(bench.call("pause", "--entity", "customer").exitCode()).isZero();
            bench.crm(
                    "INSERT INTO customer VALUES (5001, 'parked')",
                    "INSERT INTO orders VALUES (1, 5001, 10)");
            await(() -> bench.askErp("SELECT count(*) FROM duet.hold").equals("1"));
            assertThat(bench.call("pause", "--entity", "orders").exitCode()).isZero();
            bench.crm("UPDATE orders SET amount = 20 WHERE id = 1");
            assertThat(bench.call("resume", "--entity", "customer").exitCode()).isZero();
            await(() -> bench.askErp("SELECT count(*) FROM customer WHERE id = 5001").equals("1"));

            Spoken retry = bench.call("quarantine", "retry", "--all");

            assertThat(retry.exitCode()).as(retry.all()).isZero();
            await(() -> bench.askErp("SELECT amount FROM orders WHERE id = 1").equals("20"));
            bench.erp("UPDATE orders SET amount = 30 WHERE id = 1");
            assertThat(bench.call("resume", "--entity", "orders").exitCode()).isZero();
            await(() -> bench.askCrm("SELECT amount FROM orders WHERE id = 1").equals("30"));
            areAlikeInTheEnd();
            run.endsCleanlyOn("TERM");
        }
    }

    @Test
    void aTruncateOfAPausedEntityIsKeptForAPerson() throws Exception {
        try (DuetProcess run = bench.run()) {
            bench.crm("INSERT INTO tag VALUES (1, 'goes')");
            await(() -> bench.askErp("SELECT count(*) FROM tag WHERE id = 1").equals("1"));
            assertThat(bench.call("pause", "--entity", "tag").exitCode()).isZero();

            bench.crm("TRUNCATE tag");

            await(() -> bench.call("quarantine", "list").out().contains("TRUNCATE"));
            bench.erp("DELETE FROM tag");
            assertThat(
                            bench.call("quarantine", "discard", "--all", "--reason", "done there")
                                    .exitCode())
                    .isZero();
            assertThat(bench.call("resume", "--entity", "tag").exitCode()).isZero();
            areAlikeInTheEnd();
            run.endsCleanlyOn("TERM");
        }
    }

    /// A change that was parked says in its log that it had seen what the other side did, for other
    /// records were carried over meanwhile: whoever reads it again must not believe that.
    @Test
    void whatWasMendedStandsThoughTheRunIsKilledAtOnce() throws Exception {
        try (DuetProcess run = bench.run()) {
            bench.crm("INSERT INTO tag SELECT g, 'old' FROM generate_series(2001, 2050) g");
            await(() -> bench.askErp("SELECT count(*) FROM tag WHERE id > 2000").equals("50"));
            assertThat(bench.call("pause", "--entity", "tag").exitCode()).isZero();
            bench.erp("UPDATE tag SET label = 'erp' WHERE id > 2000");
            await(() -> bench.askCrm("SELECT count(*) FROM duet.parked").equals("50"));
            bench.erp("INSERT INTO customer VALUES (7001, 'goes by')");
            await(() -> bench.askCrm("SELECT count(*) FROM customer WHERE id = 7001").equals("1"));
            bench.crm("UPDATE tag SET label = 'crm' WHERE id > 2000");
            assertThat(bench.call("resume", "--entity", "tag").exitCode()).isZero();
            await(ParkedRecordsIT::isNothingParked, Duration.ofMillis(5));
            run.signal("KILL");
            run.awaitEnd();
        }
        try (DuetProcess run = bench.run()) {
            areAlikeInTheEnd();
            assertThat(bench.askCrm("SELECT count(*) FROM tag WHERE label = 'erp'"))
                    .as("prefer: erp")
                    .isEqualTo("50");
            run.endsCleanlyOn("TERM");
        }
    }

    private static boolean isNothingParked() throws Exception {
        String sql = "SELECT count(*) FROM duet.parked";
        return bench.askCrm(sql).equals("0") && bench.askErp(sql).equals("0");
    }

    private static void areAlikeInTheEnd() throws Exception {
        await(() -> bench.call("status").exitCode() == 0);
        assertThat(isNothingParked()).isTrue();
        Spoken compare = bench.call("compare");
        assertThat(compare.exitCode()).as(compare.all()).isZero();
    }

    private static void await(Callable<Boolean> condition) {
        await(condition, Duration.ofMillis(100));
    }

    private static void await(Callable<Boolean> condition, Duration every) {
        try {
            Awaitility.await().atMost(LIMIT).pollInterval(every).until(condition);
        } catch (ConditionTimeoutException e) {
            String said =
                    bench.processes().stream()
                            .map(DuetProcess::all)
                            .collect(Collectors.joining("\n"));
            throw new AssertionError(said, e);
        }
    }
}
