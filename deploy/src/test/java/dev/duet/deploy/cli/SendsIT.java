package dev.duet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/// One side sends some records only, the other all, or each some: what comes to fit, ceases to, and
/// is withheld, in both directions, with a kill between. Every entity is a table of its own.
final class SendsIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final String COLUMNS =
            " (id int PRIMARY KEY, region varchar(4), note varchar(20), extra varchar(20))";

    /// More than the core follows one by one.
    private static final int MANY = 20_500;

    @TempDir private static Path folder;
    private static CliBench bench;
    private static DuetProcess run;
    private static int last;

    @BeforeAll
    static void prepare() throws Exception {
        List<String> tables =
                List.of(
                        "CREATE TABLE crm_only" + COLUMNS,
                        "CREATE TABLE crm_keeps" + COLUMNS,
                        "CREATE TABLE erp_only" + COLUMNS,
                        "CREATE TABLE erp_keeps" + COLUMNS,
                        "CREATE TABLE each_some" + COLUMNS,
                        "CREATE TABLE mark (id int PRIMARY KEY)");
        bench =
                new CliBench(
                        folder,
                        tables,
                        tables,
                        entity("crm_only", "crm: { region: [EU] }", "")
                                + entity(
                                        "crm_keeps",
                                        "crm: { region: [EU] }",
                                        "  leaving: { erp: ignore }\n")
                                + entity("erp_only", "erp: { region: [EU] }", "")
                                + entity(
                                        "erp_keeps",
                                        "erp: { region: [EU] }",
                                        "  leaving: { crm: ignore }\n")
                                + entity(
                                        "each_some",
                                        "crm: { region: [EU] }, erp: { note: [open] }",
                                        "  leaving: { crm: ignore }\n")
                                + """
                                mark:
                                  tables: { crm: mark, erp: mark }
                                  key: { id: id }
                                  fields: {}
                                """);
        run = bench.run();
    }

    private static String entity(String name, String sends, String leaving) {
        return """
        %1$s:
          tables: { crm: %1$s, erp: %1$s }
          key: { id: id }
          fields: { region: region, note: note, extra: extra }
          sends: { %2$s }
        %3$s\
        """
                .formatted(name, sends, leaving);
    }

    @AfterAll
    static void end() throws Exception {
        bench.close();
    }

    /// Who sends some records only, and what becomes of one that ceases to fit.
    enum Way {
        CRM_ONLY(true, false),
        CRM_KEEPS(true, true),
        ERP_ONLY(false, false),
        ERP_KEEPS(false, true),
        /// erp sends what is open, and what ceases to be stays in crm.
        EACH_SOME(true, false);

        private final boolean crmSends;
        private final boolean keeps;

        Way(boolean crmSends, boolean keeps) {
            this.crmSends = crmSends;
            this.keeps = keeps;
        }

        private String table() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        void here(String sql) throws SQLException {
            execute(crmSends, sql);
        }

        void there(String sql) throws SQLException {
            execute(!crmSends, sql);
        }

        private void execute(boolean inCrm, String sql) throws SQLException {
            if (inCrm) {
                bench.crm(sql.formatted(table()));
            } else {
                bench.erp(sql.formatted(table()));
            }
        }

        String here() throws SQLException {
            return rows(crmSends);
        }

        String there() throws SQLException {
            return rows(!crmSends);
        }

        private String rows(boolean inCrm) throws SQLException {
            String row = "concat_ws(':', id, region, note, extra)";
            return inCrm
                    ? bench.askCrm(
                            "SELECT coalesce(string_agg(%s, ',' ORDER BY id), '') FROM %s"
                                    .formatted(row, table()))
                    : bench.askErp(
                            "SELECT coalesce(group_concat(%s ORDER BY id), '') FROM %s"
                                    .formatted(row, table()));
        }

        long count(boolean isHere) throws SQLException {
            String sql = "SELECT count(*) FROM " + table() + " WHERE note = 'many'";
            return Long.parseLong(isHere == crmSends ? bench.askCrm(sql) : bench.askErp(sql));
        }

        void many(String region) throws SQLException {
            here(
                    crmSends
                            ? "INSERT INTO %s SELECT i + 100000, '"
                                    + region
                                    + "', 'many', '' FROM generate_series(1, "
                                    + MANY
                                    + ") i"
                            : "INSERT INTO %s WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i"
                                    + " + 1 FROM n WHERE i < "
                                    + MANY
                                    + ") SELECT /*+ SET_VAR(cte_max_recursion_depth = 100000) */ i"
                                    + " + 100000, '"
                                    + region
                                    + "', 'many', '' FROM n");
        }
    }

    @ParameterizedTest
    @EnumSource(value = Way.class, names = "EACH_SOME", mode = EnumSource.Mode.EXCLUDE)
    void recordsComeAndGoByWhatTheSenderMakesOfThem(Way way) throws Exception {
        way.there(
                "INSERT INTO %s VALUES (1, 'US', 't', ''), (2, 'EU', 't', ''), (3, 'US', 't', '')");
        awaitAll();
        assertThat(way.here()).isEqualTo("1:US:t:,2:EU:t:,3:US:t:"); // the other side sends all

        way.here("INSERT INTO %s VALUES (4, 'US', 'h', ''), (5, 'EU', 'h', '')");
        way.here("UPDATE %s SET extra = 'mine' WHERE id IN (1, 2)");
        way.here("DELETE FROM %s WHERE id = 3");
        awaitAll();
        assertThat(way.there()).isEqualTo("1:US:t:,2:EU:t:mine,3:US:t:,5:EU:h:");

        way.there("UPDATE %s SET note = 'theirs' WHERE id IN (1, 3)");
        awaitAll();
        assertThat(way.here()) // beside what is withheld, and not where it was deleted
                .isEqualTo("1:US:theirs:mine,2:EU:t:mine,4:US:h:,5:EU:h:");
        assertThat(way.there()).startsWith("1:US:theirs:,");

        run.signal("KILL");
        run.awaitEnd();
        way.here("UPDATE %s SET region = 'EU' WHERE id IN (1, 4)"); // they come to fit
        way.here("UPDATE %s SET region = 'US', extra = 'secret' WHERE id = 5");
        way.there("UPDATE %s SET note = 'late' WHERE id = 2");
        run = bench.run();
        awaitAll();
        assertThat(way.there())
                .isEqualTo(
                        "1:EU:theirs:mine,2:EU:late:mine,3:US:theirs:,4:EU:h:"
                                + (way.keeps ? ",5:EU:h:" : ""));
        assertThat(way.here()).isEqualTo("1:EU:theirs:mine,2:EU:late:mine,4:EU:h:,5:US:h:secret");

        way.here("UPDATE %s SET note = 'again', region = 'EU' WHERE id = 5");
        way.here("DELETE FROM %s WHERE id = 4");
        way.there("UPDATE %s SET region = 'US' WHERE id = 2"); // now it is withheld there
        awaitAll();
        way.here("UPDATE %s SET extra = 'hidden' WHERE id = 2");
        awaitAll();
        assertThat(way.there())
                .isEqualTo("1:EU:theirs:mine,2:US:late:mine,3:US:theirs:,5:EU:again:secret");
        assertThat(way.here()).isEqualTo("1:EU:theirs:mine,2:US:late:hidden,5:EU:again:secret");

        way.there("DELETE FROM %s WHERE id = 2");
        way.here("INSERT INTO %s VALUES (6, 'US', 'h', '')");
        awaitAll();
        way.there("INSERT INTO %s VALUES (6, 'US', 'over', 't')"); // it goes over what is there
        await(() -> way.here().equals("1:EU:theirs:mine,5:EU:again:secret,6:US:over:t"));

        Spoken compare = bench.call("compare", "--entity", way.table());
        assertThat(compare.exitCode()).as(compare.all()).isZero();
        assertNothingIsHeldOrInConflict();
    }

    @Test
    void eachSideSendsByItsOwnCondition() throws Exception {
        Way way = Way.EACH_SOME;
        way.here("INSERT INTO %s VALUES (1, 'EU', 'c', ''), (2, 'US', 'c', '')");
        way.there("INSERT INTO %s VALUES (3, 'US', 'open', ''), (4, 'US', 'shut', '')");
        awaitAll();
        assertThat(way.here()).isEqualTo("1:EU:c:,2:US:c:,3:US:open:");
        assertThat(way.there()).isEqualTo("1:EU:c:,3:US:open:,4:US:shut:");

        way.here("UPDATE %s SET extra = 'mine' WHERE id IN (2, 3)");
        way.there("UPDATE %s SET extra = 'mine' WHERE id IN (1, 4)");
        awaitAll();
        assertThat(way.here()).isEqualTo("1:EU:c:,2:US:c:mine,3:US:open:mine");
        assertThat(way.there()).isEqualTo("1:EU:c:mine,3:US:open:,4:US:shut:mine");

        run.signal("KILL");
        run.awaitEnd();
        way.here("UPDATE %s SET region = 'EU' WHERE id = 2"); // they come to fit
        way.there("UPDATE %s SET note = 'open' WHERE id IN (1, 4)");
        run = bench.run();
        awaitAll();
        String fitting = "1:EU:open:mine,2:EU:c:mine,3:US:open:%s,4:US:open:mine";
        // What is met again after a kill may be written a moment after what came behind it.
        await(() -> way.here().equals(fitting.formatted("mine")));
        await(() -> way.there().equals(fitting.formatted("")));

        way.here("UPDATE %s SET region = 'US' WHERE id = 1"); // they cease to
        way.there("UPDATE %s SET note = 'shut' WHERE id = 4");
        awaitAll();
        assertThat(way.here())
                .isEqualTo("1:US:open:mine,2:EU:c:mine,3:US:open:mine,4:US:open:mine");
        assertThat(way.there()).isEqualTo("2:EU:c:mine,3:US:open:,4:US:shut:mine");

        way.here("DELETE FROM %s WHERE id = 3"); // each for itself
        way.there("DELETE FROM %s WHERE id IN (2, 4)");
        awaitAll();
        way.here("UPDATE %s SET region = 'EU' WHERE id IN (1, 4)");
        way.here("UPDATE %s SET extra = 'more' WHERE id = 2");
        way.there("UPDATE %s SET extra = 'more' WHERE id = 3");
        awaitAll();
        assertThat(way.here()).isEqualTo("1:EU:open:mine,2:EU:c:more,4:EU:open:mine");
        assertThat(way.there()).isEqualTo("1:EU:open:mine,3:US:open:more,4:EU:open:mine");

        way.there("UPDATE %s SET extra = 'erp' WHERE id = 1"); // what fits on both is one record
        way.here("DELETE FROM %s WHERE id = 4");
        awaitAll();
        assertThat(way.here()).isEqualTo("1:EU:open:erp,2:EU:c:more");
        assertThat(way.there()).isEqualTo("1:EU:open:erp,3:US:open:more");
        Spoken compare = bench.call("compare", "--entity", way.table());
        assertThat(compare.exitCode()).as(compare.all()).isZero();
        assertNothingIsHeldOrInConflict();
    }

    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"CRM_ONLY", "ERP_KEEPS"})
    void noLargeTransactionIsSentThatDoesNotFit(Way way) throws Exception {
        way.many("US");
        awaitAll();
        assertThat(way.count(false)).isZero();
        way.here("UPDATE %s SET region = 'EU' WHERE note = 'many' AND id <= 100010");
        awaitAll();
        assertThat(way.count(false)).isEqualTo(10);
        way.here("UPDATE %s SET region = 'EU' WHERE note = 'many'");
        await(() -> way.count(false) == MANY);
        way.here("UPDATE %s SET region = 'US' WHERE note = 'many'");
        way.here("DELETE FROM %s WHERE note = 'many'");
        awaitAll();
        assertThat(way.count(false)).isEqualTo(way.keeps ? MANY : 0);
        assertNothingIsHeldOrInConflict();
    }

    /// Everything that was done before, on either side, has come over, or has not.
    private static void awaitAll() throws Exception {
        int here = ++last;
        int there = ++last;
        bench.crm("INSERT INTO mark VALUES (" + here + ")");
        bench.erp("INSERT INTO mark VALUES (" + there + ")");
        await(() -> !bench.askErp("SELECT count(*) FROM mark WHERE id = " + here).equals("0"));
        await(() -> !bench.askCrm("SELECT count(*) FROM mark WHERE id = " + there).equals("0"));
    }

    private static void assertNothingIsHeldOrInConflict() throws Exception {
        for (String what : List.of("quarantine", "conflict")) {
            String sql = "SELECT count(*) FROM duet." + what;
            assertThat(bench.askCrm(sql)).as(what).isEqualTo("0");
            assertThat(bench.askErp(sql)).as(what).isEqualTo("0");
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LIMIT).until(condition);
    }
}
