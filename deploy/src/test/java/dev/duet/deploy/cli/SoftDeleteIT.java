package dev.duet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.Callable;

/// Both systems keep the rows of deleted records, crm with the moment, erp with a flag and, beside
/// it, columns of its own. What is written after a change shows that the change was read.
@TestMethodOrder(OrderAnnotation.class)
final class SoftDeleteIT {
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
                        "{ deletes: off }",
                        "CREATE TABLE item (id int PRIMARY KEY, name text, stock int NOT NULL,"
                                + " deleted_at timestamptz)",
                        "CREATE TABLE thing (id int PRIMARY KEY, name varchar(40), stock int NOT"
                                + " NULL, gone tinyint NOT NULL DEFAULT 0, mine varchar(9) DEFAULT"
                                + " 'own')",
                        """
                        item:
                          tables: { crm: item, erp: thing }
                          key: { id: id }
                          fields:
                            name: name
                            stock: { crm: stock, erp: stock, on-conflict: sum }
                          only-in: { erp: [mine] }
                          update-vs-delete: update
                          soft-delete:
                            crm: { column: deleted_at, live: null, deleted: now }
                            erp: { column: gone, live: 0, deleted: 1 }
                        """);
        run = bench.run();
    }

    @AfterAll
    static void end() throws Exception {
        bench.close();
    }

    @Test
    @Order(1)
    void checkHasNothingAgainstIt() throws Exception {
        Spoken check = bench.call("check");

        assertThat(check.all()).doesNotContain("deleted_at", "gone");
    }

    @Test
    @Order(2)
    void aDeleteSetsTheColumnThereAndTheRowStays() throws Exception {
        bench.crm("INSERT INTO item VALUES (1, 'a', 5, NULL), (2, 'b', 5, NULL)");
        await(() -> inErp(2).equals("b:5:0:own"));
        bench.erp("INSERT INTO thing (id, name, stock) VALUES (3, 'c', 5), (4, 'd', 5)");
        await(() -> inCrm(4).equals("d:5:live"));

        bench.crm(
                "DELETE FROM item WHERE id = 1", "UPDATE item SET deleted_at = now() WHERE id = 2");
        bench.erp("DELETE FROM thing WHERE id = 3", "UPDATE thing SET gone = 1 WHERE id = 4");

        await(() -> inErp(1).equals("a:5:1:own") && inErp(2).equals("b:5:1:own"));
        await(() -> inCrm(3).equals("c:5:deleted") && inCrm(4).equals("d:5:deleted"));
        assertThat(
                        bench.askCrm(
                                "SELECT count(*) FROM item WHERE id IN (3, 4) AND deleted_at"
                                        + " BETWEEN now() - interval '5 min' AND now()"))
                .isEqualTo("2");
        assertThat(inCrm(1)).isEqualTo("no row");
        assertThat(inErp(3)).isEqualTo("no row");
        assertNothingIsHeld();
    }

    @Test
    @Order(3)
    void whatIsDeletedIsNobodysRecordAndMayComeBack() throws Exception {
        bench.erp("UPDATE thing SET name = 'not a record' WHERE id = 1");
        bench.crm("UPDATE item SET name = 'nor this' WHERE id = 3");
        awaitAllOfErp();
        awaitAllOfCrm();
        assertThat(inCrm(1)).isEqualTo("no row");
        assertThat(inErp(3)).isEqualTo("no row");

        bench.crm(
                "INSERT INTO item VALUES (1, 'again', 7, NULL)",
                "UPDATE item SET deleted_at = NULL, name = 'back' WHERE id = 2");
        bench.erp(
                "INSERT INTO thing (id, name, stock) VALUES (3, 'again', 7)",
                "UPDATE thing SET gone = 0, name = 'back' WHERE id = 4");

        await(() -> inErp(1).equals("again:7:0:own") && inErp(2).equals("back:5:0:own"));
        await(() -> inCrm(3).equals("again:7:live") && inCrm(4).equals("back:5:live"));
        bench.erp("UPDATE thing SET stock = stock + 1 WHERE id IN (1, 2)");
        bench.crm("UPDATE item SET stock = stock + 1 WHERE id IN (3, 4)");
        await(() -> inCrm(1).equals("again:8:live") && inCrm(2).equals("back:6:live"));
        await(() -> inErp(3).equals("again:8:0:own") && inErp(4).equals("back:6:0:own"));
        assertNothingIsHeld();
    }

    @Test
    @Order(4)
    void aLargeTransactionTooEitherWay() throws Exception {
        bench.crm(
                "INSERT INTO item SELECT i, 'many', 0, NULL FROM generate_series(100001, "
                        + (100_000 + MANY)
                        + ") i");
        await(() -> many("gone = 0").equals(Integer.toString(MANY)));

        bench.crm("DELETE FROM item WHERE id BETWEEN 100001 AND 200000");

        await(() -> many("gone = 1").equals(Integer.toString(MANY)));

        bench.crm(
                "INSERT INTO item SELECT i, 'again', 0, NULL FROM generate_series(100001, "
                        + (100_000 + MANY)
                        + ") i");

        await(() -> many("gone = 0 AND name = 'again'").equals(Integer.toString(MANY)));
        assertNothingIsHeld();
    }

    @Test
    @Order(5)
    void anUpdateBesideADeleteBringsTheRowBack() throws Exception {
        bench.crm("INSERT INTO item VALUES (51, 'a', 5, NULL), (52, 'b', 5, NULL)");
        await(() -> inErp(52).equals("b:5:0:own"));
        run.endsCleanlyOn("TERM");
        bench.crm("DELETE FROM item WHERE id = 51", "UPDATE item SET name = 'kept' WHERE id = 52");
        bench.erp(
                "UPDATE thing SET name = 'kept' WHERE id = 51",
                "UPDATE thing SET gone = 1 WHERE id = 52");

        run = bench.run();

        await(() -> inCrm(51).equals("kept:5:live") && inErp(51).equals("kept:5:0:own"));
        await(() -> inCrm(52).equals("kept:5:live") && inErp(52).equals("kept:5:0:own"));
        assertNothingIsHeld();
    }

    @Test
    @Order(6)
    void aKillChangesNothing() throws Exception {
        run.signal("KILL");
        run.awaitEnd();
        bench.crm("DELETE FROM item WHERE id = 51");
        bench.erp("DELETE FROM thing WHERE id = 52");

        run = bench.run();

        await(() -> inErp(51).equals("kept:5:1:own") && inCrm(52).equals("kept:5:deleted"));
        awaitAllOfCrm();
        awaitAllOfErp();
        assertThat(inErp(1)).isEqualTo("again:8:0:own");
        assertThat(inCrm(3)).isEqualTo("again:8:live");
        assertNothingIsHeld();
        run.endsCleanlyOn("TERM");
    }

    private static void assertNothingIsHeld() throws Exception {
        assertThat(bench.call("quarantine", "list").exitCode()).isZero();
    }

    private static String inCrm(int id) throws Exception {
        return bench.askCrm(
                "SELECT concat_ws(':', name, stock, CASE WHEN deleted_at IS NULL THEN 'live' ELSE"
                        + " 'deleted' END) FROM item WHERE id = "
                        + id);
    }

    private static String inErp(int id) throws Exception {
        return bench.askErp(
                "SELECT concat_ws(':', name, stock, gone, mine) FROM thing WHERE id = " + id);
    }

    private static String many(String condition) throws Exception {
        return bench.askErp(
                "SELECT count(*) FROM thing WHERE id BETWEEN 100001 AND 200000 AND " + condition);
    }

    private static void awaitAllOfCrm() throws Exception {
        int mark = ++last;
        bench.crm("INSERT INTO item VALUES (" + mark + ", 'mark', 0, NULL)");
        await(() -> !inErp(mark).equals("no row"));
    }

    private static void awaitAllOfErp() throws Exception {
        int mark = ++last;
        bench.erp("INSERT INTO thing (id, name, stock) VALUES (" + mark + ", 'mark', 0)");
        await(() -> !inCrm(mark).equals("no row"));
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LIMIT).until(condition);
    }
}
