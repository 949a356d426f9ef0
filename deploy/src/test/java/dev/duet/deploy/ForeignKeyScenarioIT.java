package dev.duet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.deploy.support.RunningSync;
import dev.duet.deploy.support.Shop;
import dev.duet.deploy.support.Sql;
import dev.duet.deploy.support.Workbench;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Rows that refer to each other arrive in whatever order the source let them be written.
final class ForeignKeyScenarioIT {
    private static Workbench workbench;
    private static RunningSync duet;

    @BeforeAll
    static void startAll() throws SQLException {
        workbench = Workbench.start();
        workbench.execute(
                Shop.CRM,
                "ALTER TABLE sales_order DROP CONSTRAINT sales_order_customer_id_fkey",
                """
                ALTER TABLE sales_order ADD FOREIGN KEY (customer_id) REFERENCES customer
                DEFERRABLE INITIALLY DEFERRED
                """,
                "ALTER TABLE order_line DROP CONSTRAINT order_line_order_id_fkey",
                """
                ALTER TABLE order_line ADD FOREIGN KEY (order_id) REFERENCES sales_order
                ON DELETE CASCADE
                """);
        for (Shop shop : Shop.values()) {
            workbench.execute(
                    shop, "ALTER TABLE {customer} ADD COLUMN own varchar(20) DEFAULT 'unset'");
        }
        duet = RunningSync.start(workbench, workbench.config()).awaitRunning();
    }

    @AfterAll
    static void stopAll() {
        duet.close();
        workbench.close();
    }

    /// Whatever a test did, both sides hold the same and nothing was refused.
    @AfterEach
    void bothSidesAreEqual() throws SQLException {
        workbench.awaitSentinels();
        assertThat(everything(Shop.CRM)).isEqualTo(everything(Shop.ERP));
        for (Shop shop : Shop.values()) {
            assertThat(workbench.one(shop, "SELECT count(*) FROM duet.quarantine")).isEqualTo("0");
            assertThat(workbench.one(shop, "SELECT count(*) FROM duet.conflict")).isEqualTo("0");
        }
    }

    @ParameterizedTest
    @EnumSource(Shop.class)
    void parentsAndChildrenComeMoveAndGoWithinOneTransaction(Shop source) throws SQLException {
        long id = source.firstKey() + 100;
        transaction(
                source,
                customer(id, null),
                order(id, id),
                line(id, 1),
                customer(id + 1, null),
                "UPDATE {order} SET {customer.id} = " + (id + 1) + " WHERE {order.id} = " + id,
                "DELETE FROM {customer} WHERE {customer.id} = " + id,
                order(id + 1, id + 1),
                "UPDATE {line} SET {order.id} = " + (id + 1) + " WHERE {order.id} = " + id,
                "DELETE FROM {order} WHERE {order.id} = " + id);
        workbench.awaitSentinels();

        assertThat(orders(source.peer(), id, id + 1)).containsExactly((id + 1) + "|" + (id + 1));
        transaction(
                source,
                "DELETE FROM {line} WHERE {order.id} = " + (id + 1),
                "DELETE FROM {order} WHERE {order.id} = " + (id + 1),
                "DELETE FROM {customer} WHERE {customer.id} = " + (id + 1),
                customer(id + 1, null),
                order(id + 1, id + 1));
    }

    @ParameterizedTest
    @EnumSource(Shop.class)
    void parentsAndChildrenComeMoveAndGoAcrossTransactions(Shop source) throws SQLException {
        long id = source.firstKey() + 200;
        for (long n = id; n < id + 50; n++) {
            workbench.execute(source, customer(n, null), order(n, n), line(n, 1));
        }
        for (long n = id; n < id + 49; n++) {
            workbench.execute(
                    source,
                    "UPDATE {order} SET {customer.id} = " + (n + 1) + " WHERE {customer.id} = " + n,
                    "DELETE FROM {customer} WHERE {customer.id} = " + n);
        }
        for (long n = id; n < id + 40; n++) {
            workbench.execute(
                    source,
                    "DELETE FROM {line} WHERE {order.id} = " + n,
                    "DELETE FROM {order} WHERE {order.id} = " + n);
        }
        workbench.awaitSentinels();

        assertThat(orders(source.peer(), id, id + 49))
                .hasSize(10)
                .allMatch(order -> order.endsWith("|" + (id + 49)));
    }

    @ParameterizedTest
    @EnumSource(Shop.class)
    void rowsThatReferToTheirOwnTableComeAndGo(Shop source) throws SQLException {
        long id = source.firstKey() + 300;
        transaction(source, customer(id, null), customer(id + 1, id), customer(id + 2, id + 1));
        transaction(
                source,
                "UPDATE {customer} SET referred_by = " + (id + 2) + " WHERE {customer.id} = " + id);
        transaction(
                source,
                "UPDATE {customer} SET referred_by = NULL WHERE {customer.id} = " + id,
                "DELETE FROM {customer} WHERE {customer.id} = " + (id + 2),
                "DELETE FROM {customer} WHERE {customer.id} = " + (id + 1));
        workbench.awaitSentinels();

        assertThat(customers(source.peer(), id, id + 2)).containsExactly(id + "|null");
    }

