package dev.duet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.deploy.support.RunningSync;
import dev.duet.deploy.support.Shop;
import dev.duet.deploy.support.Sql;
import dev.duet.deploy.support.Workbench;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.util.List;

/// Both sides change one record while neither sees the other: the system listed first, crm, wins on
/// both.
///
/// Each test has a record of its own; all are changed while Duet is down, and then it runs.
final class FirstListedScenarioIT {
    private static final long ONE_FIELD = 1001;
    private static final long OTHER_FIELDS = 1002;
    private static final long MIXED_FIELDS = 1003;
    private static final long SEVERAL = 1004;
    private static final long DELETED_IN_ERP = 1005;
    private static final long DELETED_IN_CRM = 1006;
    private static final long INSERTED = 1007;
    private static final long EQUAL = 1008;
    private static final long INSERTED_EQUAL = 1009;
    private static final long DELETED_IN_BOTH = 1010;

    private static Workbench workbench;

    @BeforeAll
    static void changeBothSidesWhileDown() throws SQLException {
        workbench = Workbench.start();
        for (long id = ONE_FIELD; id <= DELETED_IN_BOTH; id++) {
            if (id != INSERTED && id != INSERTED_EQUAL) {
                insert(Shop.CRM, id, "old");
            }
        }
        sync();
        change();
        sync();
    }

    private static void change() throws SQLException {
        for (Shop shop : Shop.values()) {
            update(shop, ONE_FIELD, "{customer.name} = '" + shop.system() + "'");
            insert(shop, INSERTED, shop.system());
            insert(shop, INSERTED_EQUAL, "same");
            update(shop, EQUAL, "{customer.name} = 'same', visits = 3");
            delete(shop, DELETED_IN_BOTH);
        }
        update(Shop.CRM, OTHER_FIELDS, "{customer.name} = 'crm'");
        update(Shop.ERP, OTHER_FIELDS, "visits = 5");
        update(Shop.CRM, MIXED_FIELDS, "{customer.name} = 'crm', balance = 2");
        update(Shop.ERP, MIXED_FIELDS, "{customer.name} = 'erp', visits = 5");
        update(Shop.ERP, SEVERAL, "{customer.name} = 'erp1'");
        update(Shop.CRM, SEVERAL, "{customer.name} = 'crm1'");
        update(Shop.ERP, SEVERAL, "{customer.name} = 'erp2', note = 'erp note'");
        update(Shop.CRM, SEVERAL, "{customer.name} = 'crm2', note = NULL");
        update(Shop.ERP, SEVERAL, "note = 'erp note 2'");
        update(Shop.CRM, DELETED_IN_ERP, "{customer.name} = 'crm'");
        delete(Shop.ERP, DELETED_IN_ERP);
        delete(Shop.CRM, DELETED_IN_CRM);
        update(Shop.ERP, DELETED_IN_CRM, "{customer.name} = 'erp'");
    }

    @AfterAll
    static void stopBoth() {
        workbench.close();
    }

    @Test
    void updateAgainstUpdateOfOneField() throws SQLException {
        bothHave(ONE_FIELD, "crm|1.00|1|old note");
        lost(ONE_FIELD, "update");
        assertThat(losers(Shop.ERP, ONE_FIELD).getFirst()).contains("\"erp\"");
    }

    @Test
    void fieldsThatOnlyOneSideChangedAreNoConflict() throws SQLException {
        bothHave(OTHER_FIELDS, "crm|1.00|5|old note");
        nobodyLost(OTHER_FIELDS);
    }

    @Test
    void fieldsThatOnlyTheLoserChangedComeToBothSides() throws SQLException {
        bothHave(MIXED_FIELDS, "crm|2.00|5|old note");
        lost(MIXED_FIELDS, "update");
    }

    @Test
    void severalUpdatesOnBothSidesEndInTheWinnersLast() throws SQLException {
        bothHave(SEVERAL, "crm2|1.00|1|null");
        lost(SEVERAL, "update");
    }

