package dev.duet.deploy.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.deploy.support.Audit;
import dev.duet.deploy.support.Await;
import dev.duet.deploy.support.Client;
import dev.duet.deploy.support.ConfigText;
import dev.duet.deploy.support.RunningSync;
import dev.duet.deploy.support.Shop;
import dev.duet.deploy.support.Workbench;
import dev.duet.localdb.CutPoint;
import dev.duet.localdb.TcpProxy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.sql.SQLException;
import java.time.Duration;

/// The network between Duet and one of its databases fails; clients reach theirs all the while.
final class ConnectionScenarioIT {
    private static final long SEED = 17;
    private static final int COMMITS = 20;
    private static final int LOST_REPLIES = 4;

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /// Longer than the timeouts of [#ConnectionScenarioIT()].
    private static final Duration OVER_TIME = Duration.ofSeconds(9);

    private static Workbench workbench;

    private final TcpProxy toCrm;
    private final TcpProxy toErp;
    private final Client crm;
    private final Client erp;
    private final RunningSync duet;

    @BeforeAll
    static void startDatabases() throws SQLException {
        workbench = Workbench.start();
    }

    @AfterAll
    static void stopDatabases() {
        workbench.close();
    }

    ConnectionScenarioIT() throws SQLException {
        workbench.renew();
        toCrm = TcpProxy.to(workbench.server(Shop.CRM));
        toErp = TcpProxy.to(workbench.server(Shop.ERP));
        crm = new Client(workbench, Shop.CRM, SEED, 10);
        erp = new Client(workbench, Shop.ERP, SEED, 10);
        ConfigText text =
                ConfigText.quick()
                        .with("timeouts", "{ connect: 8s, statement: 5s, socket: 6s }")
                        .through(Shop.CRM, toCrm.port())
                        .through(Shop.ERP, toErp.port());
        duet = RunningSync.start(workbench, workbench.config(text)).awaitRunning();
        workbench.awaitSentinels();
    }

    @AfterEach
    void stopAll() {
        toCrm.restore();
        toErp.restore();
        try (toCrm;
                toErp;
                crm;
                erp;
                duet) {
            // Closed in reverse order.
        }
    }

    private TcpProxy to(Shop shop) {
        return shop == Shop.CRM ? toCrm : toErp;
    }

    @ParameterizedTest
    @EnumSource
    void lostReplyToCommitChangesNothing(Shop target) throws Exception {
        for (int i = 0; i < LOST_REPLIES; i++) {
            CutPoint commit = to(target).cutAfterReplyTo("COMMIT", 1);
            // A prepared COMMIT does not show its text: only new connections send it.
            to(target).resetConnections();
            assertThat(commit.awaitCuts(1, Workbench.LIMIT)).isTrue();
            crm.awaitMore(COMMITS);
            erp.awaitMore(COMMITS);
        }

        Audit.assertClean(workbench, crm, erp);
    }

    @ParameterizedTest
    @EnumSource
    void cutConnectionDelaysAndNoMore(Shop target) throws Exception {
        to(target).cut();
        awaitAll(MINUTE);
        to(target).restore();

        Audit.assertClean(workbench, crm, erp);
    }

    @ParameterizedTest
    @EnumSource
    void blackHoleDelaysAndNoMore(Shop target) throws Exception {
        to(target).blackhole();
        awaitAll(OVER_TIME);
        to(target).restore();

        Audit.assertClean(workbench, crm, erp);
    }

    /// Lets clients write for so long.
    private void awaitAll(Duration outage) {
        long began = System.nanoTime();
        Await.until(
                "the outage is over",
                Workbench.LIMIT,
                () -> System.nanoTime() - began > outage.toNanos());
        crm.awaitMore(COMMITS);
        erp.awaitMore(COMMITS);
    }
}
