package dev.duet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.apply.Milestones;
import dev.duet.deploy.support.Audit;
import dev.duet.deploy.support.Broken;
import dev.duet.deploy.support.Client;
import dev.duet.deploy.support.ConfigText;
import dev.duet.deploy.support.DuetChild;
import dev.duet.deploy.support.RunningSync;
import dev.duet.deploy.support.Shop;
import dev.duet.deploy.support.Workbench;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.sql.SQLException;

/// The audit is proved: with a part of Duet broken on purpose it must find something.
final class MutationScenarioIT {
    private static final long SEED = 7;
    private static final int COMMITS = 30;
    private static final String WORKS = "reading on direction=";

    private static Workbench workbench;

    @BeforeAll
    static void startDatabases() throws SQLException {
        workbench = Workbench.start();
    }

    @AfterAll
    static void stopDatabases() {
        workbench.close();
    }

    @BeforeEach
    void beginAgain() throws SQLException {
        workbench.renew();
    }

    @Test
    void auditFindsNothingWhenNothingIsBroken() throws SQLException {
        try (Client crm = new Client(workbench, Shop.CRM, SEED, 20);
                Client erp = new Client(workbench, Shop.ERP, SEED, 20);
                RunningSync duet = start(Broken.NOTHING)) {
            duet.awaitRunning();
            awaitCommits(crm, erp);

            assertThat(Audit.problems(workbench, crm, erp)).isEmpty();
        }
    }

    @Test
    void auditFindsEchoesWhenTheFilterIsOff() throws SQLException {
        try (Client crm = new Client(workbench, Shop.CRM, SEED, 20);
                Client erp = new Client(workbench, Shop.ERP, SEED, 20);
                RunningSync duet = start(Broken.ECHO_FILTER)) {
            duet.awaitRunning();
            awaitCommits(crm, erp);

            // An echo taken for a client's change is a conflict with whatever came after it.
            assertThat(Audit.problems(workbench, crm, erp)).isNotEmpty();
        }
    }

    @Test
    void auditFindsRepetitionsWhenTheCheckpointIsNotWritten() throws SQLException {
        try (Client crm = new Client(workbench, Shop.CRM, SEED, 20);
                Client erp = new Client(workbench, Shop.ERP, SEED, 20)) {
            try (RunningSync first = start(Broken.CHECKPOINT)) {
                first.awaitRunning();
                awaitCommits(crm, erp);
                workbench.awaitSentinels();
            }
            try (RunningSync second = start(Broken.CHECKPOINT)) {
                second.awaitRunning();

                assertThat(Audit.problems(workbench, crm, erp))
                        .anyMatch(problem -> problem.contains("moved the position and"));
            }
        }
    }

    @Test
    void auditFindsTheTwinsWritesWhenFencingIsOff() throws SQLException {
        // So long that the first does not look at its lease when it wakes.
        // And one transaction at a time: in one batch it would catch up to where the second is.
        Path config =
                workbench.writeConfig(
                        ConfigText.quick()
                                .with("lease", "{ ttl: 10m }")
                                .with("batch", "{ max-transactions: 1 }"));
        try (Client crm = new Client(workbench, Shop.CRM, SEED, 20);
                Client erp = new Client(workbench, Shop.ERP, SEED, 20);
                DuetChild first = DuetChild.start(workbench, config, "--break", "FENCING")) {
            first.awaitLog(WORKS);
            workbench.awaitSentinels();
            workbench.freezeBetweenTransactions(first);
            awaitCommits(crm, erp);
            expireLease();
            try (DuetChild second = DuetChild.start(workbench, config)) {
                second.awaitLog(WORKS);
                workbench.awaitSentinels();
                // It would see the other's counter move between its look at the row and its write.
                workbench.freezeBetweenTransactions(second);
                first.thaw();
                first.awaitLog(Broken.WRITTEN_OVER);
                first.kill();
                second.thaw();

                assertThat(Audit.problems(workbench, crm, erp))
                        .anyMatch(problem -> problem.startsWith("the log of"));
            }
        }
    }

    /// As if its time were over.
    private static void expireLease() throws SQLException {
        for (Shop shop : Shop.values()) {
            workbench.execute(shop, "UPDATE duet.lease SET expires_at = CURRENT_TIMESTAMP(6)");
        }
    }

    private static RunningSync start(Broken broken) {
        return RunningSync.start(workbench, workbench.config(), broken.with(Milestones.NONE));
    }

    private static void awaitCommits(Client... clients) {
        for (Client client : clients) {
            client.awaitMore(COMMITS);
        }
    }
}
