package dev.duet.deploy.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.apply.Milestones;
import dev.duet.apply.Milestones.Milestone;
import dev.duet.deploy.support.Broken;
import dev.duet.deploy.support.DuetChild;
import dev.duet.deploy.support.DuetProcess;
import dev.duet.deploy.support.LogWitness;
import dev.duet.deploy.support.Quiet;
import dev.duet.deploy.support.RunningSync;
import dev.duet.deploy.support.Shop;
import dev.duet.deploy.support.Sql;
import dev.duet.deploy.support.Workbench;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Clients on both sides change the same records all the time, also while Duet is killed; then both
/// sides must be what the two logs say, and all that lost is recorded.
final class ConflictStormScenarioIT {
    /// More for a long run: `-Dduet.kills=50`.
    private static final int KILLS = Integer.getInteger("duet.kills", 4);

    private static final long SEED = Long.getLong("duet.seed", System.nanoTime());
    private static final int PASSES_MAX = 60;
    private static final int COMMITS = 60;
    private static final int COMMITS_IN_A_FAULT = 20;

    private static final Logger log = LoggerFactory.getLogger(ConflictStormScenarioIT.class);

    private static Workbench workbench;

    @BeforeAll
    static void startDatabases() throws SQLException {
        workbench = Workbench.start();
    }

    @AfterAll
    static void stopDatabases() {
        workbench.close();
    }

    private LogWitness witness;

    @BeforeEach
    void beginAgain() throws SQLException {
        workbench.renew();
        Storm.create(workbench);
        witness = new LogWitness(workbench, Storm.watched());
    }

    @Test
    void bothSidesEndAsTheLogsSayAndWhatLostIsRecorded() throws Exception {
        log.info("storm seed={}", SEED);
        Random random = new Random(SEED);
        Path config = workbench.writeConfig(Storm.config());
        try (StormClients clients = new StormClients(workbench, SEED)) {
            DuetChild.rehearse(workbench, config);
            for (int kill = 0; kill < KILLS; kill++) {
                if (kill % 2 == 0) {
                    haltAt(config, Milestone.values()[random.nextInt(4)], random);
                } else {
                    killAtRandom(config, random);
                }
            }
            try (DuetChild last = DuetChild.start(workbench, config)) {
                last.awaitLog("reading on direction=");
                clients.awaitCommits(COMMITS);
                clients.rest();
                Quiet.await(workbench, witness);
                assertThat(last.isAlive()).as(last::log).isTrue();
            }
            assertAllIsAsTheLogsSay(clients);
        }

        theCheckSeesWhatNoLogSays();
    }

    /// The servers are killed, the connections to them cut, and answers to commits lost, one after
    /// the other, while a round trip takes its time.
    @Test
    void bothSidesEndAsTheLogsSayThroughFaultsOfServersAndNetwork() throws Exception {
        log.info("storm of faults seed={}", SEED);
        List<Fault> faults = new ArrayList<>(List.of(Fault.values()));
        Collections.shuffle(faults, new Random(SEED));
        try (Networks networks = new Networks(workbench);
                StormClients clients = new StormClients(workbench, SEED);
                RunningSync duet =
                        RunningSync.start(
                                workbench, workbench.config(networks.through(Storm.config())))) {
            duet.awaitRunning();
            for (Fault fault : faults) {
                for (Shop shop : Shop.values()) {
                    fault.strike(workbench.server(shop), networks.to(shop));
                    clients.awaitCommits(COMMITS_IN_A_FAULT);
                    networks.to(shop).restore();
                }
            }
            clients.awaitCommits(COMMITS);
            clients.rest();
            Quiet.await(workbench, witness);

            assertAllIsAsTheLogsSay(clients);
        }
    }

    private void assertAllIsAsTheLogsSay(StormClients clients) throws SQLException {
        StormCheck check = new StormCheck(workbench, witness);
        assertThat(check.problems()).as("seed " + SEED).isEmpty();
        log.info(
                "storm over commits={} records={} conflicts={} seed={}",
                clients.committed(),
                check.facts().records().size(),
                check.conflicts(),
                SEED);
        assertThat(check.conflicts()).isGreaterThan(100);
    }

    private void theCheckSeesWhatNoLogSays() throws SQLException {
        workbench.execute(
                Shop.ERP,
                "SET SESSION sql_log_bin = 0",
                "UPDATE storm_update SET total = total + 1 ORDER BY id LIMIT 1",
                "SET SESSION sql_log_bin = 1");
        String entry = "SELECT max(id) FROM duet.conflict";
        String last = Sql.one(workbench.connection(Shop.CRM), entry);
        workbench.execute(Shop.CRM, "DELETE FROM duet.conflict WHERE id = " + last);

        assertThat(new StormCheck(workbench, witness).problems())
                .anyMatch(problem -> problem.startsWith("ERP is not what the logs say"))
                .anyMatch(problem -> problem.startsWith("lost and not recorded in CRM"));
    }

    @Test
    void theCheckFindsEchoesWhenTheFilterIsOff() throws Exception {
        try (StormClients clients = new StormClients(workbench, SEED);
                RunningSync duet =
                        RunningSync.start(
                                workbench,
                                workbench.config(Storm.config()),
                                Broken.ECHO_FILTER.with(Milestones.NONE))) {
            duet.awaitRunning();
            clients.awaitCommits(COMMITS);
            clients.rest();
            workbench.awaitSentinels();

            assertThat(new StormCheck(workbench, witness).problems()).isNotEmpty();
        }
    }

    private static void haltAt(Path config, Milestone milestone, Random random) {
        String at = milestone + ":" + (1 + random.nextInt(PASSES_MAX));
        try (DuetChild duet = DuetChild.start(workbench, config, "--halt-at", at)) {
            assertThat(duet.awaitEnd(Workbench.LIMIT)).as(duet::log).isEqualTo(DuetProcess.HALTED);
        }
    }

    private static void killAtRandom(Path config, Random random) throws InterruptedException {
        try (DuetChild duet = DuetChild.start(workbench, config)) {
            duet.awaitLog("reading on direction=");
            // No condition to wait for: any moment will do.
            new CountDownLatch(1).await(random.nextInt(2000), TimeUnit.MILLISECONDS);
            assertThat(duet.isAlive()).as(duet::log).isTrue();
            duet.kill();
        }
    }
}
