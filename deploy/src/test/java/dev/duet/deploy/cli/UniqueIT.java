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

/// Two records want one unique value: nobody is deleted or altered for it, both are held and
/// recorded; but a value that is on its way to be free is waited for.
final class UniqueIT {
    /// Longer than a record is waited for.
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir private static Path folder;
    private static CliBench bench;

    @BeforeAll
    static void prepare() throws Exception {
        bench = new CliBench(folder);
        bench.crm("ALTER TABLE customer ADD CONSTRAINT one_name UNIQUE (full_name)");
        bench.erp("ALTER TABLE client ADD CONSTRAINT one_name UNIQUE (client_name)");
    }

    @AfterAll
    static void end() throws Exception {
        bench.close();
    }

    @Test
    void bothRecordsAreHeldAndRecordedUntilOneGivesTheValueUp() throws Exception {
        bench.crm("INSERT INTO customer VALUES (71, 'Ida', NULL)");
        bench.erp("INSERT INTO client VALUES (72, 'Ida', NULL)");
        try (DuetProcess run = bench.run()) {
            await(() -> heldIn("erp").equals("1") && heldIn("crm").equals("1"));
            bench.crm("INSERT INTO customer VALUES (73, 'Eva', NULL)");
            await(() -> names("erp").equals("72 Ida,73 Eva"));
            assertThat(names("crm")).isEqualTo("71 Ida,73 Eva");

            assertThat(bench.askErp("SELECT reason FROM duet.quarantine WHERE code = 'UNIQUE'"))
                    .contains("name is that of the record 72 in erp");
            assertThat(bench.askErp("SELECT count(*) FROM duet.conflict WHERE rule = 'unique'"))
                    .isEqualTo("2");
            assertThat(bench.askCrm("SELECT reason FROM duet.quarantine WHERE code = 'UNIQUE'"))
                    .contains("name is that of the record 71 in crm");
            Spoken list = bench.call("conflicts", "list");
            assertThat(list.exitCode()).as(list.all()).isLessThanOrEqualTo(1);
            assertThat(list.out()).contains("unique", "nobody");
            Spoken show = bench.call("conflicts", "show", "erp:1");
            assertThat(show.out())
                    .contains("nobody", "unique", "undecided", "'Ida'")
                    .doesNotContain("1970", "NULL");
            Spoken revert = bench.call("conflicts", "revert", "erp:1", "--reason", "no");
            assertThat(revert.exitCode()).as(revert.all()).isEqualTo(4);
            assertThat(revert.err()).contains("nobody has won");
            Spoken whatIf = bench.call("conflicts", "what-if");
            assertThat(whatIf.all()).contains("no rule decides");

            bench.erp("UPDATE client SET client_name = 'Ada' WHERE account = 72");
            await(() -> heldIn("crm").equals("2"));
            Spoken retry = bench.call("quarantine", "retry", "--all");
            assertThat(retry.exitCode()).as(retry.all()).isZero();
            await(() -> names("erp").equals("71 Ida,72 Ada,73 Eva"));
            await(() -> names("crm").equals("71 Ida,72 Ada,73 Eva"));
            await(() -> bench.call("quarantine", "list").exitCode() == 0);
            run.endsCleanlyOn("TERM");
        }
    }

    @Test
    void aValueThatIsOnItsWayToBeFreeIsWaitedFor() throws Exception {
        try (DuetProcess run = bench.run()) {
            bench.crm("INSERT INTO customer VALUES (80, 'Zoe', NULL)");
            await(() -> names("erp").contains("80 Zoe"));
            run.endsCleanlyOn("TERM");
        }
        // The deletion is kept back where it finds the other's note, and 81 waits for it.
        bench.erp("UPDATE client SET note = 'of erp' WHERE account = 80");
        bench.crm(
                "BEGIN",
                "DELETE FROM customer WHERE customer_id = 80",
                "INSERT INTO customer VALUES (81, 'Zoe', NULL)",
                "COMMIT");
        try (DuetProcess run = bench.run()) {
            await(() -> names("erp").contains("81 Zoe") && !names("erp").contains("80"));
            await(() -> names("crm").contains("81 Zoe") && !names("crm").contains("80"));
            assertThat(heldIn("erp")).isEqualTo("0");
            run.endsCleanlyOn("TERM");
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LIMIT).until(condition);
    }

    private static String names(String system) throws SQLException {
        return system.equals("crm")
                ? bench.askCrm(
                        "SELECT string_agg(customer_id || ' ' || full_name, ',' ORDER BY"
                                + " customer_id) FROM customer")
                : bench.askErp(
                        "SELECT GROUP_CONCAT(account, ' ', client_name ORDER BY account) FROM"
                                + " client");
    }

    private static String heldIn(String system) throws SQLException {
        String sql = "SELECT count(*) FROM duet.quarantine WHERE status = 'held'";
        return system.equals("crm") ? bench.askCrm(sql) : bench.askErp(sql);
    }
}
