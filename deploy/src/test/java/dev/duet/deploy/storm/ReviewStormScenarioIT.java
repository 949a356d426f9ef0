package dev.duet.deploy.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.deploy.Main;
import dev.duet.deploy.support.Await;
import dev.duet.deploy.support.LogWitness;
import dev.duet.deploy.support.Quiet;
import dev.duet.deploy.support.RunningSync;
import dev.duet.deploy.support.Shop;
import dev.duet.deploy.support.Sql;
import dev.duet.deploy.support.Workbench;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/// Clients on both sides change the same records all the time, under the rule review. While they
/// wait, servers are killed, and people let some of them go; the clients go on.
final class ReviewStormScenarioIT {
    private static final long SEED = Long.getLong("duet.seed", System.nanoTime());
    private static final int ROUNDS = 3;
    private static final int COMMITS = 10;
    private static final long PAUSE_MILLIS = 50;
    private static final int WAITING = 2;
    private static final Logger log = LoggerFactory.getLogger(ReviewStormScenarioIT.class);
    private static final String HELD =
            "SELECT DISTINCT record_key FROM duet.quarantine WHERE entity = 'asked' AND status ="
                    + " 'held'";

    private static Workbench workbench;

    @BeforeAll
    static void startDatabases() throws SQLException {
        workbench = Workbench.start();
    }

    @AfterAll
    static void stopDatabases() {
        workbench.close();
    }

    @Test
    void eachSideKeepsItsOwnUntilSomebodyDecidesAndThenBothAreThat() throws Exception {
        log.info("storm of reviews seed={}", SEED);
        Asked.create(workbench);
        LogWitness witness = new LogWitness(workbench, Asked.watched());
        Path file = workbench.writeConfig(Asked.config());
        try (RunningSync duet = RunningSync.start(workbench, workbench.config(Asked.config()));
                StormClients clients =
                        new StormClients(workbench, SEED, 1, PAUSE_MILLIS, Asked::new)) {
            duet.awaitRunning();
            for (int round = 1; round <= ROUNDS; round++) {
                Shop shop = Shop.values()[round % 2];
                Await.until("records wait", Workbench.LIMIT, () -> held(shop).size() >= WAITING);
                workbench.server(shop).kill();
                workbench.server(shop).restart();
                clients.awaitCommits(COMMITS);
                letGo(file, round, shop);
                clients.awaitCommits(COMMITS);
            }
            clients.rest();
            Quiet.await(workbench, witness);
            Set<String> waiting = waiting();
            assertRecordsWaitAsTheirClientsLeftThem(new AskedCheck(workbench, witness), waiting);

            Map<Shop, Map<String, Map<String, String>>> before = new EnumMap<>(Shop.class);
            for (Shop shop : Shop.values()) {
                before.put(shop, Asked.rows(workbench, shop));
            }
            letAllGo(file);
            Quiet.await(workbench, witness);

            assertBothAreWhatWasDecided(waiting, before);
            AskedCheck check = new AskedCheck(workbench, witness);
            assertThat(check.notAsTheLogsSay()).as("seed " + SEED).isEmpty();
            assertThat(check.undecided()).as("seed " + SEED).isPositive();
            log.info(
                    "storm of reviews over commits={} waited={} undecided={} seed={}",
                    clients.committed(),
                    waiting.size(),
                    check.undecided(),
                    SEED);
        }
    }

    private static void assertRecordsWaitAsTheirClientsLeftThem(
            AskedCheck check, Set<String> waiting) throws SQLException {
        assertThat(waiting).as("seed " + SEED).isNotEmpty().containsAll(check.conflicts());
        assertThat(check.notAsTheirOwnClientsLeftThem(waiting)).as("seed " + SEED).isEmpty();
    }

    /// Each record that waited is what one of the sides had.
    ///
    /// @param before both sides as they were then
    private static void assertBothAreWhatWasDecided(
            Set<String> waiting, Map<Shop, Map<String, Map<String, String>>> before)
            throws SQLException {
        Map<String, Map<String, String>> inCrm = Asked.rows(workbench, Shop.CRM);
        assertThat(Asked.rows(workbench, Shop.ERP)).as("seed " + SEED).isEqualTo(inCrm);
        for (String record : waiting) {
            assertThat(
                            Stream.of(Shop.values())
                                    .map(shop -> before.get(shop).get(record))
                                    .anyMatch(row -> Objects.equals(row, inCrm.get(record))))
                    .as(record + " of " + before + ", seed " + SEED)
                    .isTrue();
        }
    }

    private static Set<String> held(Shop shop) throws SQLException {
        return new HashSet<>(Sql.rows(workbench.connection(shop), HELD));
    }

    /// Of both directions, by the names of the facts.
    private static Set<String> waiting() throws SQLException {
        Set<String> waiting = new HashSet<>();
        for (Shop shop : Shop.values()) {
            held(shop).forEach(key -> waiting.add(Asked.TABLE + " " + key));
        }
        return waiting;
    }

    /// A hot record, by one command or the other. It is none of the test's business whether it
    /// waits just then.
    private static void letGo(Path file, int key, Shop shop) throws Exception {
        String id =
                Sql.one(
                        workbench.connection(shop),
                        "SELECT coalesce(min(id), 0) FROM duet.quarantine WHERE entity = 'asked'"
                                + " AND status = 'held' AND record_key = '"
                                + key
                                + "'");
        if (key % 2 == 0) {
            duet(
                    file,
                    "conflicts resolve --all --yes --reason storm --entity asked --record "
                            + (key + " --take " + shop.system()));
        } else if (!id.equals("0")) {
            duet(file, "quarantine discard --reason storm " + shop.system() + ":" + id);
        }
    }

    /// The second command for what was decided early, before its record waited.
    private static void letAllGo(Path file) throws Exception {
        duet(file, "conflicts resolve --all --yes --reason storm --take crm");
        if (!waiting().isEmpty()) {
            duet(file, "quarantine discard --all --reason storm");
        }
        for (Shop shop : Shop.values()) {
            Await.until("nothing is held in " + shop, Workbench.LIMIT, () -> held(shop).isEmpty());
        }
    }

    private static void duet(Path file, String words) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName(),
                                "--config",
                                file.toString()));
        command.addAll(Arrays.asList(words.split(" ")));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(workbench.secrets());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        log.info("duet {} ended exit={} said={}", words, exit, said);
        assertThat(exit).as(said).isNotEqualTo(3).isLessThan(5);
    }
}
