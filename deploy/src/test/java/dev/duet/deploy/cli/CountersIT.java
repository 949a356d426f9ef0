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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;

/// What each database counts of what came into it, and what `duet compare` says of empty values.
@TestMethodOrder(OrderAnnotation.class)
final class CountersIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir private static Path folder;
    private static CliBench bench;
    private static DuetProcess run;

    @BeforeAll
    static void prepare() throws Exception {
        bench =
                new CliBench(
                        folder,
                        "CREATE TABLE item (id int PRIMARY KEY, name text, state text, price int,"
                                + " own int)",
                        "CREATE TABLE item (id int PRIMARY KEY, name varchar(20), state"
                                + " varchar(20), price int, own int)",
                        """
                        item:
                          tables: { crm: item, erp: item }
                          key: { id: id }
                          fields: { name: name, state: state, price: price }
                          only-in: { crm: [own], erp: [own] }
                          validate:
                            - { required: [name], name: named }
                            - { rule: "state != 'bad'", name: good, severity: reject }
                            - { rule: "name != 'odd'", name: even, severity: warn }
                            - { rule: "price >= 0", name: paid, severity: repair, set: { price: "0" } }
                        """);
        run = bench.run();
    }

    @AfterAll
    static void end() throws Exception {
        bench.close();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    @Order(1)
    void whatIsRefusedMendedOrLeftOutIsCountedByRule(Way way) throws Exception {
        int id = 100 * (1 + way.ordinal());
        assertThat(counted(way, "item", "warned", "even")).isZero();

        way.write(
                bench,
                "INSERT INTO item VALUES (%d, 'odd', 'new', 1, 1)".formatted(id),
                "INSERT INTO item VALUES (%d, 'odd', NULL, -5, 1)".formatted(id + 1),
                "INSERT INTO item VALUES (%d, NULL, 'new', 1, 1)".formatted(id + 2),
                "INSERT INTO item VALUES (%d, 'a', 'bad', 1, 1)".formatted(id + 3),
                "UPDATE item SET own = 2 WHERE id = %d".formatted(id),
                "UPDATE item SET own = 3 WHERE id = %d".formatted(id));

        await(() -> counted(way, "item", "warned", "even") == 2);
        await(() -> counted(way, "item", "repaired", "paid") == 1);
        await(() -> counted(way, "item", "quarantined", "named") == 1);
        await(() -> counted(way, "item", "rejected", "good") == 1);
        await(() -> counted(way, "item", "unchanged", "") == 2);
        await(() -> counted(way.back(), "", "echo", "") > 0);
        assertThat(counted(way.back(), "item", "quarantined", "named")).isEqualTo(way.ordinal());
        assertThat(bench.call("status").out())
                .containsPattern(way + " +item +quarantined +named +1\\b")
                .containsPattern(way.back() + " +- +echo +- +\\d");
    }

    @Test
    @Order(2)
    void whatWasCountedOutlivesAKill() throws Exception {
        run.signal("KILL");
        run.awaitEnd();

        run = bench.run();
        Way.CRM_TO_ERP.write(bench, "INSERT INTO item VALUES (300, 'odd', 'new', 1, 1)");

        await(() -> counted(Way.CRM_TO_ERP, "item", "warned", "even") == 3);
        assertThat(counted(Way.ERP_TO_CRM, "item", "warned", "even")).isEqualTo(2);
    }

    @Test
    @Order(3)
    void emptyValuesAreCountedOnBothSides() throws Exception {
        await(() -> bench.askErp("SELECT count(*) FROM item WHERE id IN (300, 101)").equals("2"));
        long inCrm = Long.parseLong(bench.askCrm("SELECT count(*) FROM item WHERE state IS NULL"));
        long inErp = Long.parseLong(bench.askErp("SELECT count(*) FROM item WHERE state IS NULL"));

        JsonNode json = JSON.readTree(bench.call("compare", "--json").out());

        assertThat(json.at("/entities/0/empty/state/crm").asLong()).isEqualTo(inCrm).isPositive();
        assertThat(json.at("/entities/0/empty/state/erp").asLong()).isEqualTo(inErp).isPositive();
        assertThat(bench.call("compare", "--completeness").out())
                .containsPattern("ENTITY +FIELD +EMPTY IN crm +EMPTY IN erp")
                .containsPattern("item +state +\\d+\\.\\d % \\(" + inCrm + "\\)");
    }

    /// What was counted on this way, by what the target says.
    private static long counted(Way way, String entity, String what, String rule) throws Exception {
        JsonNode directions =
                JSON.readTree(bench.call("status", "--json").out()).path("directions");
        for (JsonNode direction : directions) {
            if (direction.path("direction").asText().equals(way.toString())) {
                for (JsonNode counter : direction.path("counters")) {
                    if (counter.path("entity").asText().equals(entity)
                            && counter.path("what").asText().equals(what)
                            && counter.path("rule").asText().equals(rule)) {
                        return counter.path("count").asLong();
                    }
                }
                return 0;
            }
        }
        throw new AssertionError("no direction " + way);
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LIMIT).until(condition);
    }
}
