package dev.duet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;

/// The log of one side is lost, and a brake stops a direction: each is said of its own direction,
/// with its own mend, and what is not stopped flows.
final class BrakeBesideLostLogIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final int FIRST = 1_000;
    private static final int COUNT = 200;
    private static final Way LOST = Way.CRM_TO_ERP;
    private static final Way OTHER = Way.ERP_TO_CRM;

    @TempDir private Path folder;
    private CliBench bench;

    @BeforeEach
    void prepare() throws Exception {
        bench = new CliBench(folder, "{ deletes: { budget: 100, percent: 20 } }");
    }

    @AfterEach
    void end() throws Exception {
        bench.close();
    }

    /// What goes on alone is braked like anything else.
    @Test
    void theDirectionThatGoesOnAloneIsBrakedAndResumed() throws Exception {
        try (DuetProcess run = bench.run()) {
            OTHER.make(bench, FIRST, COUNT);
            await(() -> OTHER.arrived(bench, FIRST, COUNT) == COUNT);
            run.endsCleanlyOn("TERM");
        }
        loseCrmsLog();
        try (DuetProcess run = bench.start("duet.yaml", Map.of(), "run")) {
            run.awaitText("NEEDS_RESYNC direction=" + LOST, 1);
            OTHER.make(bench, FIRST + COUNT, 1);
            await(() -> OTHER.arrived(bench, FIRST + COUNT, 1) == 1);

            delete(OTHER);

            run.awaitText("the brake on deletes pauses the direction", 1);
            assertThat(OTHER.arrived(bench, FIRST, COUNT)).isGreaterThanOrEqualTo(COUNT - 100);
            Spoken status = bench.call("status");
            assertThat(status.exitCode()).isEqualTo(1);
            assertThat(status.out())
                    .contains(LOST + ": ", "NEEDS_RESYNC", "duet resync")
                    .contains(OTHER + ": paused by the brake on deletes")
                    .contains("'duet resume " + OTHER + "' lets as many pass");

            Spoken resume = bench.call("resume", OTHER.toString(), "--allow", "300");

            assertThat(resume.exitCode()).as(resume.all()).isZero();
            await(() -> OTHER.arrived(bench, FIRST, COUNT) == 0);
            assertThat(bench.call("status").out())
                    .contains("NEEDS_RESYNC")
                    .doesNotContain("paused by the brake");
            run.endsCleanlyOn("TERM");
        }
    }

    /// A brake that a lost log comes on top of: letting it pass does not bring the log back.
    @Test
    void aBrakedDirectionWhoseLogIsLostNeedsResyncAndTheOtherFlows() throws Exception {
        try (DuetProcess run = bench.run()) {
            LOST.make(bench, FIRST, COUNT);
            await(() -> LOST.arrived(bench, FIRST, COUNT) == COUNT);
            delete(LOST);
            run.awaitText("the brake on deletes pauses the direction", 1);
            run.endsCleanlyOn("TERM");
        }
        long stood = LOST.arrived(bench, FIRST, COUNT);
        loseCrmsLog();
        try (DuetProcess run = bench.start("duet.yaml", Map.of(), "run")) {
            run.awaitText("NEEDS_RESYNC direction=" + LOST, 1);
            OTHER.make(bench, FIRST + COUNT, 1);
            await(() -> OTHER.arrived(bench, FIRST + COUNT, 1) == 1);
            Spoken status = bench.call("status");
            assertThat(status.exitCode()).isEqualTo(1);
            assertThat(status.out()).contains(LOST + ": ", "NEEDS_RESYNC", "does not exist");

            bench.call("resume", LOST.toString());

            OTHER.make(bench, FIRST + COUNT + 1, 1);
            await(() -> OTHER.arrived(bench, FIRST + COUNT + 1, 1) == 1);
            assertThat(bench.call("status").out()).contains("NEEDS_RESYNC");
            assertThat(LOST.arrived(bench, FIRST, COUNT)).isEqualTo(stood);
            run.endsCleanlyOn("TERM");
        }
    }

    private void loseCrmsLog() throws Exception {
        await(
                () ->
                        bench.askCrm("SELECT count(*) FROM pg_replication_slots WHERE active")
                                .equals("0"));
        bench.crm("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots");
    }

    private void delete(Way way) throws Exception {
        for (int id = FIRST; id < FIRST + COUNT; id++) {
            way.write(bench, "DELETE FROM {t} WHERE {id} = " + id);
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LIMIT).until(condition);
    }
}
