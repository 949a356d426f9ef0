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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/// What `duet compare --repair` makes of differences, beside a sync at work and without one. Drift
/// is made in MySQL, past its log; which side is written is up to the rules.
final class RepairIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir private static Path folder;
    private static CliBench bench;
    private static DuetProcess run;

    @BeforeAll
    static void prepare() throws Exception {
        bench =
                new CliBench(
                        folder,
                        "{ deletes: off, conflicts: off }\n  loops: { most: 1000000 }",
                        "CREATE TABLE item (id int PRIMARY KEY, name text, phone text, score int,"
                                + " rev int, info text, note text, own int)",
                        "CREATE TABLE thing (id int PRIMARY KEY, name varchar(100), phone"
                                + " varchar(100), score int, rev int, info text, note text, other"
                                + " int DEFAULT 7)",
                        """
                        item:
                          tables: { crm: item, erp: thing }
                          key: { id: id }
                          fields:
                            name: name
                            phone: { crm: phone, erp: phone, owner: erp }
                            score: { crm: score, erp: score, on-conflict: max }
                            rev: { crm: rev, erp: rev, on-conflict: max }
                            info: { crm: info, erp: info, on-conflict: { version: rev } }
                            note: { crm: note, erp: note, on-conflict: latest }
                          only-in: { crm: [own], erp: [other] }
                        """);
        run = bench.run();
        bench.crm(
                "INSERT INTO item SELECT i, 'n', NULL, 5, 1, 'i', 't', 1 FROM generate_series(1,"
                        + " 200) i");
        bench.erp("INSERT INTO thing SELECT 0, 'n', 'p', 5, 1, 'i', 't', 1");
        await(() -> bench.askErp("SELECT count(*) FROM thing").equals("201"));
        await(() -> bench.askCrm("SELECT count(*) FROM item").equals("201"));
    }

    @AfterAll
    static void end() throws Exception {
        bench.close();
    }

    @Test
    void eachRuleBringsARecordToWhatItSays() throws Exception {
        drift(
                "UPDATE thing SET name = 'drift' WHERE id = 1",
                "UPDATE thing SET phone = 'called' WHERE id = 2",
                "UPDATE thing SET score = 9 WHERE id = 3",
                "UPDATE thing SET score = 2 WHERE id = 4",
                "UPDATE thing SET rev = 2, info = 'newer' WHERE id = 5",
                "UPDATE thing SET name = 'drift', score = 9 WHERE id = 6",
                "UPDATE thing SET note = 'drift' WHERE id = 7",
                "DELETE FROM thing WHERE id = 8",
                "INSERT INTO thing VALUES (1001, 'extra', 'p', 5, 1, 'i', 't', 1)");

        DuetProcess dry = repair("--dry-run", "--key-to", "9");

        assertThat(dry.exitCode()).as(dry.all()).isEqualTo(1);
        assertThat(record(dry, "1").toString())
                .contains(
                        "{\"system\":\"erp\",\"does\":\"set\",\"rule\":\"prefer: crm\","
                                + "\"field\":\"name\",\"from\":\"drift\",\"to\":\"n\"}");
        assertThat(record(dry, "7").path("left").asText()).isEqualTo("needs-a-word");
        assertThat(bench.askErp("SELECT name FROM thing WHERE id = 1")).isEqualTo("drift");
        assertThat(
                        bench.askErp(
                                "SELECT count(*) FROM duet.repair WHERE CAST(record_key AS"
                                        + " UNSIGNED) < 10"))
                .isEqualTo("0");

        DuetProcess first =
                repair(
                        "--yes",
                        "--reason",
                        "why not",
                        "--prefer",
                        "erp",
                        "--delete-extra-in",
                        "erp");

        assertThat(first.exitCode()).as(first.all()).isZero();
        assertThat(json(first).at("/repair/repaired").asInt()).as(first.all()).isEqualTo(9);
        assertBoth(1, "n|NULL|5|1|i|t");
        assertBoth(2, "n|called|5|1|i|t");
        assertBoth(3, "n|NULL|9|1|i|t");
        assertBoth(4, "n|NULL|5|1|i|t");
        assertBoth(5, "n|NULL|5|2|newer|t");
        assertBoth(6, "n|NULL|9|1|i|t");
        assertBoth(8, "n|NULL|5|1|i|t");
        assertBoth(7, "n|NULL|5|1|i|drift");
        assertThat(bench.askErp("SELECT count(*) FROM thing WHERE id = 1001")).isEqualTo("0");
        assertThat(bench.askCrm("SELECT own FROM item WHERE id = 3")).isEqualTo("1");
        assertThat(bench.askErp("SELECT other FROM thing WHERE id = 8")).isEqualTo("7");
        assertThat(
                        bench.askErp(
                                "SELECT concat_ws('|', entity, rules, reason, before_image ->>"
                                    + " '$.name', after_image ->> '$.name') FROM duet.repair WHERE"
                                    + " record_key = '1'"))
                .isEqualTo("item|name: prefer: crm|why not|drift|n");
        assertThat(
                        bench.askErp(
                                "SELECT group_concat(record_key) FROM duet.repair WHERE"
                                        + " before_image IS NULL AND CAST(record_key AS UNSIGNED) <"
                                        + " 10"))
                .isEqualTo("8");
        assertThat(
                        bench.askCrm(
                                "SELECT concat_ws('|', rules, (before_image::json) ->> 'phone',"
                                        + " (after_image::json) ->> 'phone') FROM duet.repair WHERE"
                                        + " record_key = '2'"))
                .isEqualTo("phone: owner: erp|called");
        assertThat(bench.askCrm("SELECT count(*) FROM duet.repair WHERE record_key = '6'"))
                .isEqualTo("1");

        // and clients go on from there, both ways; nothing was a conflict
        bench.crm("UPDATE item SET name = 'c' WHERE id IN (1, 7, 8)");
        bench.erp("UPDATE thing SET note = 'e' WHERE id IN (2, 5)");
        await(() -> bench.askErp("SELECT name FROM thing WHERE id = 8").equals("c"));
        await(() -> bench.askCrm("SELECT note FROM item WHERE id = 5").equals("e"));
        assertBoth(7, "c|NULL|5|1|i|drift");
        assertBoth(5, "n|NULL|5|2|newer|e");
        for (String table : List.of("conflict", "quarantine")) {
            assertThat(bench.askErp("SELECT count(*) FROM duet." + table)).isEqualTo("0");
            assertThat(bench.askCrm("SELECT count(*) FROM duet." + table)).isEqualTo("0");
        }
    }

    @Test
    void whatChangedSinceItWasComparedIsNotTouched() throws Exception {
        drift("UPDATE thing SET name = 'drift' WHERE id IN (21, 22)");
        try (Connection crm = bench.databases().postgres().connect("crm");
                Connection erp = bench.databases().mysql().connect("erp");
                Statement inCrm = crm.createStatement();
                Statement inErp = erp.createStatement()) {
            crm.setAutoCommit(false);
            erp.setAutoCommit(false);
            // what is not committed is not seen, but it keeps the repair waiting
            inCrm.execute("UPDATE item SET note = 'client' WHERE id = 21");
            inErp.execute("UPDATE thing SET note = 'client' WHERE id = 22");
            DuetProcess repair =
                    start("--key-from", "21", "--key-to", "22", "--yes", "--reason", "r");
            await(
                    () ->
                            !bench.askCrm(
                                            "SELECT count(*) FROM pg_locks WHERE NOT granted AND"
                                                    + " locktype = 'transactionid'")
                                    .equals("0"));
            crm.commit();
            await(
                    () ->
                            !bench.askErp(
                                            "SELECT count(*) FROM performance_schema.data_locks"
                                                    + " WHERE object_name = 'thing' AND lock_status"
                                                    + " = 'WAITING'")
                                    .equals("0"));
            erp.commit();
            repair.awaitEnd();

            for (String key : List.of("21", "22")) {
                JsonNode record = record(repair, key);
                assertThat(record.path("state").asText()).isIn("changed", "alike");
                assertThat(record.path("words").asText()).contains("was not touched");
            }
        }
        assertThat(bench.askErp("SELECT count(*) FROM duet.repair WHERE record_key IN ('21','22')"))
                .isEqualTo("0");
        // the sync has them now, from the clients' changes, and brings both sides together itself
        await(() -> both(21).equals("n|NULL|5|1|i|client n|NULL|5|1|i|client"));
        await(() -> both(22).matches("(.*client) \\1"));
    }

    @Test
    void clientsThatWriteLoseNothing() throws Exception {
        drift("UPDATE thing SET name = 'drift', score = 9 WHERE id BETWEEN 103 AND 150");
        var ended = new AtomicBoolean();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<Integer> inCrm = threads.submit(() -> write("item", true, ended));
            Future<Integer> inErp = threads.submit(() -> write("thing", false, ended));

            DuetProcess busy =
                    repair("--key-from", "101", "--key-to", "150", "--yes", "--reason", "r");

            ended.set(true);
            int lastInCrm = inCrm.get(60, TimeUnit.SECONDS);
            int lastInErp = inErp.get(60, TimeUnit.SECONDS);
            for (int id = 106; id <= 150; id++) {
                assertThat(record(busy, String.valueOf(id)).path("state").asText())
                        .isEqualTo("repaired");
                assertBoth(id, "n|NULL|9|1|i|t");
            }
            // the others have the clients' last values, whoever came first to what differed there
            for (int id = 101; id <= 105; id++) {
                int each = id;
                String last =
                        "1|%s|%d"
                                .formatted(
                                        id <= 102 ? Integer.toString(lastInErp) : "i", lastInCrm);
                Awaitility.await()
                        .atMost(LIMIT)
                        .untilAsserted(
                                () ->
                                        assertThat(both(each))
                                                .as("record %d", each)
                                                .matches(
                                                        "(n.NULL.[59].%s) \\1"
                                                                .formatted(
                                                                        last.replace('|', '.'))));
            }
        }
    }

    /// Numbers into the same records, all the time: in PostgreSQL into one field, in MySQL into
    /// another, and there not into those that differ.
    private static int write(String table, boolean crm, AtomicBoolean ended) throws Exception {
        int n = 0;
        try (Connection session =
                        crm
                                ? bench.databases().postgres().connect("crm")
                                : bench.databases().mysql().connect("erp");
                Statement statement = session.createStatement()) {
            while (!ended.get()) {
                n++;
                for (int id = 101; id <= (crm ? 105 : 102); id++) {
                    statement.execute(
                            "UPDATE %s SET %s = '%d' WHERE id = %d"
                                    .formatted(table, crm ? "note" : "info", n, id));
                }
                Thread.sleep(50);
            }
        }
        return n;
    }

    @Test
    void withoutASyncWhatClientsWroteComesRightWhenItRuns() throws Exception {
        run.endsCleanlyOn("TERM");
        drift(
                "UPDATE thing SET name = 'drift' WHERE id IN (198, 199)",
                "INSERT INTO thing VALUES (201, 'extra', 'p', 5, 1, 'i', 't', 1)");
        bench.crm("UPDATE item SET score = 1, note = 'c' WHERE id = 199");
        bench.erp("DELETE FROM thing WHERE id = 200");
        List<String> options =
                List.of(
                        "--key-from",
                        "198",
                        "--key-to",
                        "201",
                        "--yes",
                        "--reason",
                        "r",
                        "--prefer",
                        "erp");

        DuetProcess refused = repair(with(options, "--max-repairs", "3"));
        DuetProcess repair = repair(with(options));

        assertThat(refused.exitCode()).as(refused.all()).isEqualTo(4);
        assertThat(refused.err()).contains("--max-repairs 4");
        assertThat(repair.exitCode()).as(repair.all()).isZero();
        assertBoth(198, "n|NULL|5|1|i|t");
        assertBoth(199, "n|NULL|5|1|i|t"); // as the rules say of the rows
        assertBoth(200, "n|NULL|5|1|i|t");
        assertBoth(201, "extra|p|5|1|i|t");
        run = bench.run();
        // the logs know better: the core has these records in flight, and puts them right
        await(() -> both(199).equals("n|NULL|1|1|i|c n|NULL|1|1|i|c"));
        await(() -> bench.askCrm("SELECT count(*) FROM item WHERE id = 200").equals("0"));
        await(() -> bench.askErp("SELECT count(*) FROM thing WHERE id = 200").equals("0"));
        assertBoth(198, "n|NULL|5|1|i|t");
        assertBoth(201, "extra|p|5|1|i|t");
    }

    private static String[] with(List<String> options, String... more) {
        return Stream.concat(options.stream(), Stream.of(more)).toArray(String[]::new);
    }

    private static void assertBoth(int id, String row) throws SQLException {
        assertThat(both(id)).as("record %d", id).isEqualTo(row + " " + row);
    }

    private static String both(int id) throws SQLException {
        String row =
                " concat(coalesce(name, 'NULL'), '|', coalesce(phone, 'NULL'), '|', score, '|',"
                        + " rev, '|', info, '|', note) ";
        return bench.askCrm("SELECT" + row + "FROM item WHERE id = " + id)
                + " "
                + bench.askErp("SELECT" + row + "FROM thing WHERE id = " + id);
    }

    private static DuetProcess repair(String... options) throws Exception {
        DuetProcess process = start(options);
        process.awaitEnd();
        return process;
    }

    private static DuetProcess start(String... options) throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("compare", "--entity", "item", "--repair", "--json"));
        arguments.addAll(List.of(options));
        return bench.start("duet.yaml", Map.of(), arguments.toArray(String[]::new));
    }

    private static JsonNode json(DuetProcess process) throws Exception {
        return new ObjectMapper().readTree(process.out());
    }

    private static JsonNode record(DuetProcess process, String key) throws Exception {
        for (JsonNode it : json(process).at("/repair/records")) {
            if (it.path("key").asText().equals(key)) {
                return it;
            }
        }
        throw new AssertionError(key + " is not in " + process.all());
    }

    /// Writes past the log.
    private static void drift(String... statements) throws SQLException {
        try (Connection session = bench.databases().mysql().connect("erp");
                Statement statement = session.createStatement()) {
            statement.execute("SET sql_log_bin = 0");
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static void await(Callable<Boolean> met) {
        Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(met);
    }
}
