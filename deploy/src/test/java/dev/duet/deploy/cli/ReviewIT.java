package dev.duet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Stream;

/// Records in conflict that wait for a person: each side keeps its own, over a kill too, all else
/// flows, and what a person decides then stands on both sides. Later tests use what earlier ones
/// left.
@TestMethodOrder(OrderAnnotation.class)
final class ReviewIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private static final int TAKE_CRM = 1;
    private static final int TAKE_ERP = 2;
    private static final int SET = 3;
    private static final int MADE_EQUAL = 4;
    private static final int DELETE_STANDS = 5;
    private static final int ROW_STANDS = 6;
    private static final int RETRIED = 7;
    private static final int DISCARDED = 8;
    private static final int LATE = 9;
    private static final int PLAIN = 10;

    @TempDir private static Path folder;
    private static CliBench bench;
    private static DuetProcess run;

    @BeforeAll
    static void makeConflicts() throws Exception {
        bench = new CliBench(folder);
        Path file = folder.resolve("duet.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace(
                                "      note: note\n",
                                """
                                      note: { crm: note, erp: note, on-conflict: review }
                                    update-vs-delete: review
                                """));
        run = bench.run();
        for (int id = TAKE_CRM; id <= PLAIN; id++) {
            bench.crm("INSERT INTO customer VALUES (" + id + ", 'old', 'old')");
        }
        bothHave(PLAIN, "old|old");
        run.endsCleanlyOn("TERM");
        for (int id : new int[] {TAKE_CRM, TAKE_ERP, SET, MADE_EQUAL, RETRIED, DISCARDED}) {
            crm(id, "note = 'of crm'");
            erp(id, "note = 'of erp'");
        }
        crm(DELETE_STANDS, "note = 'of crm'");
        bench.erp("DELETE FROM client WHERE account = " + DELETE_STANDS);
        bench.crm("DELETE FROM customer WHERE customer_id = " + ROW_STANDS);
        erp(ROW_STANDS, "note = 'of erp'");
        run = bench.run();
        await().atMost(LIMIT).until(() -> list("--open").size() == 8);
    }

    @AfterAll
    static void end() throws Exception {
        bench.close();
    }

    @Test
    @Order(1)
    void eachSideKeepsItsOwnOverAKillAndAllElseFlows() throws Exception {
        keepTheirOwn();
        run.signal("KILL");
        run.awaitEnd();
        erp(PLAIN, "client_name = 'flows'");
        run = bench.run();
        bothHave(PLAIN, "flows|old");
        crm(PLAIN, "full_name = 'both ways'");
        bothHave(PLAIN, "both ways|old");
        keepTheirOwn();
        assertThat(list("--open").size()).isEqualTo(8);
        assertThat(bench.askCrm("SELECT count(*) FROM duet.hold"))
                .as("each record is held once")
                .isEqualTo(
                        Integer.toString(
                                8
                                        - Integer.parseInt(
                                                bench.askErp("SELECT count(*) FROM duet.hold"))));
    }

    private static void keepTheirOwn() throws SQLException {
        for (int id : new int[] {TAKE_CRM, TAKE_ERP, SET, MADE_EQUAL, RETRIED, DISCARDED}) {
            assertThat(inCrm(id)).isEqualTo("old|of crm");
            assertThat(inErp(id)).isEqualTo("old|of erp");
        }
        assertThat(inCrm(DELETE_STANDS)).isEqualTo("old|of crm");
        assertThat(inErp(DELETE_STANDS)).isEqualTo("no row");
        assertThat(inCrm(ROW_STANDS)).isEqualTo("no row");
        assertThat(inErp(ROW_STANDS)).isEqualTo("old|of erp");
    }

    @Test
    @Order(2)
    void whatClientsDoMeanwhileIsKeptAndTheTakenRowHasIt() throws Exception {
        for (int id : new int[] {TAKE_CRM, TAKE_ERP}) {
            crm(id, "full_name = 'crm more'");
            erp(id, "client_name = 'erp more'");
        }
        await().atMost(LIMIT).until(() -> more(TAKE_ERP) == 2 && more(TAKE_CRM) == 2);
        assertThat(inCrm(TAKE_CRM)).isEqualTo("crm more|of crm");
        assertThat(inErp(TAKE_CRM)).isEqualTo("erp more|of erp");

        resolve(TAKE_CRM, "--take", "crm");
        resolve(TAKE_ERP, "--take", "erp");

        bothHave(TAKE_CRM, "crm more|of crm");
        bothHave(TAKE_ERP, "erp more|of erp");
        JsonNode done = list("--record", "" + TAKE_CRM).get(0);
        assertThat(done.at("/state").asText()).isEqualTo("resolved");
        assertThat(done.at("/actions/0/reason").asText()).isEqualTo("a test");
        assertThat(done.at("/actions/0/by").asText()).contains("@");
        erp(TAKE_CRM, "note = 'flows again'");
        bothHave(TAKE_CRM, "crm more|flows again");
    }

    @Test
    @Order(3)
    void updateAgainstDeleteIsDecidedEitherWay() throws Exception {
        resolve(DELETE_STANDS, "--take", "erp");
        resolve(ROW_STANDS, "--take", "erp");

        bothHave(DELETE_STANDS, "no row");
        bothHave(ROW_STANDS, "old|of erp");
    }

    @Test
    @Order(4)
    void aDecisionOfTheQuarantineClosesTheConflict() throws Exception {
        bench.call("quarantine", "retry", entry(RETRIED));
        bench.call("quarantine", "discard", entry(DISCARDED), "--reason", "a test");

        await().atMost(LIMIT)
                .until(() -> inCrm(RETRIED).equals(inErp(RETRIED)) && isResolved(RETRIED));
        await().atMost(LIMIT)
                .until(() -> inCrm(DISCARDED).equals(inErp(DISCARDED)) && isResolved(DISCARDED));
    }

    @Test
    @Order(5)
    void itClosesByItselfWhenTheSidesHaveBecomeEqual() throws Exception {
        erp(MADE_EQUAL, "note = 'of crm'");

        await().atMost(LIMIT).until(() -> isResolved(MADE_EQUAL));
        assertThat(list("--record", "" + MADE_EQUAL).at("/0/actions/0/reason").asText())
                .isEqualTo("by itself: both sides are equal");
        await().atMost(LIMIT).until(() -> kept(MADE_EQUAL) == 0);
        crm(MADE_EQUAL, "note = 'flows again'");
        bothHave(MADE_EQUAL, "old|flows again");
    }

    @Test
    @Order(6)
    void aConflictThatIsFoundOnlyAfterItWasWrittenWaitsToo() throws Exception {
        try (Connection client = bench.databases().mysql().connect("erp");
                Statement statement = client.createStatement()) {
            client.setAutoCommit(false);
            statement.executeUpdate("UPDATE client SET note = 'of erp' WHERE account = " + LATE);
            crm(LATE, "note = 'of crm'");
            await().atMost(LIMIT)
                    .until(
                            () ->
                                    !bench.askErp("SELECT count(*) FROM sys.innodb_lock_waits")
                                            .equals("0"));
            client.commit();
        }

        await().atMost(LIMIT).until(() -> kept(LATE) > 0);
        assertThat(list("--open", "--record", "" + LATE).size()).isEqualTo(1);
        assertThat(inCrm(LATE)).isEqualTo("old|of crm");
        assertThat(inErp(LATE)).isEqualTo("old|of erp");
        resolve(LATE, "--take", "crm");
        bothHave(LATE, "old|of crm");
    }

    @Test
    @Order(7)
    void aValueIsSetWhileDuetIsDown() throws Exception {
        run.endsCleanlyOn("TERM");
        Spoken set = resolve(SET, "--set", "note=neither", "--set", "name=new");
        assertThat(set.out()).contains("'duet run' does it when it runs");
        assertThat(inErp(SET)).isEqualTo("old|of erp");
        assertThat(list("--open").size()).isZero();

        run = bench.run();

        bothHave(SET, "new|neither");
        await().atMost(LIMIT).until(() -> bench.call("quarantine", "list").exitCode() == 0);
        run.endsCleanlyOn("TERM");
    }

    private static void crm(int id, String set) throws SQLException {
        bench.crm("UPDATE customer SET " + set + " WHERE customer_id = " + id);
    }

    private static void erp(int id, String set) throws SQLException {
        bench.erp("UPDATE client SET " + set + " WHERE account = " + id);
    }

    private static Spoken resolve(int record, String... more) throws Exception {
        String id = list("--record", "" + record).at("/0/id").asText();
        Spoken resolve =
                bench.call(
                        Stream.concat(
                                        Stream.of("conflicts", "resolve", id, "--reason", "a test"),
                                        Stream.of(more))
                                .toArray(String[]::new));
        assertThat(resolve.exitCode()).as(resolve.all()).isZero();
        return resolve;
    }

    private static JsonNode list(String... filters) throws Exception {
        Spoken list =
                bench.call(
                        Stream.concat(Stream.of("conflicts", "list", "--json"), Stream.of(filters))
                                .toArray(String[]::new));
        assertThat(list.exitCode()).as(list.all()).isLessThan(2);
        return JSON.readTree(list.out());
    }

    private static boolean isResolved(int record) throws Exception {
        return list("--record", "" + record).at("/0/state").asText().equals("resolved");
    }

    private static String entry(int record) throws Exception {
        for (JsonNode entry : JSON.readTree(bench.call("quarantine", "list", "--json").out())) {
            if (entry.at("/key").asText().equals("" + record)
                    && entry.at("/code").asText().equals("REVIEW")) {
                return entry.at("/id").asText();
            }
        }
        throw new AssertionError("nothing waits of " + record);
    }

    private static int kept(int record) throws SQLException {
        return kept(record, "");
    }

    /// How many of the later changes, one of each side, are kept.
    private static int more(int record) throws SQLException {
        return kept(record, " AND after_image LIKE '% more%'");
    }

    private static int kept(int record, String and) throws SQLException {
        String sql =
                "SELECT count(*) FROM duet.quarantine WHERE status = 'held' AND record_key = '"
                        + record
                        + "'"
                        + and;
        return Integer.parseInt(bench.askCrm(sql)) + Integer.parseInt(bench.askErp(sql));
    }

    private static void bothHave(int record, String row) {
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> {
                            assertThat(inCrm(record)).as("crm %s", record).isEqualTo(row);
                            assertThat(inErp(record)).as("erp %s", record).isEqualTo(row);
                        });
    }

    private static String inCrm(int record) throws SQLException {
        return bench.askCrm(
                "SELECT concat(full_name, '|', note) FROM customer WHERE customer_id = " + record);
    }

    private static String inErp(int record) throws SQLException {
        return bench.askErp(
                "SELECT concat(client_name, '|', note) FROM client WHERE account = " + record);
    }
}
