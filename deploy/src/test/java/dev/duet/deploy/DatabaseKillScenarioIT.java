package dev.duet.deploy;

import dev.duet.deploy.support.Audit;
import dev.duet.deploy.support.Client;
import dev.duet.deploy.support.RunningSync;
import dev.duet.deploy.support.Shop;
import dev.duet.deploy.support.Workbench;
import dev.duet.localdb.LocalServer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;

/// Each database is killed under Duet and its clients, and comes back.
final class DatabaseKillScenarioIT {
    private static final long SEED = 11;
    private static final int KILLS = Integer.getInteger("duet.databaseKills", 3);
    private static final int COMMITS_BETWEEN = 25;

    /// Less than the minute in which Debezium's own binlog client looks after its connection.
    private static final Duration SOON = Duration.ofSeconds(40);

    @ParameterizedTest
    @EnumSource
    void logIsReadAgainSoonAfterItsServerWasKilled(Shop shop) throws Exception {
        try (Workbench workbench = Workbench.start();
                RunningSync duet = RunningSync.start(workbench, workbench.config())) {
            duet.awaitRunning();
            workbench.awaitSentinels();
            workbench.server(shop).kill();
            workbench.server(shop).restart();

            workbench.awaitArrival(shop, SOON);
        }
    }

    @Test
    void nothingIsLostOrDoubledWhenDatabasesAreKilled() throws Exception {
        try (Workbench workbench = Workbench.start();
                Client crm = new Client(workbench, Shop.CRM, SEED, 10);
                Client erp = new Client(workbench, Shop.ERP, SEED, 10);
                RunningSync duet = RunningSync.start(workbench, workbench.config())) {
            duet.awaitRunning();
            for (int kill = 0; kill < KILLS; kill++) {
                for (Shop shop : Shop.values()) {
                    crm.awaitMore(COMMITS_BETWEEN);
                    erp.awaitMore(COMMITS_BETWEEN);
                    LocalServer server = workbench.server(shop);
                    server.kill();
                    server.restart();
                }
            }
            crm.awaitMore(COMMITS_BETWEEN);
            erp.awaitMore(COMMITS_BETWEEN);

            Audit.assertClean(workbench, crm, erp);
        }
    }
}
