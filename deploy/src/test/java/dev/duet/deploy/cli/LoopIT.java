package dev.duet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;

/// Triggers on both sides that answer each other's writes: the record is held with an alarm, and
/// everything else flows.
final class LoopIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir private static Path folder;

    @Test
    void recordThatGoesRoundIsHeldUntilItIsReleased() throws Exception {
        try (CliBench bench = new CliBench(folder)) {
            Path file = folder.resolve("duet.yaml");
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replace(
                                    "      note: note\n",
                                    "      note: note\n    on-trigger: carry-back\n"));
            try (DuetProcess run = bench.run()) {
                bench.crm("INSERT INTO customer VALUES (1, 'Ann', ''), (2, 'Bob', '')");
                await(() -> bench.askErp("SELECT count(*) FROM client").equals("2"));
                bench.erp("UPDATE client SET note = 'b' WHERE account = 1"); // has seen it
                await(
                        () ->
                                bench.askCrm("SELECT note FROM customer WHERE customer_id = 1")
                                        .equals("b"));
                bench.crm(
                        """
                        CREATE FUNCTION more() RETURNS trigger LANGUAGE plpgsql AS
                        $$ BEGIN NEW.note := NEW.note || 'c'; RETURN NEW; END $$
                        """);
                bench.crm(
                        "CREATE TRIGGER more BEFORE UPDATE ON customer FOR EACH ROW WHEN"
                                + " (NEW.customer_id = 1) EXECUTE FUNCTION more()");
                bench.erp(
                        "CREATE TRIGGER more BEFORE UPDATE ON client FOR EACH ROW SET NEW.note ="
                                + " IF(NEW.account = 1, concat(NEW.note, 'e'), NEW.note)");

                bench.crm("UPDATE customer SET full_name = 'Amy' WHERE customer_id = 1");

                await(() -> bench.call("quarantine", "list").all().contains("LOOP"));
                assertThat(run.all()).contains("goes round", "settings.loops");
                bench.erp("UPDATE client SET note = 'flows' WHERE account = 2");
                await(
                        () ->
                                bench.askCrm("SELECT note FROM customer WHERE customer_id = 2")
                                        .equals("flows"));
                DuetProcess status = bench.call("status", "--json");
                assertThat(status.out()).contains("\"effect\" : \"changed\"", "\"note\"");

                bench.crm("DROP TRIGGER more ON customer");
                bench.erp("DROP TRIGGER more");
                DuetProcess retry = bench.call("quarantine", "retry", "--all");
                assertThat(retry.exitCode()).as(retry.all()).isZero();
                await(() -> bench.call("quarantine", "list").exitCode() == 0);
                String crm = "SELECT note FROM customer WHERE customer_id = 1";
                String erp = "SELECT note FROM client WHERE account = 1";
                await(() -> bench.askCrm(crm).equals(bench.askErp(erp)));
                bench.crm("UPDATE customer SET note = 'calm' WHERE customer_id = 1");
                await(() -> bench.askErp(erp).equals("calm"));
                run.endsCleanlyOn("TERM");
            }
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LIMIT).until(condition);
    }
}
