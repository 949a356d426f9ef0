package dev.duet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.deploy.run.DirectionState;
import dev.duet.deploy.support.ConfigText;
import dev.duet.deploy.support.RunningSync;
import dev.duet.deploy.support.Shop;
import dev.duet.deploy.support.Sql;
import dev.duet.deploy.support.Workbench;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.sql.SQLException;
import java.util.List;

/// A row that the target refuses is held with what comes after it; everything else flows.
final class QuarantineScenarioIT {
    private static Workbench workbench;

    @BeforeAll
    static void startBoth() throws SQLException {
        workbench = Workbench.start();
    }

    @AfterAll
    static void stopBoth() {
        workbench.close();
    }

    @BeforeEach
    void renew() throws SQLException {
        workbench.renew();
    }

    @ParameterizedTest
    @EnumSource(Shop.class)
    void refusedRowIsHeldWithItsLaterChangesAndTheRestFlows(Shop source) throws SQLException {
        refuse(source.peer());
        long good = source.firstKey() + 1;
        long bad = good + 1;
        long other = bad + 1;
        try (RunningSync duet = start(ConfigText.quick())) {
            transaction(
                    source,
                    insert(good, 1),
                    insert(bad, 666),
                    insert(other, 3),
                    "INSERT INTO {order} VALUES (" + good + ", " + good + ", 'open')",
                    "INSERT INTO {order} VALUES (" + bad + ", " + bad + ", 'open')");
            workbench.awaitSentinels(); // else what comes later may mend the row in one batch
            transaction(source, visits(bad, 5), visits(good, 2));
            transaction(
                    source,
                    "DELETE FROM {order} WHERE {order.id} = " + bad,
                    "DELETE FROM {customer} WHERE {customer.id} = " + bad);
            workbench.awaitSentinels();

            assertThat(rows(source.peer(), "{customer}", "{customer.id}, visits"))
                    .containsExactly(good + "|2", other + "|3");
            assertThat(rows(source.peer(), "{order}", "{order.id}"))
                    .containsExactly(Long.toString(good));
            assertThat(held(source.peer(), "customer", bad))
                    .containsExactly("insert|refused", "update|FOLLOWS", "delete|FOLLOWS");
            assertThat(held(source.peer(), "order", bad))
                    .containsExactly("insert|refused", "delete|FOLLOWS");
            assertThat(duet.state(source)).isInstanceOf(DirectionState.Running.class);
        }
    }

    /// What it refers to might have been kept back itself; but not for ever.
    @ParameterizedTest
    @EnumSource(Shop.class)
    void whatOnlyAForeignKeyRefusesIsTriedForAWhileAndThenHeld(Shop source) throws SQLException {
        Shop target = source.peer();
        workbench.execute(
                target,
                "INSERT INTO ledger VALUES (0), (1)",
                "ALTER TABLE {customer} ADD CONSTRAINT known FOREIGN KEY (visits)"
                        + " REFERENCES ledger (entry)");
        long good = source.firstKey() + 1;
        long bad = good + 1;
        try (RunningSync _ = start(ConfigText.quick())) {
            transaction(source, insert(good, 1), insert(bad, 555));
            workbench.await(
                    target, "SELECT count(*) FROM duet.quarantine WHERE status = 'held'", "1");

            assertThat(rows(target, "{customer}", "{customer.id}"))
                    .containsExactly(Long.toString(good));
            assertThat(held(target, "customer", bad)).containsExactly("insert|refused");
            workbench.awaitSentinels();
        }
    }

    @Test
    void textThatIsTooLongForMysqlIsHeld() throws SQLException {
        try (RunningSync _ = start(ConfigText.quick())) {
            transaction(
                    Shop.CRM,
                    insert(1, 1),
                    "INSERT INTO {customer} VALUES (2, 'long', 0, 0, repeat('x', 2001), NULL)",
                    "INSERT INTO {customer} VALUES (3, 'fits', 0, 0, repeat('x', 2000), NULL)");
            workbench.awaitSentinels();

            assertThat(rows(Shop.ERP, "{customer}", "{customer.id}")).containsExactly("1", "3");
            assertThat(held(Shop.ERP, "customer", 2)).containsExactly("insert|refused");
        }
    }