    @Test
    void oneStatementDeletesReferrersBeforeThoseTheyReferTo() throws SQLException {
        transaction(Shop.CRM, customer(400, null), customer(401, 400L), customer(402, 401L));
        workbench.awaitSentinels();

        workbench.execute(
                Shop.CRM, "DELETE FROM {customer} WHERE {customer.id} IN (400, 401, 402)");
        workbench.awaitSentinels();

        assertThat(customers(Shop.ERP, 400, 402)).isEmpty();
    }

    @Test
    void cascadeOfTheSourceDeletesTheParentFirst() throws SQLException {
        transaction(Shop.CRM, customer(500, null), order(500, 500), line(500, 1), line(500, 2));
        workbench.awaitSentinels();

        workbench.execute(Shop.CRM, "DELETE FROM {order} WHERE {order.id} = 500");
        workbench.awaitSentinels();

        assertThat(orders(Shop.ERP, 500, 500)).isEmpty();
    }

    @Test
    void deferredConstraintLetsTheChildComeFirst() throws SQLException {
        transaction(
                Shop.CRM,
                order(600, 600),
                "UPDATE {order} SET state = 'paid' WHERE {order.id} = 600",
                customer(600, null),
                "UPDATE {order} SET state = 'sent' WHERE {order.id} = 600");
        workbench.awaitSentinels();

        assertThat(workbench.one(Shop.ERP, "SELECT state FROM {order} WHERE {order.id} = 600"))
                .isEqualTo("sent");
    }

    @Test
    void clientWithoutForeignKeyChecksWritesInAnyOrder() throws SQLException {
        long id = Shop.ERP.firstKey() + 700;
        transaction(
                Shop.ERP,
                "SET SESSION foreign_key_checks = 0",
                line(id, 1),
                order(id, id),
                customer(id, id + 1),
                customer(id + 1, null),
                "SET SESSION foreign_key_checks = 1");
        workbench.awaitSentinels();

        assertThat(customers(Shop.CRM, id, id + 1)).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(Shop.class)
    void keyChangeKeepsWhatOnlyTheTargetHas(Shop source) throws SQLException {
        long id = source.firstKey() + 800;
        workbench.execute(source, customer(id, null));
        workbench.awaitSentinels();
        workbench.execute(
                source.peer(), "UPDATE {customer} SET own = 'kept' WHERE {customer.id} = " + id);

        workbench.execute(
                source,
                "UPDATE {customer} SET {customer.id} = "
                        + (id + 1)
                        + " WHERE {customer.id} = "
                        + id);
        workbench.awaitSentinels();

        assertThat(
                        Sql.rows(
                                workbench.connection(source.peer()),
                                source.peer()
                                        .sql(
                                                "SELECT {customer.id}, own FROM {customer} WHERE"
                                                        + " {customer.id} BETWEEN "
                                                        + id
                                                        + " AND "
                                                        + (id + 1))))
                .containsExactly((id + 1) + "|kept");
    }

    private static String customer(long id, Long referrer) {
        return "INSERT INTO {customer} ({customer.id}, {customer.name}, balance, visits,"
                + " referred_by) VALUES ("
                + id
                + ", 'name', 0, 0, "
                + referrer
                + ")";
    }

    private static String order(long id, long customer) {
        return "INSERT INTO {order} VALUES (" + id + ", " + customer + ", 'open')";
    }

    private static String line(long order, int number) {
        return "INSERT INTO {line} VALUES (" + order + ", " + number + ", 'item', 1)";
    }

    private static void transaction(Shop shop, String... statements) throws SQLException {
        workbench.execute(shop, "BEGIN");
        workbench.execute(shop, statements);
        workbench.execute(shop, "COMMIT");
    }

    private static List<String> orders(Shop shop, long first, long last) throws SQLException {
        return Sql.rows(
                workbench.connection(shop),
                shop.sql(
                        "SELECT {order.id}, {customer.id} FROM {order} WHERE {order.id} BETWEEN "
                                + first
                                + " AND "
                                + last));
    }

    private static List<String> customers(Shop shop, long first, long last) throws SQLException {
        return Sql.rows(
                workbench.connection(shop),
                shop.sql(
                        "SELECT {customer.id}, referred_by FROM {customer} WHERE {customer.id}"
                                + " BETWEEN "
                                + first
                                + " AND "
                                + last
                                + " ORDER BY 1"));
    }

    /// Every mapped row, parents first.
    private static List<String> everything(Shop shop) throws SQLException {
        List<String> all = new ArrayList<>();
        for (String sql :
                List.of(
                        "SELECT {customer.id}, {customer.name}, balance, visits, note, referred_by"
                                + " FROM {customer} ORDER BY 1",
                        "SELECT {order.id}, {customer.id}, state FROM {order} ORDER BY 1",
                        "SELECT {order.id}, line_no, item, quantity FROM {line} ORDER BY 1, 2")) {
            all.addAll(Sql.rows(workbench.connection(shop), shop.sql(sql)));
        }
        return all;
    }
}