    @Test
    void updateWinsAgainstDelete() throws SQLException {
        bothHave(DELETED_IN_ERP, "crm|1.00|1|old note");
        assertThat(losers(Shop.ERP, DELETED_IN_ERP))
                .singleElement()
                .asString()
                .startsWith("update");
        assertThat(losers(Shop.CRM, DELETED_IN_ERP))
                .singleElement()
                .asString()
                .startsWith("delete");
    }

    @Test
    void deleteWinsAgainstUpdate() throws SQLException {
        bothHave(DELETED_IN_CRM);
        assertThat(losers(Shop.ERP, DELETED_IN_CRM))
                .singleElement()
                .asString()
                .startsWith("delete")
                .contains("\"erp\"");
        assertThat(losers(Shop.CRM, DELETED_IN_CRM))
                .singleElement()
                .asString()
                .startsWith("update");
    }

    @Test
    void insertAgainstInsert() throws SQLException {
        bothHave(INSERTED, "crm|1.00|1|old note");
        lost(INSERTED, "insert");
        assertThat(losers(Shop.ERP, INSERTED).getFirst()).contains("\"erp\"");
    }

    @Test
    void equalChangesAreNoConflict() throws SQLException {
        bothHave(EQUAL, "same|1.00|3|old note");
        bothHave(INSERTED_EQUAL, "same|1.00|1|old note");
        bothHave(DELETED_IN_BOTH);
        nobodyLost(EQUAL);
        nobodyLost(INSERTED_EQUAL);
        nobodyLost(DELETED_IN_BOTH);
    }

    @Test
    void theWinnerIsNamedOnBothSides() throws SQLException {
        for (Shop shop : Shop.values()) {
            assertThat(workbench.one(shop, "SELECT DISTINCT winner FROM duet.conflict"))
                    .isEqualTo("crm");
        }
    }

    /// Duet runs until both sides have what was written before.
    private static void sync() throws SQLException {
        try (RunningSync _ = RunningSync.start(workbench, workbench.config()).awaitRunning()) {
            workbench.awaitSentinels();
        }
    }

    private static void insert(Shop shop, long id, String name) throws SQLException {
        workbench.execute(
                shop,
                "INSERT INTO {customer} VALUES ("
                        + id
                        + ", '"
                        + name
                        + "', 1, 1, 'old note', NULL)");
    }

    private static void update(Shop shop, long id, String set) throws SQLException {
        workbench.execute(shop, "UPDATE {customer} SET " + set + " WHERE {customer.id} = " + id);
    }

    private static void delete(Shop shop, long id) throws SQLException {
        workbench.execute(shop, "DELETE FROM {customer} WHERE {customer.id} = " + id);
    }

    private static void bothHave(long id, String... row) throws SQLException {
        for (Shop shop : Shop.values()) {
            assertThat(
                            Sql.rows(
                                    workbench.connection(shop),
                                    shop.sql(
                                            "SELECT {customer.name}, balance, visits, note FROM"
                                                    + " {customer} WHERE {customer.id} = "
                                                    + id)))
                    .as(shop.toString())
                    .containsExactly(row);
        }
    }

    private static void nobodyLost(long id) throws SQLException {
        assertThat(losers(Shop.CRM, id)).isEmpty();
        assertThat(losers(Shop.ERP, id)).isEmpty();
    }

    /// What was written over in MySQL is recorded there, what was not taken in PostgreSQL is there.
    private static void lost(long id, String operation) throws SQLException {
        for (Shop shop : Shop.values()) {
            assertThat(losers(shop, id))
                    .as(shop.toString())
                    .isNotEmpty()
                    .allMatch(row -> row.startsWith(operation));
        }
    }

    private static List<String> losers(Shop target, long id) throws SQLException {
        return Sql.rows(
                workbench.connection(target),
                "SELECT operation, existing_image, after_image, field FROM duet.conflict"
                        + " WHERE record_key LIKE '%"
                        + id
                        + "%' ORDER BY id");
    }
}
