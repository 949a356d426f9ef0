package dev.duet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.apply.Milestones.Milestone;
import dev.duet.deploy.support.Audit;
import dev.duet.deploy.support.Await;
import dev.duet.deploy.support.Client;
import dev.duet.deploy.support.ConfigText;
import dev.duet.deploy.support.DuetChild;
import dev.duet.deploy.support.DuetProcess;
import dev.duet.deploy.support.Shop;
import dev.duet.deploy.support.Workbench;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Duet is killed over and over while clients write on both sides.
final class KillScenarioIT {
    /// Four at each place; more for a long run: `-Dduet.kills=50`.
    private static final int KILLS = Integer.getInteger("duet.kills", 20);

    private static final long SEED = Long.getLong("duet.seed", 20_260_731L);
    private static final int PASSES_MAX = 40;
    private static final int RANDOM_DELAY_MILLIS_MAX = 700;

    private static final Logger log = LoggerFactory.getLogger(KillScenarioIT.class);

    @Test
    void nothingIsLostOrDoubledWhenDuetIsKilled() throws Exception {
        Random random = new Random(SEED);
        try (Workbench workbench = Workbench.start();
                Client crm = new Client(workbench, Shop.CRM, SEED, 8);
                Client erp = new Client(workbench, Shop.ERP, SEED, 8)) {
            Path config = workbench.writeConfig(ConfigText.quick());
            DuetChild.rehearse(workbench, config);
            for (int kill = 0; kill < KILLS; kill++) {
                if (kill % 5 == 4) {
                    killAtRandom(workbench, config, random);
                } else {
                    haltAt(workbench, config, Milestone.values()[kill % 5], random);
                }
                log.debug("killed kill={}", kill);
            }
            try (DuetChild last = DuetChild.start(workbench, config)) {
                Audit.assertClean(workbench, crm, erp);
                assertThat(last.isAlive()).isTrue();
            }
            log.info(
                    "survived kills={} crmCommits={} erpCommits={} seed={}",
                    KILLS,
                    crm.committed(),
                    erp.committed(),
                    SEED);
        }
    }

    private static void haltAt(
            Workbench workbench, Path config, Milestone milestone, Random random) {
        int passes = 1 + random.nextInt(PASSES_MAX);
        try (DuetChild duet =
                DuetChild.start(workbench, config, "--halt-at", milestone + ":" + passes)) {
            assertThat(duet.awaitEnd(Workbench.LIMIT)).as(duet::log).isEqualTo(DuetProcess.HALTED);
        }
    }

    private static void killAtRandom(Workbench workbench, Path config, Random random)
            throws SQLException, InterruptedException {
        try (DuetChild duet = DuetChild.start(workbench, config)) {
            if (random.nextInt(4) > 0) {
                String applied = workbench.one(Shop.ERP, "SELECT position FROM duet.checkpoint");
                Await.until(
                        "Duet applies",
                        Workbench.LIMIT,
                        () ->
                                !workbench
                                        .one(Shop.ERP, "SELECT position FROM duet.checkpoint")
                                        .equals(applied));
            }
            // No condition to wait for: any moment will do.
            new CountDownLatch(1)
                    .await(random.nextInt(RANDOM_DELAY_MILLIS_MAX), TimeUnit.MILLISECONDS);
            assertThat(duet.isAlive()).as(duet::log).isTrue();
            duet.kill();
        }
    }
}
