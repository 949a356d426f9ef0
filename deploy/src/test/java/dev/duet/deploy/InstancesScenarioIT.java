package dev.duet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.deploy.support.Audit;
import dev.duet.deploy.support.Client;
import dev.duet.deploy.support.ConfigText;
import dev.duet.deploy.support.DuetChild;
import dev.duet.deploy.support.DuetProcess;
import dev.duet.deploy.support.Shop;
import dev.duet.deploy.support.Workbench;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.sql.SQLException;

/// Two instances of Duet with the same file: one writes at a time.
final class InstancesScenarioIT {
    private static final long SEED = 13;
    private static final int COMMITS = 40;
    private static final String WAITS =
            "another instance is at work, waiting for it to end holder=";
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
    void secondWaitsForTheFirstAndIsInAtOnceWhenThatIsKilled() throws SQLException {
        // Longer than this test may take: nobody can be waiting for its end.
        Path config = workbench.writeConfig(ConfigText.quick().with("lease", "{ ttl: 10m }"));
        try (DuetChild first = DuetChild.start(workbench, config)) {
            first.awaitLog(WORKS);
            try (DuetChild second = DuetChild.start(workbench, config)) {
                second.awaitLog(WAITS);
                assertThat(second.log())
                        .containsPattern(WAITS + ".* pid " + first.pid() + " ")
                        .doesNotContain(WORKS);

                first.kill();

                second.awaitLog(WORKS);
                Audit.assertClean(workbench);
            }
        }
    }

    @Test
    void frozenInstanceIsReplacedAndWritesNothingWhenItWakes() throws Exception {
        Path config = workbench.writeConfig(ConfigText.quick());
        try (Client crm = new Client(workbench, Shop.CRM, SEED, 15);
                Client erp = new Client(workbench, Shop.ERP, SEED, 15);
                DuetChild first = DuetChild.start(workbench, config)) {
            first.awaitLog(WORKS);
            workbench.awaitSentinels();
            workbench.freezeBetweenTransactions(first);
            try (DuetChild second = DuetChild.start(workbench, config)) {
                second.awaitLog(WORKS);
                crm.awaitMore(COMMITS);
                erp.awaitMore(COMMITS);
                first.thaw();

                assertThat(first.awaitEnd(Workbench.LIMIT)).isEqualTo(DuetProcess.FENCED);
                Audit.assertClean(workbench, crm, erp);
                assertThat(second.isAlive()).isTrue();
            }
        }
    }
}
