package dev.duet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// What `duet compare` finds, beside a sync at work. The keys are texts that the two databases sort
/// otherwise, and chunks are small. Drift is made in MySQL, past its log.
final class CompareIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir private static Path folder;
    private static CliBench bench;
    private static DuetProcess run;

    @BeforeAll
    static void prepare() throws Exception {
        bench =
                new CliBench(
                        folder,
                        "CREATE TABLE item (code text COLLATE \"C\", part int, name text, price"
                                + " numeric(10,2), state text, short text, memo text, seen text,"
                                + " own int, PRIMARY KEY (code, part))",
                        "CREATE TABLE thing (code varchar(40) COLLATE utf8mb4_0900_as_cs, part int,"
                                + " name varchar(100), price_cents bigint, status char(1), short"
                                + " varchar(5), memo text, seen text, other int DEFAULT 7, CHECK"
                                + " (short <> 'bad'), PRIMARY KEY (code, part))",
                        """
                        item:
                          tables: { crm: item, erp: thing }
                          key: { code: code, part: part }
                          fields:
                            name: { crm: name, erp: name, normalize: { trim: true } }
                            price: { crm: price, erp: price_cents, convert: { cents: 2 } }
                            state: { crm: state, erp: status, values: { active: A, closed: X } }
                            short: short
                            memo: { crm: memo, erp: memo, when-null: { erp: keep } }
                            seen: { crm: seen, erp: seen, ignore: true }
                          only-in: { crm: [own], erp: [other] }
                          rows: { state: [active] }
                        """);
        run = bench.run();
        List<String> rows = new ArrayList<>();
        IntStream.range(0, 60)
                .forEach(
                        i ->
                                rows.add(
                                        "('%s%d', %d, ' n%d ', %d.5, 'active', 's', NULL, 'c', 1)"
                                                .formatted(
                                                        i % 2 == 0 ? "b" : "B",
                                                        i / 4,
                                                        i % 4,
                                                        i,
                                                        i)));
        bench.crm("INSERT INTO item VALUES " + String.join(", ", rows));
        bench.erp("INSERT INTO thing VALUES ('é', 1, 'e', 5, 'A', 's', 'm', 'e', 1)");
        bench.crm("INSERT INTO item (code, part, state) VALUES ('hidden', 1, 'closed')");
    }

    @AfterAll
    static void end() throws Exception {
        bench.close();
    }

    @Test
    void aSyncedPairIsEqualWhateverTheOrderOfKeys() throws Exception {
        // fields that may differ, do
        bench.crm("UPDATE item SET seen = 'x' WHERE code = 'b0' AND part = 2");

        Spoken all = compare("--chunk", "7", "--key-to", "c,0");

        assertThat(all.exitCode()).as(all.all()).isZero();
        JsonNode found = json(all);
        assertThat(found.path("differences")).isEmpty();
        assertThat(found.at("/entities/0/records/crm").asLong()).isGreaterThanOrEqualTo(60);
        assertThat(found.at("/entities/0/records/erp").asLong())
                .isEqualTo(found.at("/entities/0/records/crm").asLong());
    }

    @Test
    void eachDifferenceIsFoundWithItsField() throws Exception {
        bench.crm(
                "INSERT INTO item SELECT 'd' || i, 1, 'n', 1, 'active', 's', NULL, 'c', 1 FROM"
                        + " generate_series(1, 5) i");
        awaitErp("SELECT count(*) FROM thing WHERE code LIKE 'd_'", "5");
        drift(
                "DELETE FROM thing WHERE code = 'd1'",
                "UPDATE thing SET name = 'other', price_cents = 101 WHERE code = 'd2'",
                "UPDATE thing SET status = '?' WHERE code = 'd3'",
                "UPDATE thing SET status = 'X' WHERE code = 'd4'",
                "UPDATE thing SET seen = 'z', other = 5, memo = 'kept' WHERE code = 'd5'",
                "INSERT INTO thing VALUES ('D9', 1, 'n', 5, 'A', 's', 'm', 'e', 1)",
                "INSERT INTO thing VALUES ('d9', 2, 'n', 5, 'X', 's', 'm', 'e', 1)");
        Path html = folder.resolve("report.html");

        Spoken all = compare("--chunk", "3", "--html", html.toString());

        assertThat(all.exitCode()).as(all.all()).isEqualTo(1);
        JsonNode found = json(all);
        assertThat(found.at("/entities/0/missing/crm").asLong()).isEqualTo(1);
        assertThat(found.at("/entities/0/missing/erp").asLong()).isEqualTo(2);
        assertThat(found.at("/entities/0/different").asLong()).isEqualTo(1);
        assertThat(found.at("/entities/0/unreadable").asLong()).isEqualTo(1);
        assertThat(difference(found, "d1,1").path("missingIn").asText()).isEqualTo("erp");
        assertThat(difference(found, "d1,1").at("/reason/code").asText()).isEqualTo("unknown");
        JsonNode fields = difference(found, "d2,1").path("fields");
        assertThat(fields.toString())
                .isEqualTo(
                        "{\"name\":{\"crm\":\"n\",\"erp\":\"other\"},\"price\":{\"crm\":\"1\",\"erp\":\"1.01\"}}");
        assertThat(difference(found, "d3,1").at("/reason/code").asText()).isEqualTo("unreadable");
        assertThat(difference(found, "d4,1").path("missingIn").asText()).isEqualTo("erp");
        assertThat(difference(found, "d4,1").at("/reason/code").asText()).isEqualTo("filtered");
        assertThat(difference(found, "D9,1").path("missingIn").asText()).isEqualTo("crm");
        assertThat(Files.readString(html)).contains("<code>D9,1</code>", "not equal", "1.01");

        Spoken one = bench.call("compare", "--entity", "item", "--key", "d2,1");
        assertThat(one.exitCode()).isEqualTo(1);
        assertThat(one.out())
                .contains("item d2,1: name: crm 'n', erp 'other'; price: crm '1', erp '1.01'")
                .contains("1 differ of 1 records");
        Spoken some = compare("--key-from", "[\"d4\", 0]", "--key-to", "d5,9");
        assertThat(json(some).path("differing").asLong()).as(some.all()).isEqualTo(1);
        Spoken few = bench.call("compare", "--limit", "2");
        assertThat(few.out()).contains("... and 3 more", "5 differ of");

        drift(
                "INSERT INTO thing VALUES ('d1', 1, 'n', 100, 'A', 's', 'm', 'e', 1)",
                "UPDATE thing SET name = 'n', price_cents = 100 WHERE code = 'd2'",
                "UPDATE thing SET status = 'A' WHERE code IN ('d3', 'd4')",
                "DELETE FROM thing WHERE code IN ('d9', 'D9')");
        Spoken mended = compare("--key-from", "d,0", "--key-to", "d9,9");
        assertThat(mended.exitCode()).as(mended.all()).isZero();
    }

    @Test
    void aHeldRecordDiffersForAReason() throws Exception {
        bench.crm("INSERT INTO item VALUES ('h1', 1, 'n', 1, 'active', 'bad', NULL, 'c', 1)");
        awaitErp("SELECT count(*) FROM duet.quarantine WHERE status = 'held'", "1");

        Spoken held = compare("--key", "h1,1");

        assertThat(held.exitCode()).as(held.all()).isEqualTo(1);
        JsonNode reason = difference(json(held), "h1,1").path("reason");
        assertThat(reason.path("code").asText()).isEqualTo("held");
        assertThat(reason.path("words").asText()).contains("held as erp:");
        bench.crm("DELETE FROM item WHERE code = 'h1'");
        Spoken retry = bench.call("quarantine", "retry", "--all");
        assertThat(retry.exitCode()).as(retry.all()).isZero();
        Spoken equal = compare("--key", "h1,1");
        assertThat(equal.exitCode()).as(equal.all()).isZero();
    }

    @Test
    void whatIsNotCarriedOverIsSaidToBe() throws Exception {
        bench.call("pause", "crm→erp", "--reason", "test");
        bench.crm("INSERT INTO item VALUES ('p1', 1, 'n', 1, 'active', 's', NULL, 'c', 1)");

        Spoken paused = compare("--key", "p1,1");

        assertThat(paused.exitCode()).as(paused.all()).isEqualTo(1);
        JsonNode found = json(paused);
        assertThat(found.path("obstacle").asText()).isEqualTo("crm→erp is paused");
        assertThat(difference(found, "p1,1").at("/reason/code").asText()).isEqualTo("not-applied");
        bench.call("resume", "crm→erp");
        Spoken equal = compare("--key", "p1,1");
        assertThat(equal.exitCode()).as(equal.all()).isZero();

        run.endsCleanlyOn("TERM");
        bench.crm("UPDATE item SET name = 'm' WHERE code = 'p1'");
        Spoken alone = bench.call("compare", "--entity", "item", "--key", "p1,1");
        assertThat(alone.exitCode()).as(alone.all()).isEqualTo(1);
        assertThat(alone.out())
                .contains("not have been carried over yet: no 'duet run' is at work");
        run = bench.run();
        Spoken again = compare("--key", "p1,1");
        assertThat(again.exitCode()).as(again.all()).isZero();
    }

    @Test
    void ctrlCEndsItSoonAndSaysSo() throws Exception {
        try (Connection session = bench.databases().mysql().connect("erp");
                Statement statement = session.createStatement()) {
            // the sync cannot come past it
            session.setAutoCommit(false);
            statement.execute("SELECT * FROM duet.checkpoint FOR UPDATE");
            bench.crm("INSERT INTO item VALUES ('i1', 1, 'n', 1, 'active', 's', NULL, 'c', 1)");
            DuetProcess compare = bench.start("duet.yaml", Map.of(), "compare", "--json");
            compare.awaitText("to look at again", 1);
            long began = System.nanoTime();

            compare.signal("INT");

            compare.awaitEnd();
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(15));
            assertThat(compare.exitCode()).as(compare.all()).isEqualTo(1);
            JsonNode found = json(compare);
            assertThat(found.path("complete").asBoolean()).isFalse();
            assertThat(difference(found, "i1,1").at("/reason/code").asText())
                    .isEqualTo("not-applied");
            session.rollback();
        }
    }

    @Test
    void aSampleIsPartOfAll() throws Exception {
        Spoken sample = bench.call("compare", "--sample", "1%", "--chunk", "5", "--json");

        assertThat(sample.exitCode()).as(sample.all()).isLessThanOrEqualTo(1);
        assertThat(json(sample).at("/entities/0/records/crm").asLong()).isLessThan(60);
    }

    @Test
    void wrongUseIsTold() throws Exception {
        assertWrong("no entity 'nothing'", "--entity", "nothing");
        assertWrong(
                "'b0' is no key of item; write <code>,<part>", "--entity", "item", "--key", "b0");
        assertWrong("'b0,x' is no key of item", "--entity", "item", "--key-from", "b0,x");
        assertWrong("--sample: say 1% to 100%", "--sample", "0%");
        assertWrong("--wait: 'soon' is no time", "--wait", "soon");
    }

    private static void assertWrong(String words, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("compare"));
        arguments.addAll(List.of(options));
        Spoken wrong = bench.call(arguments.toArray(String[]::new));
        assertThat(wrong.exitCode()).as(wrong.all()).isEqualTo(2);
        assertThat(wrong.err()).contains(words);
    }

    private static Spoken compare(String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("compare", "--entity", "item", "--json"));
        arguments.addAll(List.of(options));
        return bench.call(arguments.toArray(String[]::new));
    }

    private static JsonNode json(Spoken process) throws Exception {
        return new ObjectMapper().readTree(process.out());
    }

    private static JsonNode difference(JsonNode found, String key) {
        for (JsonNode it : found.path("differences")) {
            if (it.path("key").asText().equals(key)) {
                return it;
            }
        }
        throw new AssertionError(key + " is not in " + found);
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

    private static void awaitErp(String sql, String answer) {
        Awaitility.await()
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> bench.askErp(sql).equals(answer));
    }
}
