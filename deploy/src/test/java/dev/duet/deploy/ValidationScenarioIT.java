package dev.duet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.deploy.support.ConfigText;
import dev.duet.deploy.support.LogWitness;
import dev.duet.deploy.support.Quiet;
import dev.duet.deploy.support.RunningSync;
import dev.duet.deploy.support.Shop;
import dev.duet.deploy.support.Workbench;
import dev.duet.schemas.config.DuetConfig;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.sql.SQLException;

/// Rules for records, in transactions too large to stand in memory.
final class ValidationScenarioIT {
    private static final int ROWS = 3_000;
    private static final String ENTITIES =
            """
            part:
              tables: { crm: part, erp: part }
              key: { id: id }
              fields: { low: low, high: high, price: price }
              validate:
                - { rule: "low <= high", name: ordered }
                - { range: { price: { min: 0 } }, severity: repair, set: { price: "0" } }
            """;
    private static final String TABLE =
            "CREATE TABLE part (id bigint PRIMARY KEY, low int, high int, price numeric(10,2))";
    private static final String HELD =
            "SELECT count(*) FROM duet.quarantine WHERE entity = 'part' AND status = 'held' AND"
                    + " code = 'ordered' AND record_key = '%d'";

    private static Workbench workbench;
    private static DuetConfig config;
    private static RunningSync duet;

    @BeforeAll
    static void startBoth() throws SQLException {
        workbench = Workbench.start();
        for (Shop shop : Shop.values()) {
            workbench.execute(shop, TABLE);
        }
        config =
                workbench.config(
                        ConfigText.quick()
                                .with("spill", "{ after-rows: 1000 }")
                                .withEntities(ENTITIES));
        workbench.initialise(config);
        duet = RunningSync.start(workbench, config).awaitRunning();
    }

    @AfterAll
    static void stopBoth() {
        duet.close();
        workbench.close();
    }

    @ParameterizedTest
    @EnumSource
    void allButTheBadRecordsOfALargeTransactionGoOver(Shop source) throws SQLException {
        long first = 10_000L * (1 + source.ordinal());
        long bad = first + 1_500;
        make(source, first, "CASE WHEN g = " + bad + " THEN 9 ELSE 1 END", 5);

        workbench.await(source.peer(), HELD.formatted(bad), "1");
        workbench.await(source.peer(), count(first), Integer.toString(ROWS - 1));
        assertThat(workbench.one(source.peer(), price(first))).isEqualTo("0.00");
        assertThat(workbench.one(source, price(first))).isEqualTo("-1.00");

        workbench.execute(
                source,
                "DELETE FROM part WHERE id BETWEEN %d AND %d AND id <> %d"
                        .formatted(first, first + ROWS - 1, bad));
        workbench.await(source.peer(), count(first), "0");
    }

    /// What a large transaction does to a record, and what the other side does to it, each is
    /// right.
    @ParameterizedTest
    @EnumSource
    void whatComesOfALargeTransactionAndTheOtherSidesChangeIsAskedToo(Shop source)
            throws SQLException {
        long first = 50_000L * (1 + source.ordinal());
        long both = first + 700;
        make(source, first, "1", 9);
        workbench.await(source.peer(), count(first), Integer.toString(ROWS));
        duet.close();
        workbench.execute(
                source,
                "UPDATE part SET low = 6 WHERE id BETWEEN %d AND %d"
                        .formatted(first, first + ROWS - 1));
        workbench.execute(source.peer(), "UPDATE part SET high = 4 WHERE id = " + both);

        duet = RunningSync.start(workbench, config).awaitRunning();

        workbench.await(
                source.peer(),
                "SELECT count(*) FROM part WHERE low = 6 AND high = 9 AND id BETWEEN %d AND %d"
                        .formatted(first, first + ROWS - 1),
                Integer.toString(ROWS - 1));
        Quiet.await(workbench, new LogWitness(workbench));
        assertThat(
                        workbench.one(source, HELD.formatted(both))
                                + workbench.one(source.peer(), HELD.formatted(both)))
                .contains("1");
    }

    /// So many records, each with a price below 0.
    private static void make(Shop source, long first, String low, int high) throws SQLException {
        long last = first + ROWS - 1;
        String row = "SELECT g, " + low + ", " + high + ", -1 FROM ";
        if (source == Shop.CRM) {
            workbench.execute(
                    source,
                    "INSERT INTO part " + row + "generate_series(" + first + ", " + last + ") g");
        } else {
            workbench.execute(source, "SET SESSION cte_max_recursion_depth = 100000");
            workbench.execute(
                    source,
                    "INSERT INTO part WITH RECURSIVE n (g) AS (SELECT %d UNION ALL SELECT g + 1"
                                    .formatted(first)
                            + " FROM n WHERE g < %d) ".formatted(last)
                            + row
                            + "n");
        }
    }

    private static String count(long first) {
        return "SELECT count(*) FROM part WHERE id BETWEEN %d AND %d"
                .formatted(first, first + ROWS - 1);
    }

    private static String price(long id) {
        return "SELECT price FROM part WHERE id = " + id;
    }
}
