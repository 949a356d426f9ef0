package dev.duet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// What `duet replay` makes of what a wrong mapping has written, from places in both logs.
final class ReplayIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    /// As it should be, and as it was by mistake.
    private static final String RIGHT = "{ open: O, paid: P, gone: G }";

    private static final String WRONG = "{ open: P, paid: O, gone: G }";

    @TempDir private static Path folder;
    private static CliBench bench;
    private static DuetProcess run;

    private static String entities(String values) {
        return """
        item:
          tables: { crm: item, erp: thing }
          key: { id: id }
          fields:
            status: { crm: status, erp: state, values: %s }
            note: { crm: note, erp: note, on-conflict: latest }
        """
                .formatted(values);
    }

    @BeforeAll
    static void prepare() throws Exception {
        bench =
                new CliBench(
                        folder,
                        "{ deletes: off, conflicts: off }\n  replay-window: 1h",
                        "CREATE TABLE item (id int PRIMARY KEY, status text, note text)",
                        "CREATE TABLE thing (id int PRIMARY KEY, state varchar(10), note"
                                + " varchar(100))",
                        entities(RIGHT));
        run = bench.run();
        await(
                () ->
                        bench.askCrm(
                                        "SELECT count(*) FROM pg_replication_slots WHERE slot_name"
                                                + " LIKE '%anchor'")
                                .equals("1"));
        bench.crm("INSERT INTO item SELECT i, 'open', 'n' FROM generate_series(1, 60) i");
        await(() -> bench.askErp("SELECT count(*) FROM thing WHERE state = 'O'").equals("60"));
    }

    @AfterAll
    static void end() throws Exception {
        bench.close();
    }

    @Test
    void whatAWrongMappingWroteIsMendedAndLaterEditsStand() throws Exception {
        String lsn = bench.askCrm("SELECT pg_current_wal_lsn()");
        String gtids = bench.askErp("SELECT @@GLOBAL.gtid_executed");
        restart(WRONG);
        bench.crm(
                "UPDATE item SET status = 'paid' WHERE id BETWEEN 1 AND 5", // O, and was O
                "UPDATE item SET status = 'gone' WHERE id = 6",
                "UPDATE item SET status = 'open', note = 'x' WHERE id = 7",
                "INSERT INTO item VALUES (101, 'paid', 'new')",
                "INSERT INTO item VALUES (102, 'open', 'new')",
                "INSERT INTO item VALUES (103, 'open', 'new')",
                "DELETE FROM item WHERE id = 60");
        bench.erp(
                "UPDATE thing SET state = 'P' WHERE id BETWEEN 11 AND 15", // open, and was open
                "INSERT INTO thing VALUES (201, 'P', 'new')",
                "INSERT INTO thing VALUES (202, 'O', 'new')");
        await(() -> bench.askErp("SELECT state FROM thing WHERE id = 102").equals("P"));
        await(() -> bench.askErp("SELECT state FROM thing WHERE id = 103").equals("P"));
        await(() -> bench.askCrm("SELECT status FROM item WHERE id = 202").equals("paid"));
        // later edits, by clients who saw what was wrong
        bench.erp("UPDATE thing SET state = 'G', note = 'later' WHERE id = 102");
        bench.erp("UPDATE thing SET note = 'later' WHERE id = 101");
        bench.crm("UPDATE item SET note = 'later' WHERE id = 202");
        await(() -> bench.askCrm("SELECT status FROM item WHERE id = 102").equals("gone"));
        await(() -> bench.askCrm("SELECT note FROM item WHERE id = 101").equals("later"));
        await(() -> bench.askErp("SELECT note FROM thing WHERE id = 202").equals("later"));
        awaitSettled(); // else the next start would mend what is in flight still
        restart(RIGHT);
        // after the mistake, and seen by the replay as the last word
        bench.erp("UPDATE thing SET state = 'G' WHERE id = 103");
        await(() -> bench.askCrm("SELECT status FROM item WHERE id = 103").equals("gone"));

        DuetProcess dry = replay("--from", lsn, "--dry-run");

        assertThat(dry.exitCode()).as(dry.all()).isEqualTo(1);
        assertThat(bench.askErp("SELECT state FROM thing WHERE id = 1")).isEqualTo("O");
        assertThat(json(dry).at("/changed").toString()).contains("\"crm\"").doesNotContain("erp\"");

        DuetProcess fromCrm = replay("--from", lsn, "--yes", "--reason", "status was mixed up");
        DuetProcess fromErp =
                replay("--from", gtids, "--direction", "erp->crm", "--yes", "--reason", "as above");

        assertThat(fromCrm.exitCode()).as(fromCrm.all()).isZero();
        assertThat(fromErp.exitCode()).as(fromErp.all()).isZero();
        for (int id = 1; id <= 5; id++) {
            assertBoth(id, "paid|n P|n");
        }
        assertBoth(6, "gone|n G|n");
        assertBoth(7, "open|x O|x");
        assertBoth(101, "paid|later P|later");
        assertBoth(102, "gone|later G|later");
        assertBoth(103, "gone|new G|new");
        for (int id = 11; id <= 15; id++) {
            assertBoth(id, "paid|n P|n");
        }
        assertBoth(201, "paid|new P|new");
        assertBoth(202, "open|later O|later");
        assertThat(bench.askErp("SELECT count(*) FROM thing WHERE id = 60")).isEqualTo("0");
        assertThat(bench.askErp("SELECT min(reason) FROM duet.repair WHERE record_key = '1'"))
                .isEqualTo("replay: status was mixed up");
        Spoken compare = bench.call("compare");
        assertThat(compare.exitCode()).as(compare.all()).isZero();
        for (String table : List.of("conflict", "quarantine")) {
            assertThat(bench.askErp("SELECT count(*) FROM duet." + table)).isEqualTo("0");
            assertThat(bench.askCrm("SELECT count(*) FROM duet." + table)).isEqualTo("0");
        }
        // and clients go on from there
        bench.crm("UPDATE item SET status = 'gone' WHERE id = 1");
        bench.erp("UPDATE thing SET state = 'O' WHERE id = 11");
        await(() -> both(1).equals("gone|n G|n"));
        await(() -> both(11).equals("open|n O|n"));
    }

    @Test
    void aRecordThatChangedAfterTheEndOfThePartIsNotMovedBackwards() throws Exception {
        bench.crm("UPDATE item SET note = 'first' WHERE id IN (31, 32)");
        await(() -> bench.askErp("SELECT note FROM thing WHERE id = 32").equals("first"));
        String from = bench.askCrm("SELECT pg_current_wal_lsn()");
        bench.crm("UPDATE item SET note = 'second' WHERE id IN (31, 32)");
        await(() -> bench.askErp("SELECT note FROM thing WHERE id = 32").equals("second"));
        String upTo = bench.askCrm("SELECT pg_current_wal_lsn()");
        bench.crm("UPDATE item SET note = 'third' WHERE id = 31");
        bench.erp("UPDATE thing SET note = 'third' WHERE id = 32");
        await(() -> bench.askErp("SELECT note FROM thing WHERE id = 31").equals("third"));
        await(() -> bench.askCrm("SELECT note FROM item WHERE id = 32").equals("third"));
        // drift past the logs, on either side
        try (Connection session = bench.databases().mysql().connect("erp");
                Statement statement = session.createStatement()) {
            statement.execute("SET sql_log_bin = 0");
            statement.execute("UPDATE thing SET note = 'drift' WHERE id = 31");
        }

        DuetProcess replay =
                replay("--from", from, "--to", upTo, "--yes", "--reason", "only that part");

        assertThat(replay.exitCode()).as(replay.all()).isZero();
        assertThat(json(replay).at("/changed/0/records").asInt()).isEqualTo(2);
        assertBoth(31, "open|third O|third");
        assertBoth(32, "open|third O|third");
    }

    @Test
    void aRewindGoesBackToASavePointOnBothSides() throws Exception {
        Spoken saved = bench.call("position", "save", "before");
        bench.crm("UPDATE item SET note = 'kept' WHERE id = 41");
        bench.erp("UPDATE thing SET note = 'kept' WHERE id = 42");
        await(() -> bench.askErp("SELECT note FROM thing WHERE id = 41").equals("kept"));
        await(() -> bench.askCrm("SELECT note FROM item WHERE id = 42").equals("kept"));
        try (Connection session = bench.databases().mysql().connect("erp");
                Statement statement = session.createStatement()) {
            statement.execute("SET sql_log_bin = 0");
            statement.execute("UPDATE thing SET note = 'drift' WHERE id IN (41, 43)");
        }

        Spoken again = bench.call("position", "save", "before");
        Spoken rewind =
                bench.call("position", "rewind", "before", "--yes", "--reason", "r", "--json");

        assertThat(saved.exitCode()).as(saved.all()).isZero();
        assertThat(again.exitCode()).as(again.all()).isEqualTo(4);
        assertThat(again.err()).contains("there is a save point 'before' already");
        assertThat(bench.call("position", "list").out()).contains("before");
        assertThat(rewind.exitCode()).as(rewind.all()).isZero();
        assertThat(json(rewind).at("/changed").size()).as(rewind.all()).isEqualTo(2);
        assertBoth(41, "open|kept O|kept");
        assertBoth(42, "open|kept O|kept");
        // no client changed that one since
        assertThat(bench.askErp("SELECT note FROM thing WHERE id = 43")).isEqualTo("drift");
        bench.erp("UPDATE thing SET note = 'n' WHERE id = 43");
        await(() -> both(43).equals("open|n O|n"));
    }

    @Test
    void statusSaysHowFarBackAReplayCanReach() throws Exception {
        Spoken text = bench.call("status");
        JsonNode json = json(bench.call("status", "--json")).at("/anchor");
        Spoken places = bench.call("position", "show");
        JsonNode shown = json(bench.call("position", "show", "--json")).at("/0/anchor");

        assertThat(text.out()).contains("replay: crm's log from ", " back, ", "of at most 10GiB");
        assertThat(places.out()).contains("replay: crm's log from ");
        assertThat(json.at("/state").asText()).as(json.toString()).isEqualTo("KEPT");
        assertThat(json.at("/heldBytes").asLong()).isNotNegative();
        assertThat(json.at("/sinceMillisAgo").asLong()).isNotNegative();
        assertThat(shown.at("/from")).isEqualTo(json.at("/from"));
        // what it says can be replayed, can
        DuetProcess replay = replay("--from", json.at("/from").asText(), "--dry-run");
        assertThat(replay.err()).doesNotContain("not held");
        assertThat(replay.exitCode()).as(replay.all()).isNotEqualTo(4);
    }

    /// The target has lost what it had, past its log: by the logs its clients were last.
    @Test
    void asRecordedGivesATargetBackWhatItHasLost() throws Exception {
        String from = bench.askCrm("SELECT pg_current_wal_lsn()");
        bench.crm("UPDATE item SET note = 'recorded' WHERE id IN (51, 52, 53)");
        await(() -> bench.askErp("SELECT note FROM thing WHERE id = 53").equals("recorded"));
        bench.erp("UPDATE thing SET note = 'theirs' WHERE id = 52");
        await(() -> bench.askCrm("SELECT note FROM item WHERE id = 52").equals("theirs"));
        try (Connection session = bench.databases().mysql().connect("erp");
                Statement statement = session.createStatement()) {
            statement.execute("SET sql_log_bin = 0");
            statement.execute("UPDATE thing SET note = 'lost' WHERE id IN (51, 52)");
            statement.execute("DELETE FROM thing WHERE id = 53");
        }

        DuetProcess wordless = replay("--from", from, "--as-recorded", "--dry-run");
        DuetProcess dry =
                replay("--from", from, "--direction", "crm->erp", "--as-recorded", "--dry-run");
        String untouched = bench.askErp("SELECT note FROM thing WHERE id = 51");
        DuetProcess replay =
                replay(
                        "--from",
                        from,
                        "--direction",
                        "crm->erp",
                        "--as-recorded",
                        "--yes",
                        "--reason",
                        "table was lost");

        assertThat(wordless.exitCode()).as(wordless.all()).isEqualTo(2);
        assertThat(wordless.err()).contains("--direction");
        assertThat(dry.exitCode()).as(dry.all()).isEqualTo(1);
        assertThat(json(dry).at("/movedBackwards").asInt()).as(dry.all()).isEqualTo(1);
        assertThat(untouched).isEqualTo("lost");
        assertThat(replay.exitCode()).as(replay.all()).isZero();
        assertBoth(51, "open|recorded O|recorded");
        assertBoth(52, "open|theirs O|theirs");
        assertBoth(53, "open|recorded O|recorded");
        assertThat(bench.askErp("SELECT max(rules) FROM duet.repair WHERE record_key = '52'"))
                .contains("as recorded in crm, though erp's would stand");
    }

    @Test
    void whatTheLogsDoNotHoldIsRefused() throws Exception {
        DuetProcess lsn = replay("--from", "0/1", "--dry-run");
        DuetProcess file = replay("--from", "binlog.999999:4", "--dry-run");
        DuetProcess time = replay("--from", "2001-01-01T00:00:00Z", "--dry-run");
        DuetProcess none = replay("--from", "yesterday", "--dry-run");
        DuetProcess wrongWay = replay("--from", "0/1", "--direction", "erp->crm", "--dry-run");

        assertThat(lsn.exitCode()).as(lsn.all()).isEqualTo(4);
        assertThat(lsn.err()).contains("the anchor's log begins at");
        assertThat(file.exitCode()).as(file.all()).isEqualTo(4);
        assertThat(file.err()).contains("the server has no file binlog.999999");
        assertThat(time.exitCode()).as(time.all()).isEqualTo(4);
        assertThat(time.err()).contains("the first transaction that its log still holds is of");
        assertThat(none.exitCode()).as(none.all()).isEqualTo(2);
        assertThat(wrongWay.exitCode()).as(wrongWay.all()).isEqualTo(2);
    }

    private static void restart(String values) throws Exception {
        run.endsCleanlyOn("TERM");
        bench.say(entities(values));
        run = bench.run();
    }

    /// Waits until no start needs anything of what crm's log holds by now.
    private static void awaitSettled() throws SQLException {
        String end = bench.askCrm("SELECT pg_current_wal_lsn()");
        await(
                () -> {
                    String resume =
                            bench.askErp("SELECT source_resume_position FROM duet.checkpoint");
                    return bench.askCrm("SELECT pg_lsn '%s' >= pg_lsn '%s'".formatted(resume, end))
                            .equals("t");
                });
    }

    private static void assertBoth(int id, String rows) throws SQLException {
        assertThat(both(id)).as("record %d", id).isEqualTo(rows);
    }

    private static String both(int id) throws SQLException {
        return bench.askCrm("SELECT concat_ws('|', status, note) FROM item WHERE id = " + id)
                + " "
                + bench.askErp("SELECT concat_ws('|', state, note) FROM thing WHERE id = " + id);
    }

    private static DuetProcess replay(String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("replay", "--json"));
        arguments.addAll(List.of(options));
        DuetProcess process = bench.start("duet.yaml", Map.of(), arguments.toArray(String[]::new));
        process.awaitEnd();
        return process;
    }

    private static JsonNode json(Spoken process) throws Exception {
        return new ObjectMapper().readTree(process.out());
    }

    private static void await(Callable<Boolean> met) {
        Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(met);
    }
}
