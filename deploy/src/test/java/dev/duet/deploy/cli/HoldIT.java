package dev.duet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;

/// A record whose write was refused is held on both sides, over restarts too, until a person says
/// which side's row stands.
final class HoldIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir private static Path folder;
    private static CliBench bench;

    @BeforeAll
    static void prepare() throws Exception {
        bench = new CliBench(folder);
    }

    @AfterAll
    static void end() throws Exception {
        bench.close();
    }

    @Test
    void theSourcesRowStandsWhenItIsRetried() throws Exception {
        bench.erp("ALTER TABLE client ADD CONSTRAINT no_bob CHECK (client_name <> 'Bob')");
        try (DuetProcess run = bench.run()) {
            bench.crm("INSERT INTO customer VALUES (40, 'Bob', NULL)");
            await(() -> heldIn("erp").equals("1"));
            bench.erp("INSERT INTO client VALUES (40, 'Bert', 'theirs')");
            await(() -> heldIn("crm").equals("1"));
            run.endsCleanlyOn("TERM");
        }
        try (DuetProcess run = bench.run()) {
            bench.crm("UPDATE customer SET note = 'later' WHERE customer_id = 40");
            bench.erp("UPDATE client SET note = 'more' WHERE account = 40");
            await(() -> heldIn("erp").equals("2") && heldIn("crm").equals("2"));
            assertThat(customer(40)).isEqualTo("Bob|later");
            assertThat(client(40)).isEqualTo("Bert|more");

            Spoken tooEarly = bench.call("quarantine", "retry", "--all");
            assertThat(tooEarly.exitCode()).as(tooEarly.all()).isEqualTo(1);
            assertThat(tooEarly.out()).contains("still held", "no_bob", "0 released");
            assertThat(client(40)).isEqualTo("Bert|more");

            bench.erp("ALTER TABLE client DROP CONSTRAINT no_bob");
            Spoken retry = bench.call("quarantine", "retry", "--all");
            assertThat(retry.exitCode()).as(retry.all()).isZero();
            assertThat(retry.out()).contains("2 released, 0 still held");
            assertThat(client(40)).isEqualTo("Bob|later");
            await(() -> bench.call("quarantine", "list").exitCode() == 0);

            bench.erp("UPDATE client SET note = 'after' WHERE account = 40");
            await(() -> customer(40).equals("Bob|after"));
            bench.crm("UPDATE customer SET full_name = 'Rob' WHERE customer_id = 40");
            await(() -> client(40).equals("Rob|after"));
            run.endsCleanlyOn("TERM");
        }
        assertThat(bench.askErp("SELECT count(*) FROM duet.conflict")).isEqualTo("0");
    }

    @Test
    void theTargetsRowStandsWhenItIsDiscarded() throws Exception {
        bench.crm("ALTER TABLE customer ADD CONSTRAINT no_eve CHECK (full_name <> 'Eve')");
        try (DuetProcess run = bench.run()) {
            bench.erp("INSERT INTO client VALUES (50, 'Ann', NULL)");
            await(() -> customer(50).equals("Ann|-"));
            bench.erp("UPDATE client SET client_name = 'Eve' WHERE account = 50");
            await(() -> heldIn("crm").equals("1"));
            bench.crm("UPDATE customer SET note = 'mine' WHERE customer_id = 50");
            await(() -> heldIn("erp").equals("1"));
            assertThat(client(50)).isEqualTo("Eve|-");

            Spoken discard = bench.call("quarantine", "discard", "--all", "--reason", "Ann it is");

            assertThat(discard.exitCode()).as(discard.all()).isZero();
            assertThat(discard.out()).contains("1 discarded, 0 still held");
            await(() -> client(50).equals("Ann|mine"));
            assertThat(customer(50)).isEqualTo("Ann|mine");
            await(() -> bench.call("quarantine", "list").exitCode() == 0);

            bench.erp("UPDATE client SET note = 'both' WHERE account = 50");
            await(() -> customer(50).equals("Ann|both"));
            run.endsCleanlyOn("TERM");
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LIMIT).until(condition);
    }

    private static String customer(int id) throws SQLException {
        return bench.askCrm(
                "SELECT full_name || '|' || COALESCE(note, '-') FROM customer WHERE customer_id = "
                        + id);
    }

    private static String client(int id) throws SQLException {
        return bench.askErp(
                "SELECT CONCAT(client_name, '|', COALESCE(note, '-')) FROM client WHERE account = "
                        + id);
    }

    private static String heldIn(String system) throws SQLException {
        String sql = "SELECT count(*) FROM duet.quarantine WHERE status = 'held'";
        return system.equals("crm") ? bench.askCrm(sql) : bench.askErp(sql);
    }
}
