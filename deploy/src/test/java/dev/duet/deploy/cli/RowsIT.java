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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/// The records of the entity are the active ones, on both sides; what is written after a change
/// shows that the change was read. Each test works on records of its own and leaves nothing held.
@TestMethodOrder(OrderAnnotation.class)
final class RowsIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir private static Path folder;
    private static CliBench bench;
    private static DuetProcess run;
    private static int last = 1000;

    /// More than the core follows one by one.
    private static final int MANY = 20_500;

    @BeforeAll
    static void prepare() throws Exception {
        bench =
                new CliBench(
                        folder,
                        List.of(
                                "CREATE TABLE item (id int PRIMARY KEY, state text, body text,"
                                        + " short text)",
                                "CREATE TABLE task (id int PRIMARY KEY, state text, note text)"),
                        List.of(
                                "CREATE TABLE thing (id int PRIMARY KEY, status char(1), body"
                                        + " longtext, short varchar(5), CHECK (short <> 'bad'))",
                                "CREATE TABLE job (id int PRIMARY KEY, state varchar(9), note"
                                        + " varchar(9))"),
                        """
                        item:
                          tables: { crm: item, erp: thing }
                          key: { id: id }
                          fields:
                            state: { crm: state, erp: status, values: { active: A, draft: D } }
                            body: body
                            short: short
                          rows: { state: active }
                        task:
                          tables: { crm: task, erp: job }
                          key: { id: id }
                          fields: { state: state, note: note }
                          rows: { state: open }
                          leaving: { crm: ignore, erp: ignore }
                        """);
        run = bench.run();
    }

    @AfterAll
    static void end() throws Exception {
        bench.close();
    }

    @Test
    @Order(1)
    void rowsComeAndGoWithWhatTheyAreInCrm() throws Exception {
        bench.crm(
                "INSERT INTO item VALUES (1, 'active', 'a', 'x'), (2, 'draft', 'b', 'x')",
                // large enough to lie outside of the row, so that an update does not log it
                "INSERT INTO item SELECT 3, 'draft', string_agg(md5(i::text), ''), 'x'"
                        + " FROM generate_series(1, 3000) i");
        awaitAllOfCrm();
        assertThat(erp("id < 100")).isEqualTo("1:A:x");

        bench.crm(
                "UPDATE item SET state = 'active' WHERE id IN (2, 3)",
                "UPDATE item SET state = 'draft' WHERE id = 1",
                "UPDATE item SET short = 'y' WHERE id = 1");
        awaitAllOfCrm();
        assertThat(erp("id < 100")).isEqualTo("2:A:x,3:A:x");
        assertThat(bench.askErp("SELECT sha2(body, 256) FROM thing WHERE id = 3"))
                .isEqualTo(
                        bench.askCrm(
                                "SELECT encode(sha256(body::bytea), 'hex') FROM item WHERE id ="
                                        + " 3"));
        assertThat(crm("id = 1")).isEqualTo("1:draft:y");

        bench.crm(
                "UPDATE item SET id = 4, state = 'draft' WHERE id = 2",
                "UPDATE item SET id = 5, state = 'active' WHERE id = 1",
                "UPDATE item SET id = 6, short = 'z' WHERE id = 3",
                "DELETE FROM item WHERE id = 4");
        awaitAllOfCrm();
        assertThat(erp("id < 100")).isEqualTo("5:A:y,6:A:z");
        assertNothingIsHeldOrInConflict();
    }

    @Test
    @Order(2)
    void rowsComeAndGoWithWhatTheyAreInErp() throws Exception {
        bench.erp(
                "INSERT INTO thing VALUES (101, 'A', 'a', 'x'), (102, 'D', 'b', 'x')",
                "INSERT INTO thing VALUES (103, 'D', repeat('long ', 20000), 'x')");
        awaitAllOfErp();
        assertThat(crm("id BETWEEN 100 AND 200")).isEqualTo("101:active:x");

        bench.erp(
                "UPDATE thing SET status = 'A' WHERE id IN (102, 103)",
                "UPDATE thing SET status = 'D' WHERE id = 101",
                "UPDATE thing SET short = 'y' WHERE id = 101");
        awaitAllOfErp();
        assertThat(crm("id BETWEEN 100 AND 200")).isEqualTo("102:active:x,103:active:x");
        assertThat(bench.askCrm("SELECT length(body) FROM item WHERE id = 103"))
                .isEqualTo("100000");
        assertThat(erp("id = 101")).isEqualTo("101:D:y");

        bench.erp(
                "UPDATE thing SET id = 104, status = 'D' WHERE id = 102",
                "UPDATE thing SET id = 105, status = 'A' WHERE id = 101",
                "UPDATE thing SET id = 106, short = 'z' WHERE id = 103",
                "DELETE FROM thing WHERE id = 104");
        awaitAllOfErp();
        assertThat(crm("id BETWEEN 100 AND 200")).isEqualTo("105:active:y,106:active:z");
        assertNothingIsHeldOrInConflict();
    }

    @Test
    @Order(3)
    void aRowThatIsNoRecordIsNotWrittenOverUnlessSomebodySaysSo() throws Exception {
        bench.erp("INSERT INTO thing VALUES (201, 'D', 'mine', 'e')");
        bench.crm("INSERT INTO item VALUES (202, 'draft', 'mine', 'c')");
        awaitAllOfErp();
        awaitAllOfCrm();

        bench.crm("INSERT INTO item VALUES (201, 'active', 'theirs', 'c')");
        bench.erp("INSERT INTO thing VALUES (202, 'A', 'theirs', 'e')");
        await(() -> held("erp").equals("FILTERED") && held("crm").equals("FILTERED"));
        assertThat(erp("id = 201")).isEqualTo("201:D:e");
        assertThat(crm("id = 202")).isEqualTo("202:draft:c");
        assertThat(bench.call("quarantine", "list").out()).contains("'rows' leaves out");

        Spoken retry = bench.call("quarantine", "retry", "--all");

        assertThat(retry.exitCode()).as(retry.all()).isZero();
        await(() -> erp("id = 201").equals("201:A:c") && crm("id = 202").equals("202:active:e"));
        await(() -> bench.call("quarantine", "list").exitCode() == 0);
    }

    @Test
    @Order(4)
    void aHeldRowThatHasCeasedToFitIsNotInsertedWhenItIsLetGo() throws Exception {
        bench.crm("INSERT INTO item VALUES (301, 'active', 'b', 'bad')");
        await(() -> !held("erp").isEmpty());
        bench.crm("UPDATE item SET state = 'draft', short = 's' WHERE id = 301");
        awaitAllOfCrm();

        Spoken retry = bench.call("quarantine", "retry", "--all");

        assertThat(retry.exitCode()).as(retry.all()).isZero();
        await(() -> bench.call("quarantine", "list").exitCode() == 0);
        awaitAllOfCrm();
        assertThat(erp("id = 301")).isEmpty();
        assertThat(crm("id = 301")).isEqualTo("301:draft:s");
        bench.crm("UPDATE item SET state = 'active' WHERE id = 301");
        await(() -> erp("id = 301").equals("301:A:s"));
        assertNothingIsHeldOrInConflict();
    }

    /// What the other side does to a record that has left is not written into the row that is
    /// there.
    @ParameterizedTest
    @EnumSource(Way.class)
    @Order(5)
    void aRecordStaysWhereItsRowOnTheOtherSideHasCeasedToFit(Way way) throws Exception {
        way.here("INSERT INTO %s VALUES (1, 'open', 'a'), (2, 'open', 'a'), (3, 'open', 'a')");
        way.awaitArrival();
        way.here("UPDATE %s SET state = 'done' WHERE id < 3");
        way.here("UPDATE %s SET note = 'here' WHERE id = 2");
        way.here("DELETE FROM %s WHERE id = 3");
        way.awaitArrival();
        assertThat(way.there()).isEqualTo("1:open:a,2:open:a");

        way.there("UPDATE %s SET note = 'there'");
        way.there("UPDATE %s SET id = 4 WHERE id = 1");
        way.awaitReturn();
        assertThat(way.here()).isEqualTo("1:done:a,2:done:here,4:open:there");
        assertThat(way.there()).isEqualTo("2:open:there,4:open:there");

        way.here("UPDATE %s SET state = 'open' WHERE id = 2");
        await(() -> way.there().equals("2:open:here,4:open:there")); // it found a row
        way.there("DELETE FROM %s WHERE id = 2");
        way.awaitReturn();
        assertThat(way.here()).isEqualTo("1:done:a,4:open:there");

        Spoken compare = bench.call("compare", "--entity", "task");
        assertThat(compare.exitCode()).as(compare.all()).isZero();
        way.here("DELETE FROM %s");
        way.awaitArrival();
        assertThat(way.there()).isEmpty();
        assertNothingIsHeldOrInConflict();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    @Order(6)
    void noLargeTransactionIsWrittenIntoRowsThatHaveLeft(Way way) throws Exception {
        way.many();
        way.here("UPDATE %s SET state = 'done' WHERE id > 10");
        way.awaitArrival();
        way.there("UPDATE %s SET note = 'there'");
        way.awaitReturn();
        String written = "SELECT count(*) FROM %s WHERE note = 'there'";
        assertThat(way.ask(written)).as(way.ask("SELECT count(*) FROM %s")).isEqualTo("10");
        way.there("DELETE FROM %s");
        way.awaitReturn();
        assertThat(way.ask("SELECT count(*) FROM %s")).isEqualTo("" + (MANY - 10));
        way.here("DELETE FROM %s");
        assertNothingIsHeldOrInConflict();
    }

    /// The two directions: records leave here, and stay there.
    enum Way {
        OF_CRM("task", "job"),
        OF_ERP("job", "task");

        private final String here;
        private final String there;

        Way(String here, String there) {
            this.here = here;
            this.there = there;
        }

        void here(String sql) throws SQLException {
            execute(here, sql);
        }

        void there(String sql) throws SQLException {
            execute(there, sql);
        }

        private static void execute(String table, String sql) throws SQLException {
            if (table.equals("task")) {
                bench.crm(sql.formatted(table));
            } else {
                bench.erp(sql.formatted(table));
            }
        }

        void many() throws SQLException {
            here(
                    this == OF_CRM
                            ? "INSERT INTO %s SELECT i, 'open', 'a' FROM generate_series(1, "
                                    + MANY
                                    + ") i"
                            : "INSERT INTO %s WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i"
                                    + " + 1 FROM n WHERE i < "
                                    + MANY
                                    + ") SELECT /*+ SET_VAR(cte_max_recursion_depth = 100000) */ i,"
                                    + " 'open', 'a' FROM n");
        }

        void awaitArrival() throws Exception {
            if (this == OF_CRM) {
                awaitAllOfCrm();
            } else {
                awaitAllOfErp();
            }
        }

        void awaitReturn() throws Exception {
            if (this == OF_CRM) {
                awaitAllOfErp();
            } else {
                awaitAllOfCrm();
            }
        }

        String here() throws SQLException {
            return rows(here);
        }

        String there() throws SQLException {
            return rows(there);
        }

        String ask(String sql) throws SQLException {
            return this == OF_CRM
                    ? bench.askCrm(sql.formatted(here))
                    : bench.askErp(sql.formatted(here));
        }

        private static String rows(String table) throws SQLException {
            return table.equals("task")
                    ? bench.askCrm(
                            "SELECT coalesce(string_agg(concat_ws(':', id, state, note), ',' ORDER"
                                    + " BY id), '') FROM task")
                    : bench.askErp(
                            "SELECT coalesce(group_concat(concat_ws(':', id, state, note) ORDER BY"
                                    + " id), '') FROM job");
        }
    }

    @Test
    @Order(7)
    void aRestartChangesNothing() throws Exception {
        run.endsCleanlyOn("TERM");
        String inCrm = crm("true");
        String inErp = erp("true");
        run = bench.run();
        awaitAllOfCrm();
        awaitAllOfErp();

        assertThat(crm("id < 1000")).isEqualTo(without(inCrm));
        assertThat(erp("id < 1000")).isEqualTo(without(inErp));
        run.endsCleanlyOn("TERM");
    }

    /// Without the rows that only show how far a log was read.
    private static String without(String rows) {
        return rows.replaceAll("(^|,)1\\d{3}:[^,]*", "");
    }

    private static void awaitAllOfCrm() throws Exception {
        int mark = ++last;
        bench.crm("INSERT INTO item VALUES (" + mark + ", 'active', '', '')");
        await(() -> !erp("id = " + mark).isEmpty());
    }

    private static void awaitAllOfErp() throws Exception {
        int mark = ++last;
        bench.erp("INSERT INTO thing VALUES (" + mark + ", 'A', '', '')");
        await(() -> !crm("id = " + mark).isEmpty());
    }

    private static void assertNothingIsHeldOrInConflict() throws Exception {
        assertThat(held("crm") + held("erp")).isEmpty();
        assertThat(bench.askCrm("SELECT count(*) FROM duet.conflict")).isEqualTo("0");
        assertThat(bench.askErp("SELECT count(*) FROM duet.conflict")).isEqualTo("0");
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LIMIT).until(condition);
    }

    private static String crm(String where) throws SQLException {
        return bench.askCrm(
                "SELECT coalesce(string_agg(concat_ws(':', id, state, short), ',' ORDER BY id), '')"
                        + " FROM item WHERE "
                        + where);
    }

    private static String erp(String where) throws SQLException {
        return bench.askErp(
                "SELECT coalesce(group_concat(concat_ws(':', id, status, short) ORDER BY id), '')"
                        + " FROM thing WHERE "
                        + where);
    }

    /// The codes of what is held.
    private static String held(String system) throws SQLException {
        String sql = "SELECT coalesce(max(code), '') FROM duet.quarantine WHERE status = 'held'";
        return system.equals("crm") ? bench.askCrm(sql) : bench.askErp(sql);
    }
}
