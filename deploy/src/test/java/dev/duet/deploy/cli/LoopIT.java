package dev.duet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;

/// Programs on both sides that answer each other's writes: the record is held with an alarm, and
/// everything else flows.
final class LoopIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final int MOST = 5;

    @TempDir private static Path folder;
    private static CliBench bench;

    @BeforeAll
    static void prepare() throws Exception {
        bench = new CliBench(folder);
        Path file = folder.resolve("duet.yaml");
        Files.writeString(
                file, Files.readString(file) + "  loops: { most: " + MOST + ", window: 10m }\n");
    }

    @AfterAll
    static void end() throws Exception {
        bench.close();
    }

    @Test
    void aRecordThatGoesRoundIsHeldUntilItIsReleased() throws Exception {
        try (DuetProcess run = bench.run()) {
            bench.crm(
                    "INSERT INTO customer VALUES (1, 'Ann', '0'), (2, 'Bob', '0'), (3, 'Eve',"
                            + " '0')");
            await(() -> bench.askErp("SELECT count(*) FROM client").equals("3"));

            goRound(1);

            await(() -> bench.call("quarantine", "list").out().contains("LOOP"));
            assertThat(run.all()).contains("a record goes round", "ERROR", "settings.loops");
            assertThat(client(1)).isEqualTo(Integer.toString(MOST));
            for (int i = 0; i <= 10 * MOST; i++) {
                bench.erp("UPDATE client SET note = '" + i + "' WHERE account = 2");
            }
            await(() -> customer(2).equals(Integer.toString(10 * MOST)));
            assertThat(bench.askErp("SELECT count(*) FROM duet.quarantine")).isEqualTo("1");

            Spoken retry = bench.call("quarantine", "retry", "--all");
            assertThat(retry.exitCode()).as(retry.all()).isZero();
            await(() -> client(1).equals(Integer.toString(MOST + 1)));
            bench.erp("UPDATE client SET note = 'calm' WHERE account = 1");
            await(() -> customer(1).equals("calm"));

            goRound(3);

            await(() -> bench.call("quarantine", "list").out().contains("LOOP"));
            Spoken discard =
                    bench.call("quarantine", "discard", "--all", "--reason", "once is enough");
            assertThat(discard.exitCode()).as(discard.all()).isZero();
            await(() -> customer(3).equals(Integer.toString(MOST)));
            assertThat(client(3)).isEqualTo(Integer.toString(MOST));
            run.endsCleanlyOn("TERM");
        }
    }

    /// The programs of both sides in turn, each when it sees what the other has written. The last
    /// answer is crm's, and one too many.
    private static void goRound(int id) throws SQLException {
        for (int i = 1; i <= MOST + 1; i++) {
            String seen = Integer.toString(i - 1);
            if (i % 2 == 1) {
                await(() -> client(id).equals(seen));
                bench.erp("UPDATE client SET note = '" + i + "' WHERE account = " + id);
            } else {
                await(() -> customer(id).equals(seen));
                bench.crm("UPDATE customer SET note = '" + i + "' WHERE customer_id = " + id);
            }
        }
    }

    private static String customer(int id) throws SQLException {
        return bench.askCrm("SELECT note FROM customer WHERE customer_id = " + id);
    }

    private static String client(int id) throws SQLException {
        return bench.askErp("SELECT note FROM client WHERE account = " + id);
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LIMIT).until(condition);
    }
}