    @Test
    void characterThatPostgresCannotHoldIsHeld() throws SQLException {
        long first = Shop.ERP.firstKey();
        try (RunningSync _ = start(ConfigText.quick())) {
            transaction(
                    Shop.ERP,
                    insert(first + 1, 1),
                    "INSERT INTO {customer} VALUES ("
                            + (first + 2)
                            + ", 'nul', 0, 0, 'a\\0b', NULL)",
                    insert(first + 3, 1));
            workbench.awaitSentinels();

            assertThat(rows(Shop.CRM, "{customer}", "{customer.id}"))
                    .containsExactly(Long.toString(first + 1), Long.toString(first + 3));
            assertThat(held(Shop.CRM, "customer", first + 2)).containsExactly("insert|refused");
        }
    }

    @ParameterizedTest
    @EnumSource(Shop.class)
    void budgetStopsTheDirectionAndAMendedCauseLetsItGoOn(Shop source) throws SQLException {
        Shop target = source.peer();
        refuse(target);
        long first = source.firstKey() + 1;
        ConfigText config = ConfigText.quick().with("quarantine", "{ budget: 2, window: 5m }");
        try (RunningSync duet = start(config).awaitRunning()) {
            transaction(
                    source,
                    insert(first, 1),
                    insert(first + 1, 666),
                    insert(first + 2, 666),
                    insert(first + 3, 666));

            DirectionState.Stopped stopped = duet.awaitState(source, DirectionState.Stopped.class);

            assertThat(stopped.reason())
                    .contains("more than 2 records were quarantined", "duet quarantine list");
            assertThat(rows(target, "{customer}", "{customer.id}")).isEmpty();
            assertThat(workbench.one(target, "SELECT count(*) FROM duet.quarantine"))
                    .isEqualTo("0");
            workbench.execute(target, insert(target.firstKey() + 9, 1));
            workbench.await(source, "SELECT count(*) FROM {customer}", "5");
        }
        workbench.execute(target, "ALTER TABLE {customer} DROP CONSTRAINT refused");

        try (RunningSync _ = start(config)) {
            workbench.await(target, "SELECT count(*) FROM {customer}", "5");
        }
        assertThat(workbench.one(target, "SELECT count(*) FROM duet.quarantine")).isEqualTo("0");
    }

    private static RunningSync start(ConfigText text) {
        return RunningSync.start(workbench, workbench.config(text));
    }

    private static void refuse(Shop target) throws SQLException {
        workbench.execute(
                target, "ALTER TABLE {customer} ADD CONSTRAINT refused CHECK (visits <> 666)");
    }

    private static String insert(long id, long visits) {
        return "INSERT INTO {customer} VALUES (" + id + ", 'name', 0, " + visits + ", NULL, NULL)";
    }

    private static String visits(long id, long visits) {
        return "UPDATE {customer} SET visits = " + visits + " WHERE {customer.id} = " + id;
    }

    private static void transaction(Shop shop, String... statements) throws SQLException {
        workbench.execute(shop, "BEGIN");
        workbench.execute(shop, statements);
        workbench.execute(shop, "COMMIT");
    }

    /// The rows of a table but for the sentinels, by key.
    private static List<String> rows(Shop shop, String table, String columns) throws SQLException {
        return Sql.rows(
                workbench.connection(shop),
                shop.sql(
                        "SELECT "
                                + columns
                                + " FROM "
                                + table
                                + (table.equals("{customer}")
                                        ? " WHERE {customer.name} <> 'sentinel'"
                                        : "")
                                + " ORDER BY 1"));
    }

    /// What is held of a record, in order: operation, and whether it follows only.
    private static List<String> held(Shop target, String entity, long id) throws SQLException {
        return Sql.rows(
                workbench.connection(target),
                "SELECT operation, CASE code WHEN 'FOLLOWS' THEN 'FOLLOWS' ELSE 'refused' END"
                        + " FROM duet.quarantine WHERE status = 'held' AND entity = '"
                        + entity
                        + "' AND record_key LIKE '%"
                        + id
                        + "%' ORDER BY id");
    }
}
