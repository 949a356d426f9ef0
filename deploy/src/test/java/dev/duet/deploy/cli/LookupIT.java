package dev.duet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/// Columns that hold keys of reference tables, which are other keys, or none at all, on the other
/// side.
final class LookupIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final String ENTITIES =
            """
            nation:
              tables: { crm: nation, erp: country }
              key: { id: id }
              fields: { iso: iso }
            purchase:
              tables: { crm: purchase, erp: purchase }
              key: { id: id }
              fields:
                country: { crm: country_code, erp: country_id, lookup: { erp: { table: country, key: id, value: iso } } }
                currency:
                  crm: currency_id
                  erp: cur
                  lookup:
                    crm: { table: currency, key: id, value: code }
                    erp: { table: money, key: nr, value: code }
                note: note
              on-conflict: latest
            """;

    @TempDir private static Path folder;
    private static CliBench bench;

    @BeforeAll
    static void prepare() throws Exception {
        bench =
                new CliBench(
                        folder,
                        List.of(
                                "CREATE TABLE currency (id int PRIMARY KEY, code text UNIQUE)",
                                "INSERT INTO currency VALUES (1, 'NZD'), (2, 'EUR'), (3, 'AUD')",
                                "CREATE TABLE nation (id int PRIMARY KEY, iso char(2) UNIQUE)",
                                "INSERT INTO nation VALUES (64, 'NZ'), (49, 'DE')",
                                "CREATE TABLE purchase (id int PRIMARY KEY, country_code char(2),"
                                        + " currency_id int, note text)"),
                        List.of(
                                "CREATE TABLE country (id int PRIMARY KEY, iso char(2) UNIQUE)",
                                "INSERT INTO country VALUES (64, 'NZ'), (49, 'DE')",
                                "CREATE TABLE money (nr int PRIMARY KEY, code varchar(3) UNIQUE)",
                                "INSERT INTO money VALUES (554, 'NZD'), (978, 'EUR'), (36, 'AUD')",
                                "CREATE TABLE purchase (id int PRIMARY KEY, country_id int, cur"
                                        + " int, note varchar(40), FOREIGN KEY (country_id)"
                                        + " REFERENCES country (id))"),
                        ENTITIES);
    }

    @AfterAll
    static void end() throws Exception {
        bench.close();
    }

    @Test
    void keysBecomeWhatBothSidesKnowAndThenKeysAgain() throws Exception {
        try (DuetProcess run = bench.run()) {
            bench.crm("INSERT INTO purchase VALUES (1, 'NZ', 1, 'a'), (2, NULL, NULL, 'b')");
            bench.erp("INSERT INTO purchase VALUES (3, 49, 978, 'c'), (4, NULL, 554, 'd')");
            await(() -> bench.askErp(erp(1)).equals("64|554|a"));
            await(() -> bench.askErp(erp(2)).equals("-|-|b"));
            await(() -> bench.askCrm(crm(3)).equals("DE|2|c"));
            await(() -> bench.askCrm(crm(4)).equals("-|1|d"));

            bench.crm("UPDATE purchase SET country_code = 'DE', currency_id = 2 WHERE id = 1");
            bench.erp("UPDATE purchase SET country_id = 64, cur = NULL WHERE id = 3");
            bench.erp("UPDATE purchase SET note = 'bb' WHERE id = 2");
            await(() -> bench.askErp(erp(1)).equals("49|978|a"));
            await(() -> bench.askCrm(crm(3)).equals("NZ|-|c"));
            await(() -> bench.askCrm(crm(2)).equals("-|-|bb"));
            bench.erp("DELETE FROM purchase WHERE id = 4");
            await(() -> bench.askCrm(crm(4)).equals("no row"));

            assertEqual();
            run.endsCleanlyOn("TERM");
        }
    }

    @Test
    void aRecordWaitsForItsReferenceAndThenGoesOverByItself() throws Exception {
        try (DuetProcess run = bench.run()) {
            bench.crm("INSERT INTO purchase VALUES (20, 'FR', 1, 'a')");
            bench.erp("INSERT INTO purchase VALUES (21, 64, 392, 'a')");
            bench.crm("INSERT INTO purchase VALUES (22, 'NZ', 99, 'a')");
            await(() -> reason("erp", 20).contains("erp.erp.country has no row where iso is"));
            await(() -> reason("crm", 21).contains("nr is exactly '392': add it"));
            await(() -> reason("erp", 22).contains("crm.public.currency has no row where id"));
            bench.crm(
                    "UPDATE purchase SET note = 'b' WHERE id = 20",
                    "UPDATE purchase SET note = 'c', country_code = 'FR' WHERE id = 20",
                    "INSERT INTO purchase VALUES (23, 'NZ', 1, 'others go on')");
            bench.erp("UPDATE purchase SET note = 'b' WHERE id = 21");
            await(() -> bench.askErp(erp(23)).equals("64|554|others go on"));
            assertThat(bench.askErp(erp(20))).isEqualTo("no row");

            bench.erp("INSERT INTO country VALUES (33, 'FR')");
            await(() -> bench.askErp(erp(20)).equals("33|554|c"));
            bench.erp("INSERT INTO money VALUES (392, 'JPY')");
            bench.crm("INSERT INTO currency VALUES (7, 'JPY')");
            await(() -> bench.askCrm(crm(21)).equals("NZ|7|b"));
            bench.crm("UPDATE purchase SET currency_id = 7 WHERE id = 22");
            await(() -> bench.askErp(erp(22)).equals("64|392|a"));

            await(() -> bench.call("quarantine", "list").exitCode() == 0);
            assertEqual();
            run.endsCleanlyOn("TERM");
        }
    }

    @Test
    void aReferenceThatCameWhileNobodyRanLetsItsRecordGo() throws Exception {
        try (DuetProcess run = bench.run()) {
            bench.crm("INSERT INTO purchase VALUES (70, 'ES', 1, 'a')");
            await(() -> reason("erp", 70).contains("'ES'"));
            run.endsCleanlyOn("TERM");
        }
        bench.crm("UPDATE purchase SET note = 'b' WHERE id = 70");
        bench.erp("INSERT INTO country VALUES (34, 'ES')");
        try (DuetProcess run = bench.run()) {
            await(() -> bench.askErp(erp(70)).equals("34|554|b"));
            bench.erp("UPDATE purchase SET note = 'c' WHERE id = 70");
            await(() -> bench.askCrm(crm(70)).equals("ES|1|c"));
            assertEqual();
            run.endsCleanlyOn("TERM");
        }
    }

    /// What an earlier transaction brings is there in time; what the same one brings, soon.
    @Test
    void theReferenceTableMayBeAnEntityItself() throws Exception {
        try (DuetProcess run = bench.run()) {
            for (int id = 50; id < 60; id++) {
                bench.crm(
                        "INSERT INTO nation VALUES (%d, 'A%d')".formatted(id, id - 50),
                        "INSERT INTO purchase VALUES (%d, 'A%d', 1, 'a')".formatted(id, id - 50));
            }
            for (int id = 50; id < 60; id++) {
                String there = id + "|554|a";
                int purchase = id;
                await(() -> bench.askErp(erp(purchase)).equals(there));
            }
            assertThat(
                            bench.askErp(
                                    "SELECT count(*) FROM duet.quarantine WHERE entity ="
                                            + " 'purchase' AND record_key BETWEEN '50' AND '59'"))
                    .isEqualTo("0");

            bench.crm(
                    "BEGIN; INSERT INTO nation VALUES (60, 'B0'); INSERT INTO purchase VALUES (60,"
                            + " 'B0', 1, 'a'); COMMIT");
            await(() -> bench.askErp(erp(60)).equals("60|554|a"));
            assertEqual();
            run.endsCleanlyOn("TERM");
        }
    }

    @Test
    void whereTheOtherSideChangedTheRecordTooAPersonDecides() throws Exception {
        try (DuetProcess run = bench.run()) {
            bench.crm("INSERT INTO purchase VALUES (30, 'NZ', 1, 'a')");
            await(() -> bench.askErp(erp(30)).equals("64|554|a"));
            bench.crm("UPDATE purchase SET country_code = 'IT' WHERE id = 30");
            await(() -> reason("erp", 30).contains("'IT'"));
            bench.erp("UPDATE purchase SET note = 'of erp' WHERE id = 30");
            await(() -> reason("crm", 30).contains("an earlier change"));

            bench.erp("INSERT INTO country VALUES (39, 'IT')");
            bench.crm("INSERT INTO purchase VALUES (31, 'IT', 1, 'later')");
            await(() -> bench.askErp(erp(31)).equals("39|554|later"));
            assertThat(bench.askErp(erp(30))).isEqualTo("64|554|of erp");
            Spoken retry = bench.call("quarantine", "retry", "--rule", "NO_REFERENCE");

            assertThat(retry.exitCode()).as(retry.all()).isZero();
            await(() -> bench.askErp(erp(30)).equals("39|554|a"));
            assertEqual();
            run.endsCleanlyOn("TERM");
        }
    }

    @Test
    void aTableThatDoesNotAnswerHoldsTheDirectionUpAndNoRecord() throws Exception {
        try (DuetProcess run = bench.run()) {
            bench.erp("RENAME TABLE money TO money_away");
            bench.crm("INSERT INTO purchase VALUES (40, 'NZ', 3, 'a')");
            run.awaitText("erp.erp.money cannot be looked up", 1);
            bench.erp("RENAME TABLE money_away TO money");

            await(() -> bench.askErp(erp(40)).equals("64|36|a"));
            assertThat(reason("erp", 40)).isEqualTo("no row");
            run.endsCleanlyOn("TERM");
        }
    }

    @Test
    void checkLooksAtTheReferenceTables() throws Exception {
        assertThat(check()).doesNotContain("SC012", "SC013", "SC033", "SC034");

        bench.erp("ALTER TABLE money DROP KEY code");
        assertThat(check()).contains("SC034", "erp.money.code").doesNotContain("SC033");
        bench.erp("ALTER TABLE money RENAME COLUMN code TO cod");
        assertThat(check()).contains("SC033", "Did you mean cod?");
        bench.erp("ALTER TABLE money RENAME COLUMN cod TO code, ADD UNIQUE (code)");
        bench.erp("RENAME TABLE money TO cash");
        assertThat(check()).contains("SC033", "there is no such table");
        bench.erp("RENAME TABLE cash TO money");
    }

    private static String check() throws Exception {
        return bench.call("check", "--admin", "crm=postgres", "--admin", "erp=root").out();
    }

    private static void assertEqual() throws Exception {
        Spoken compare = bench.call("compare");
        assertThat(compare.exitCode()).as(compare.all()).isZero();
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LIMIT).until(condition);
    }

    private static String crm(int id) {
        return "SELECT coalesce(country_code, '-') || '|' || coalesce(currency_id::text, '-') ||"
                + " '|' || note FROM purchase WHERE id = "
                + id;
    }

    private static String erp(int id) {
        return "SELECT concat(coalesce(country_id, '-'), '|', coalesce(cur, '-'), '|', note) FROM"
                + " purchase WHERE id = "
                + id;
    }

    /// Why a record is held, as the system that it was to go to says.
    private static String reason(String system, int id) throws Exception {
        String sql =
                "SELECT reason FROM duet.quarantine WHERE status = 'held' AND record_key = '"
                        + id
                        + "' ORDER BY id";
        return system.equals("crm") ? bench.askCrm(sql) : bench.askErp(sql);
    }
}
