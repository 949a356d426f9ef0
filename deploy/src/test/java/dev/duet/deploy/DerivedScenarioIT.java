package dev.duet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.deploy.support.Await;
import dev.duet.deploy.support.ConfigText;
import dev.duet.deploy.support.LogWitness;
import dev.duet.deploy.support.Quiet;
import dev.duet.deploy.support.RunningSync;
import dev.duet.deploy.support.Shop;
import dev.duet.deploy.support.Sql;
import dev.duet.deploy.support.Workbench;
import dev.duet.schemas.config.DuetConfig;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;

/// One side has the whole name, the other its two parts; and each has a column that the other's are
/// computed into.
final class DerivedScenarioIT {
    private static final String ENTITIES =
            """
            member:
              tables: { crm: member, erp: member }
              key: { id: id }
              fields:
                first: { erp: first_name, on-conflict: latest }
                last:  { erp: last_name, on-conflict: latest }
                whole:
                  crm: full_name
                  derive: "(first + ' ' + last).trim()"
                  inverse:
                    first: "whole.contains(' ') ? whole.substring(0, whole.lastIndexOf(' ')) : ''"
                    last: "whole.substring(whole.lastIndexOf(' ') + 1)"
                owed: { crm: owed, erp: owed }
                parts: { crm: parts, erp: parts }
                label: { erp: label, derive: "last == null ? 'nobody' : 'M-' + string(id) + ' ' + last" }
                each: { crm: each_owes, derive: "(owed / parts).round(2)" }
            """;
    private static final String CRM_ROW =
            "SELECT full_name || '|' || owed || '|' || parts || '|' || each_owes FROM member WHERE"
                    + " id = ";
    private static final String ERP_ROW =
            "SELECT concat_ws('|', first_name, last_name, owed, parts, label) FROM member WHERE id"
                    + " = ";

    private static Workbench workbench;
    private static RunningSync duet;

    @BeforeAll
    static void startBoth() throws SQLException {
        workbench = Workbench.start();
        workbench.execute(
                Shop.CRM,
                "CREATE TABLE member (id bigint PRIMARY KEY, full_name text, owed numeric(10,2),"
                        + " parts int, each_owes numeric(10,2))");
        workbench.execute(
                Shop.ERP,
                "CREATE TABLE member (id bigint PRIMARY KEY, first_name varchar(40), last_name"
                        + " varchar(40), owed decimal(10,2), parts int, label varchar(90))");
        DuetConfig config = workbench.config(ConfigText.quick().withEntities(ENTITIES));
        workbench.initialise(config);
        duet = RunningSync.start(workbench, config).awaitRunning();
    }

    @AfterAll
    static void stopBoth() {
        duet.close();
        workbench.close();
    }

    @Test
    void oneColumnBecomesSeveralAndSeveralBecomeOne() throws SQLException {
        insertInCrm(1, "Ann Lee", 10, 4);
        awaitErp(1, "Ann|Lee|10.00|4|M-1 Lee");

        workbench.execute(Shop.ERP, "UPDATE member SET last_name = 'Low', owed = 5 WHERE id = 1");
        awaitCrm(1, "Ann Low|5.00|4|1.25");

        workbench.execute(
                Shop.ERP,
                "INSERT INTO member VALUES (2, 'Ann', 'van der Lee', 9.00, 2, 'no label')");
        awaitCrmName(2, "Ann van der Lee");
        workbench.execute(Shop.CRM, "UPDATE member SET full_name = 'Bob van der Lee' WHERE id = 2");
        awaitErp(2, "Bob van der|Lee|9.00|2|no label");
        Quiet.await(workbench, new LogWitness(workbench));
        assertThat(workbench.one(Shop.CRM, "SELECT full_name FROM member WHERE id = 2"))
                .isEqualTo("Bob van der Lee");
    }

    /// What is not touched stays as people wrote it; a column that goes one way is nobody's change.
    @Test
    void whatIsNotTouchedStays() throws SQLException {
        workbench.execute(
                Shop.ERP,
                "INSERT INTO member VALUES (3, 'Ann', 'van der Lee', 9.00, 2, 'no label')");
        awaitCrmName(3, "Ann van der Lee");
        workbench.execute(Shop.CRM, "UPDATE member SET owed = 8 WHERE id = 3");
        awaitErp(3, "Ann|van der Lee|8.00|2|no label");

        workbench.execute(Shop.ERP, "UPDATE member SET label = 'mine' WHERE id = 3");
        workbench.execute(Shop.CRM, "UPDATE member SET each_owes = 1 WHERE id = 3");
        Quiet.await(workbench, new LogWitness(workbench));
        awaitErp(3, "Ann|van der Lee|8.00|2|mine");
        workbench.execute(Shop.CRM, "DELETE FROM member WHERE id = 3");
        workbench.await(Shop.ERP, "SELECT count(*) FROM member WHERE id = 3", "0");
    }

