package dev.duet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/// One entity is paused and resumed by command while another goes on: what clients of both sides do
/// to its records meanwhile comes to what the rules say.
final class EntityPauseIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir private static Path folder;
    private static CliBench bench;

    @BeforeAll
    static void prepare() throws Exception {
        bench =
                new CliBench(
                        folder,
                        List.of(
                                "CREATE TABLE customer (id int PRIMARY KEY, name varchar(100), note"
                                        + " text, rating int)",
                                "CREATE TABLE product (id int PRIMARY KEY, title varchar(100))"),
                        List.of(
                                "CREATE TABLE customer (id int PRIMARY KEY, name varchar(100), note"
                                        + " text, rating int) CHARACTER SET utf8mb4 COLLATE"
                                        + " utf8mb4_0900_bin",
                                "CREATE TABLE product (id int PRIMARY KEY, title varchar(100))"
                                        + " CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin"),
                        """
                        customer:
                          tables: { crm: public.customer, erp: customer }
                          key: { id: id }
                          fields:
                            name: name
                            note: note
                            rating: { crm: rating, erp: rating, owner: erp }
                          on-conflict: latest
                          update-vs-delete: latest
                        product:
                          tables: { crm: public.product, erp: product }
                          key: { id: id }
                          fields:
                            title: title
                          on-conflict: latest
                        """);
    }

    @AfterAll
    static void end() throws Exception {
        bench.close();
    }

    @Test
    void whatClientsDoMeanwhileIsMendedWhenItResumes() throws Exception {
        try (DuetProcess run = bench.run()) {
            bench.crm(
                    "INSERT INTO customer SELECT g, 'old', 'old', 1 FROM generate_series(1, 9) g");
            await(() -> bench.askErp("SELECT count(*) FROM customer WHERE id < 10").equals("9"));

            Spoken pause = bench.call("pause", "--entity", "customer", "--reason", "a test");

            assertThat(pause.exitCode()).as(pause.all()).isZero();
            assertThat(pause.out()).contains("customer: paused; nothing of it is carried over");
            run.awaitText("reading on direction=", 4);
            edit(0);
            await(() -> isParked("crm", 8) && isParked("erp", 8));
            bench.crm("INSERT INTO product VALUES (1, 'flows')");
            bench.erp("INSERT INTO product VALUES (2, 'flows, too')");
            await(() -> bench.askErp("SELECT title FROM product WHERE id = 1").equals("flows"));
            await(() -> bench.askCrm("SELECT count(*) FROM product WHERE id = 2").equals("1"));
            assertThat(bench.askErp("SELECT name FROM customer WHERE id = 1")).isEqualTo("old");
            assertThat(bench.askCrm("SELECT name FROM customer WHERE id = 2")).isEqualTo("old");
            JsonNode paused = status().at("/paused/0");
            assertThat(paused.at("/entity").asText()).isEqualTo("customer");
            assertThat(paused.at("/state").asText()).isEqualTo("PAUSED");
            assertThat(paused.at("/reason").asText()).isEqualTo("a test");
            // some more were on their way when it was paused
            assertThat(paused.at("/parked/crm").asInt()).isGreaterThanOrEqualTo(7);
            assertThat(paused.at("/parked/erp").asInt()).isGreaterThanOrEqualTo(6);
            assertThat(bench.call("status").out())
                    .contains("customer: PAUSED", "(a test)", "'duet resume --entity customer'");

            Spoken resume = bench.call("resume", "--entity", "customer");

            assertThat(resume.exitCode()).as(resume.all()).isZero();
            isAsTheRulesSay(0);
            await(() -> bench.call("status").exitCode() == 0);
            bench.crm("UPDATE customer SET note = 'flows again' WHERE id = 1");
            await(
                    () ->
                            bench.askErp("SELECT note FROM customer WHERE id = 1")
                                    .equals("flows again"));
            areAlike();
            run.endsCleanlyOn("TERM");
        }
    }

    @Test
    void aKillWhilePausedAndOneWhileResumingLoseNothing() throws Exception {
        try (DuetProcess run = bench.run()) {
            bench.crm(
                    "INSERT INTO customer SELECT g, 'old', 'old', 1 FROM generate_series(101, 3000)"
                            + " g WHERE g NOT IN (110, 111)");
            await(
                    () ->
                            bench.askErp("SELECT count(*) FROM customer WHERE id > 100")
                                    .equals("2898"));
            assertThat(bench.call("pause", "--entity", "customer").exitCode()).isZero();
            edit(100);
            bench.crm("UPDATE customer SET name = 'crm''s' WHERE id BETWEEN 1000 AND 1999");
            await(() -> isParked("crm", 1999));
            run.signal("KILL");
            run.awaitEnd();
        }
        bench.erp("UPDATE customer SET note = 'erp''s' WHERE id BETWEEN 1500 AND 2499");
        try (DuetProcess run = bench.run()) {
            await(() -> isParked("erp", 2499));
            Spoken resume = bench.call("resume", "--entity", "customer");
            assertThat(resume.exitCode()).as(resume.all()).isZero();
            await(
                    () ->
                            !bench.askErp("SELECT count(*) FROM customer WHERE name = 'crm''s'")
                                    .equals("0"));
            run.signal("KILL");
            run.awaitEnd();
        }
        bench.crm("UPDATE customer SET name = 'later' WHERE id BETWEEN 1900 AND 2100");
        try (DuetProcess run = bench.run()) {
            isAsTheRulesSay(100);
            await(
                    () ->
                            bench.askErp("SELECT count(*) FROM customer WHERE name = 'crm''s'")
                                    .equals("900"));
            await(
                    () ->
                            bench.askErp("SELECT count(*) FROM customer WHERE name = 'later'")
                                    .equals("201"));
            await(
                    () ->
                            bench.askCrm("SELECT count(*) FROM customer WHERE note = 'erp''s'")
                                    .equals("1000"));
            await(() -> bench.call("status").exitCode() == 0);
            areAlike();
            run.endsCleanlyOn("TERM");
        }
    }

    @Test
    void wrongUseIsSaid() throws Exception {
        Spoken unknown = bench.call("pause", "--entity", "client");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("the file has no entity 'client'");
        Spoken both = bench.call("resume", "crm→erp", "--entity", "customer");
        assertThat(both.exitCode()).isEqualTo(2);
        assertThat(both.err()).contains("say either a direction or an entity");
        Spoken allow = bench.call("resume", "--entity", "customer", "--allow", "5");
        assertThat(allow.exitCode()).isEqualTo(2);
    }

    /// Of records base + 1 to base + 9: 7 are touched in crm, 6 in erp.
    private static void edit(int base) throws Exception {
        bench.crm(
                update(base + 1, "name = 'by crm'"),
                update(base + 3, "name = 'by crm'"),
                update(base + 4, "name = 'crm first'"),
                "DELETE FROM customer WHERE id = " + (base + 5),
                "INSERT INTO customer VALUES (" + (base + 10) + ", 'new in crm', 'n', NULL)",
                update(base + 7, "rating = 7"),
                "DELETE FROM customer WHERE id = " + (base + 8));
        bench.erp(
                update(base + 2, "name = 'by erp'"),
                update(base + 3, "note = 'by erp'"),
                update(base + 4, "name = 'erp last'"),
                "DELETE FROM customer WHERE id = " + (base + 6),
                "INSERT INTO customer VALUES (" + (base + 11) + ", 'new in erp', 'n', 4)",
                update(base + 8, "rating = 8"));
    }

    /// Whether it is noted that clients of a side have touched a record.
    private static boolean isParked(String source, int id) throws Exception {
        String sql =
                "SELECT count(*) FROM duet.parked WHERE source = '%s' AND record_key = '[\"%d\"]'"
                        .formatted(source, id);
        return (source.equals("crm") ? bench.askErp(sql) : bench.askCrm(sql)).equals("1");
    }

    private static String update(int id, String set) {
        return "UPDATE customer SET " + set + " WHERE id = " + id;
    }

    /// What crm says of a rating counts for nothing, for erp owns it.
    private static void isAsTheRulesSay(int base) {
        String all =
                """
                1|by crm|old|-
                2|by erp|old|-
                3|by crm|by erp|-
                4|erp last|old|-
                7|old|old|-
                8|old|old|8
                9|old|old|-
                10|new in crm|n|-
                11|new in erp|n|4\
                """
                        .lines()
                        .map(
                                line -> {
                                    int bar = line.indexOf('|');
                                    int id = Integer.parseInt(line.substring(0, bar));
                                    return base + id + line.substring(bar);
                                })
                        .collect(Collectors.joining(";"));
        for (String system : List.of("crm", "erp")) {
            Awaitility.await()
                    .atMost(LIMIT)
                    .untilAsserted(() -> assertThat(rows(system, base)).as(system).isEqualTo(all));
        }
    }

    private static String rows(String system, int base) throws Exception {
        String where = " FROM customer WHERE id BETWEEN %d AND %d".formatted(base + 1, base + 11);
        return system.equals("crm")
                ? bench.askCrm(
                        "SELECT string_agg(concat_ws('|', id, name, note, coalesce(rating::text,"
                                + " '-')), ';' ORDER BY id)"
                                + where)
                : bench.askErp(
                        "SELECT group_concat(concat_ws('|', id, name, note, coalesce(rating, '-'))"
                                + " ORDER BY id SEPARATOR ';')"
                                + where);
    }

    private static void areAlike() throws Exception {
        Spoken compare = bench.call("compare");
        assertThat(compare.exitCode()).as(compare.all()).isZero();
        assertThat(bench.askCrm("SELECT count(*) FROM duet.parked")).isEqualTo("0");
        assertThat(bench.askErp("SELECT count(*) FROM duet.parked")).isEqualTo("0");
    }

    private static JsonNode status() throws Exception {
        return JSON.readTree(bench.call("status", "--json").out());
    }

    private static void await(Callable<Boolean> condition) {
        try {
            Awaitility.await().atMost(LIMIT).until(condition);
        } catch (ConditionTimeoutException e) {
            String said =
                    bench.processes().stream()
                            .map(DuetProcess::all)
                            .collect(Collectors.joining("\n"));
            throw new AssertionError(said, e);
        }
    }
}
