package dev.duet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;

/// What crm deletes stays in erp; what erp deletes, crm keeps until a person has decided. Each test
/// works on records of its own; what is written after a change shows that the change was read.
@TestMethodOrder(OrderAnnotation.class)
final class DeletesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final int MARKS = 9_000_000;
    private static final int MANY = 25_000;

    @TempDir private static Path folder;
    private static CliBench bench;
    private static DuetProcess run;
    private static int last = MARKS;

    @BeforeAll
    static void prepare() throws Exception {
        bench =
                new CliBench(
                        folder,
                        "CREATE TABLE orders (id int PRIMARY KEY, state text, stock int NOT NULL)",
                        "CREATE TABLE archive (id int PRIMARY KEY, state varchar(20), stock int NOT"
                                + " NULL)",
                        """
                        orders:
                          tables: { crm: orders, erp: archive }
                          key: { id: id }
                          fields:
                            state: state
                            stock: { crm: stock, erp: stock, owner: erp }
                          deletes: { erp: ignore, crm: review }
                        """);
        run = bench.run();
    }

    @AfterAll
    static void end() throws Exception {
        bench.close();
    }

    @Test
    @Order(1)
    void whatIsDeletedStaysThereAndNothingBringsItBackButAnInsert() throws Exception {
        bench.crm("INSERT INTO orders VALUES (1, 'new', 0)");
        await(() -> inErp(1).equals("new:0"));
        bench.erp("UPDATE archive SET stock = 7 WHERE id = 1");
        await(() -> inCrm(1).equals("new:7"));

        bench.crm("DELETE FROM orders WHERE id = 1");
        awaitAllOfCrm();
        assertThat(inErp(1)).isEqualTo("new:7");
        bench.erp("UPDATE archive SET state = 'billed' WHERE id = 1");
        awaitAllOfErp();
        assertThat(inCrm(1)).isEqualTo("no row");

        bench.crm("INSERT INTO orders VALUES (1, 'again', 3)");
        await(() -> inErp(1).equals("again:7")); // the owner's value stands
        bench.erp("UPDATE archive SET stock = 8 WHERE id = 1");
        await(() -> inCrm(1).equals("again:8"));
        assertNothingWaits();
    }

    @Test
    @Order(2)
    void aChangedKeyIsNoDelete() throws Exception {
        bench.crm("INSERT INTO orders VALUES (11, 'new', 0)");
        await(() -> inErp(11).equals("new:0"));

        bench.crm("UPDATE orders SET id = 12 WHERE id = 11");
        await(() -> inErp(12).equals("new:0"));
        bench.erp("UPDATE archive SET id = 13 WHERE id = 12");
        await(() -> inCrm(13).equals("new:0"));

        assertThat(inErp(11)).isEqualTo("no row");
        assertThat(inCrm(12)).isEqualTo("no row");
        assertNothingWaits();
    }

    @Test
    @Order(3)
    void aPurgeOfManyRowsIsNoBurstOfDeletes() throws Exception {
        bench.crm(
                "INSERT INTO orders SELECT i, 'old', 0 FROM generate_series(100001, "
                        + (100_000 + MANY)
                        + ") i");
        await(() -> count("archive").equals(Integer.toString(MANY)));

        bench.crm("DELETE FROM orders WHERE id > 100000 AND id < " + MARKS);
        awaitAllOfCrm();

        assertThat(count("archive")).isEqualTo(Integer.toString(MANY));
        bench.erp("UPDATE archive SET state = 'kept' WHERE id IN (100001, 100002)");
        awaitAllOfErp();
        assertThat(bench.askCrm("SELECT count(*) FROM orders WHERE id BETWEEN 100001 AND 200000"))
                .isEqualTo("0");
        assertNothingWaits();
    }

    @Test
    @Order(4)
    void aPersonIsAskedBeforeARecordGoes() throws Exception {
        bench.crm("INSERT INTO orders VALUES (31, 'new', 0), (32, 'new', 0), (33, 'new', 0)");
        await(() -> inErp(33).equals("new:0"));

        bench.erp("DELETE FROM archive WHERE id IN (31, 32, 33)");
        await(() -> open() == 3);
        awaitAllOfErp();
        assertThat(inCrm(31)).isEqualTo("new:0");
        JsonNode asked = list("--record", "31").get(0);
        assertThat(asked.at("/rule").asText()).isEqualTo("review: deletes");
        assertThat(asked.at("/reason").asText()).contains("until a person has decided");
        Spoken shown = bench.call("conflicts", "show", asked.at("/id").asText());
        assertThat(shown.exitCode()).as(shown.all()).isZero();
        assertThat(shown.out())
                .contains("nothing that erp had not seen")
                .containsPattern("in crm +.*new");

        resolve(31, "--take", "erp");
        resolve(32, "--take", "crm");
        bench.crm("DELETE FROM orders WHERE id = 33"); // made equal: it closes by itself

        await(() -> inCrm(31).equals("no row") && inErp(32).equals("new:0"));
        await(() -> open() == 0);
        assertThat(inErp(31)).isEqualTo("no row");
        assertThat(inCrm(32)).isEqualTo("new:0");
        assertThat(inErp(33)).isEqualTo("no row");
        bench.crm("UPDATE orders SET state = 'flows' WHERE id = 32");
        await(() -> inErp(32).equals("flows:0"));
        assertNothingWaits();
    }

    @Test
    @Order(5)
    void aKillChangesNothing() throws Exception {
        bench.crm("INSERT INTO orders VALUES (41, 'new', 0), (42, 'new', 0)");
        await(() -> inErp(42).equals("new:0"));
        bench.crm("DELETE FROM orders WHERE id = 41");
        bench.erp("DELETE FROM archive WHERE id = 42");
        await(() -> open() == 1);
        run.signal("KILL");
        run.awaitEnd();
        bench.crm("DELETE FROM orders WHERE id = 1");
        bench.erp("UPDATE archive SET state = 'alone' WHERE id IN (1, 41)");

        run = bench.run();

        awaitAllOfCrm();
        awaitAllOfErp();
        assertThat(inErp(1)).isEqualTo("alone:8");
        assertThat(inCrm(1)).isEqualTo("no row");
        assertThat(inErp(41)).isEqualTo("alone:0");
        assertThat(inCrm(41)).isEqualTo("no row");
        assertThat(inCrm(42)).isEqualTo("new:0");
        assertThat(open()).isEqualTo(1);
        run.endsCleanlyOn("TERM");
    }

    @Test
    @Order(6)
    void aDirectionThatGoesOnAloneAsksToo() throws Exception {
        await(
                () ->
                        bench.askCrm("SELECT count(*) FROM pg_replication_slots WHERE active")
                                .equals("0"));
        bench.crm("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots");
        try (DuetProcess alone = bench.start("duet.yaml", Map.of(), "run")) {
            alone.awaitText("NEEDS_RESYNC direction=" + Way.CRM_TO_ERP, 1);

            bench.erp("DELETE FROM archive WHERE id = 32");
            awaitAllOfErp();

            assertThat(inCrm(32)).isEqualTo("flows:0");
            assertThat(
                            bench.askCrm(
                                    "SELECT reason FROM duet.quarantine WHERE code ="
                                            + " 'DELETE'"))
                    .contains("asks a person first");
            alone.endsCleanlyOn("TERM");
        }
    }

    private static void assertNothingWaits() throws Exception {
        assertThat(bench.call("quarantine", "list").exitCode()).isZero();
        assertThat(list().size()).as("entries of conflicts that nobody has ended").isLessThan(4);
        assertThat(open()).isZero();
    }

    private static String inCrm(int id) throws Exception {
        return bench.askCrm("SELECT state || ':' || stock FROM orders WHERE id = " + id);
    }

    private static String inErp(int id) throws Exception {
        return bench.askErp("SELECT concat(state, ':', stock) FROM archive WHERE id = " + id);
    }

    private static String count(String table) throws Exception {
        return bench.askErp(
                "SELECT count(*) FROM " + table + " WHERE id BETWEEN 100001 AND 200000");
    }

    private static int open() throws Exception {
        return list("--open").size();
    }

    private static JsonNode list(String... options) throws Exception {
        String[] words = new String[options.length + 3];
        words[0] = "conflicts";
        words[1] = "list";
        words[2] = "--json";
        System.arraycopy(options, 0, words, 3, options.length);
        return JSON.readTree(bench.call(words).out());
    }

    private static void resolve(int id, String... how) throws Exception {
        String conflict = list("--open", "--record", "" + id).get(0).at("/id").asText();
        Spoken done =
                bench.call("conflicts", "resolve", conflict, how[0], how[1], "--reason", "a test");
        assertThat(done.exitCode()).as(done.all()).isZero();
    }

    private static void awaitAllOfCrm() throws Exception {
        int mark = ++last;
        bench.crm("INSERT INTO orders VALUES (" + mark + ", 'mark', 0)");
        await(() -> !inErp(mark).equals("no row"));
    }

    private static void awaitAllOfErp() throws Exception {
        int mark = ++last;
        bench.erp("INSERT INTO archive VALUES (" + mark + ", 'mark', 0)");
        await(() -> !inCrm(mark).equals("no row"));
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LIMIT).until(condition);
    }
}