    @Test
    void nullIsNullAndWhatHasNoAnswerIsHeld() throws SQLException {
        insertInCrm(5, null, 10, 4);
        workbench.await(
                Shop.ERP,
                "SELECT count(*) FROM member WHERE id = 5 AND first_name IS NULL AND last_name IS"
                        + " NULL",
                "1");
        workbench.execute(Shop.ERP, "INSERT INTO member VALUES (6, 'A', 'B', 10, 0, NULL)");
        workbench.execute(Shop.ERP, "INSERT INTO member VALUES (7, 'A', NULL, 10, 1, NULL)");
        String reason = "SELECT reason FROM duet.quarantine WHERE record_key = ";
        workbench.await(Shop.CRM, reason + "'6'", "each: it divides by zero");
        workbench.await(
                Shop.CRM,
                reason + "'7'",
                "whole: it has no answer for these values, where there is no value for last");
    }

    /// No column of a name can be guarded; the audit alone must bring both sides together, and then
    /// let them rest.
    @Test
    void bothSidesConvergeAndRestUnderConcurrentWriters() throws Exception {
        List<FutureTask<Void>> writers = new ArrayList<>();
        for (Shop shop : Shop.values()) {
            var task = new FutureTask<Void>(() -> write(shop), null);
            writers.add(task);
            Thread.ofPlatform().name("writer-" + shop).start(task);
        }
        for (FutureTask<Void> writer : writers) {
            writer.get();
        }

        Quiet.await(workbench, new LogWitness(workbench));

        List<String> here =
                rows(
                        Shop.CRM,
                        "SELECT id, full_name, owed, parts FROM member WHERE id >= 100 ORDER BY"
                                + " id");
        List<String> there =
                rows(
                        Shop.ERP,
                        "SELECT id, trim(concat(first_name, ' ', last_name)), owed, parts FROM"
                                + " member WHERE id >= 100 ORDER BY id");
        assertThat(here).isEqualTo(there).isNotEmpty();
        String held = "SELECT count(*) FROM duet.quarantine WHERE length(record_key) > 2";
        assertThat(workbench.one(Shop.CRM, held)).isEqualTo("0");
        assertThat(workbench.one(Shop.ERP, held)).isEqualTo("0");
    }

    private static void write(Shop shop) {
        Random random = new Random(11 + shop.ordinal());
        boolean crm = shop == Shop.CRM;
        try (Connection connection = workbench.server(shop).connect(shop.system())) {
            for (int i = 0; i < 300; i++) {
                long id = 100L + random.nextInt(5);
                String first = "f" + random.nextInt(3) + " v".repeat(random.nextInt(2));
                String last = (random.nextBoolean() ? "van " : "") + "l" + random.nextInt(3);
                String owed = Integer.toString(random.nextInt(50));
                String sql =
                        switch (random.nextInt(6)) {
                            case 0 -> "DELETE FROM member WHERE id = " + id;
                            case 1, 2 ->
                                    crm
                                            ? "INSERT INTO member VALUES (%d, '%s %s', %s, 2, 0) ON"
                                                            .formatted(id, first, last, owed)
                                                    + " CONFLICT DO NOTHING"
                                            : "INSERT IGNORE INTO member VALUES (%d, '%s', '%s', %s,"
                                                            .formatted(id, first, last, owed)
                                                    + " 2, '')";
                            case 3 -> "UPDATE member SET owed = " + owed + " WHERE id = " + id;
                            default ->
                                    crm
                                            ? "UPDATE member SET full_name = '%s %s' WHERE id = %d"
                                                    .formatted(first, last, id)
                                            : random.nextBoolean()
                                                    ? "UPDATE member SET first_name = '%s' WHERE id = %d"
                                                            .formatted(first, id)
                                                    : "UPDATE member SET last_name = '%s' WHERE id = %d"
                                                            .formatted(last, id);
                        };
                Sql.execute(connection, sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> rows(Shop shop, String sql) throws SQLException {
        return Sql.rows(workbench.connection(shop), sql);
    }

    private static void insertInCrm(long id, String name, int owed, int parts) throws SQLException {
        workbench.execute(
                Shop.CRM,
                "INSERT INTO member VALUES (%d, %s, %d, %d, 2.50)"
                        .formatted(id, name == null ? "NULL" : "'" + name + "'", owed, parts));
    }

    private static void awaitErp(long id, String row) {
        await(Shop.ERP, ERP_ROW + id, row);
    }

    private static void awaitCrm(long id, String row) {
        await(Shop.CRM, CRM_ROW + id, row);
    }

    private static void awaitCrmName(long id, String name) {
        await(Shop.CRM, "SELECT full_name FROM member WHERE id = " + id, name);
    }

    private static void await(Shop shop, String sql, String row) {
        Await.until(
                shop + " has " + row, Workbench.LIMIT, () -> rows(shop, sql).equals(List.of(row)));
    }
}
