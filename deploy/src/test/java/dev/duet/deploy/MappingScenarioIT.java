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

/// Two tables that hold the same people differently are kept in step both ways, by what the file
/// says of each field.
final class MappingScenarioIT {
    private static final String ENTITIES =
            """
            party:
              tables: { crm: party, erp: party }
              key: { id: id }
              fields:
                name: { crm: full_name, erp: name, normalize: { trim: true, unicode: nfc } }
                status: { crm: state, erp: status, values: { active: A, closed: X }, on-conflict: latest }
                balance: { crm: balance, erp: cents, convert: { cents: 2, rounding: half-up } }
                weight: { crm: kg, erp: g, convert: { multiply: 1000, into: erp, rounding: half-even } }
                seen: { crm: seen, erp: seen_at, timezone: Pacific/Auckland }
                phone: { crm: phone, erp: tel, normalize: { phone: NZ }, on-conflict: latest }
                mail: { crm: mail, erp: mail, normalize: { email: true }, when-null: { erp: { default: "" } } }
                title: { crm: title, erp: title, truncate: 8 }
                nick: { crm: nick, erp: nick, when-null: { erp: keep } }
                changed: { crm: changed, erp: changed, ignore: true }
              only-in: { crm: [internal], erp: [batch] }
            """;

    private static final String CRM_ROW =
            "SELECT full_name || '|' || state || '|' || balance || '|' || kg || '|' || to_char(seen"
                + " AT TIME ZONE 'UTC', 'HH24:MI') || '|' || coalesce(phone, '-') || '|' ||"
                + " coalesce(mail, '-') || '|' || title || '|' || coalesce(nick, '-') FROM party"
                + " WHERE id = ";
    private static final String ERP_ROW =
            "SELECT concat_ws('|', name, status, cents, g, date_format(seen_at, '%H:%i'),"
                    + " coalesce(tel, '-'), mail, title, coalesce(nick, '-')) FROM party WHERE id"
                    + " = ";

    private static Workbench workbench;
    private static RunningSync duet;

    @BeforeAll
    static void startBoth() throws SQLException {
        workbench = Workbench.start();
        workbench.execute(
                Shop.CRM,
                """
                CREATE TABLE party (id bigint PRIMARY KEY, full_name text, state text NOT NULL,
                    balance numeric(12,4), kg numeric(10,4), seen timestamptz, phone text, mail text,
                    title text, nick text, changed timestamptz, internal serial)
                """);
        workbench.execute(
                Shop.ERP,
                """
                CREATE TABLE party (id bigint PRIMARY KEY, name varchar(100), status char(1) NOT NULL,
                    cents bigint, g int, seen_at datetime(6), tel varchar(40),
                    mail varchar(60) NOT NULL, title varchar(8), nick varchar(40),
                    changed datetime(6), batch int)
                """);
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
    void whatCrmWritesComesInErpsOwnFormAndStaysInCrmAsItWasWritten() throws SQLException {
        insertInCrm(1);

        awaitErp(1, "Ann Lee|A|1235|1500|01:30|+6493555555|ann@example.org|Principa|nick");

        assertThat(workbench.one(Shop.CRM, CRM_ROW + 1))
                .isEqualTo(
                        "  Ann Lee |active|12.3450|1.5000|12:30|(09) 355-5555|Ann@Example.org"
                                + " |Principal Engineer|nick");
    }

    @Test
    void whatErpWritesComesInCrmsOwnForm() throws SQLException {
        workbench.execute(
                Shop.ERP,
                "INSERT INTO party VALUES (2, 'Bob ', 'X', 999, 2500, '2026-01-15 01:30:00',"
                        + " '021 555 123', '', 'Dr', NULL, NULL, 7)");

        awaitCrm(2, "Bob|closed|9.9900|2.5000|12:30|+6421555123|-|Dr|-");

        assertThat(workbench.one(Shop.ERP, ERP_ROW + 2))
                .isEqualTo("Bob |X|999|2500|01:30|021 555 123||Dr|-");
    }

    @Test
    void aChangeOfOneFieldLeavesTheOthersAsPeopleWroteThem() throws SQLException {
        insertInCrm(3);
        awaitErp(3, "Ann Lee|A|1235|1500|01:30|+6493555555|ann@example.org|Principa|nick");
        workbench.execute(Shop.ERP, "UPDATE party SET status = 'X', cents = 500 WHERE id = 3");

        awaitCrm(
                3,
                "  Ann Lee |closed|5.0000|1.5000|12:30|(09) 355-5555|Ann@Example.org |Principal"
                        + " Engineer|nick");
        workbench.execute(
                Shop.CRM, "UPDATE party SET full_name = 'Ann  ', title = 'Principal' WHERE id = 3");

        awaitErp(3, "Ann|X|500|1500|01:30|+6493555555|ann@example.org|Principa|nick");
    }

    @Test
    void nullIsWhatTheFileSays() throws SQLException {
        insertInCrm(4);
        awaitErp(4, "Ann Lee|A|1235|1500|01:30|+6493555555|ann@example.org|Principa|nick");
        workbench.execute(
                Shop.CRM, "UPDATE party SET mail = NULL, nick = NULL, phone = NULL WHERE id = 4");
        awaitErp(4, "Ann Lee|A|1235|1500|01:30|-||Principa|nick");

        workbench.execute(Shop.ERP, "UPDATE party SET name = 'Eve' WHERE id = 4");
        awaitCrm(4, "Eve|active|12.3450|1.5000|12:30|-|-|Principal Engineer|-");
        workbench.execute(Shop.ERP, "UPDATE party SET nick = 'E', mail = 'e@x.nz' WHERE id = 4");
        awaitCrm(4, "Eve|active|12.3450|1.5000|12:30|-|e@x.nz|Principal Engineer|E");
        workbench.execute(Shop.ERP, "UPDATE party SET nick = NULL, mail = '' WHERE id = 4");
        awaitCrm(4, "Eve|active|12.3450|1.5000|12:30|-|-|Principal Engineer|-");

        Quiet.await(workbench, new LogWitness(workbench));
        assertThat(workbench.one(Shop.ERP, ERP_ROW + 4))
                .isEqualTo("Eve|A|1235|1500|01:30|-||Principa|-");
    }

    @Test
    void anIgnoredFieldCausesNoWriteAndRidesAlong() throws SQLException {
        insertInCrm(5);
        awaitErp(5, "Ann Lee|A|1235|1500|01:30|+6493555555|ann@example.org|Principa|nick");
        String changed = "SELECT coalesce(date_format(changed, '%H'), '-') FROM party WHERE id = 5";
        workbench.execute(
                Shop.CRM, "UPDATE party SET changed = '2026-01-01 05:00:00Z' WHERE id = 5");
        Quiet.await(workbench, new LogWitness(workbench));
        assertThat(workbench.one(Shop.ERP, changed)).isEqualTo("-");

        workbench.execute(Shop.CRM, "UPDATE party SET full_name = 'Zoe' WHERE id = 5");

        workbench.await(Shop.ERP, changed, "05");
        workbench.execute(Shop.ERP, "UPDATE party SET name = 'Zed', changed = NULL WHERE id = 5");
        workbench.await(
                Shop.CRM,
                "SELECT full_name || (changed IS NULL) FROM party WHERE id = 5",
                "Zedtrue");
    }

    @Test
    void aRecordThatGoesOnOneSideGoesOnTheOther() throws SQLException {
        insertInCrm(6);
        awaitErp(6, "Ann Lee|A|1235|1500|01:30|+6493555555|ann@example.org|Principa|nick");
        workbench.execute(Shop.ERP, "DELETE FROM party WHERE id = 6");
        workbench.await(Shop.CRM, "SELECT count(*) FROM party WHERE id = 6", "0");

        insertInCrm(6);
        awaitErp(6, "Ann Lee|A|1235|1500|01:30|+6493555555|ann@example.org|Principa|nick");
        workbench.execute(Shop.CRM, "DELETE FROM party WHERE id = 6");
        workbench.await(Shop.ERP, "SELECT count(*) FROM party WHERE id = 6", "0");
    }

    /// No column here but a few can be guarded; the audit alone must bring both sides together, and
    /// then let them rest.
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
                        "SELECT id, trim(full_name), CASE state WHEN 'active' THEN 'A' ELSE 'X'"
                            + " END, round(balance * 100)::bigint, round(kg * 1000)::int, CASE WHEN"
                            + " phone LIKE '%09%' THEN '+649' || right(phone, 7) ELSE phone END,"
                            + " lower(trim(mail)), left(title, 8) FROM party WHERE id >= 100 ORDER"
                            + " BY id");
        List<String> there =
                rows(
                        Shop.ERP,
                        "SELECT id, trim(name), status, cents, g, CASE WHEN tel LIKE '%09%' THEN"
                                + " concat('+649', right(tel, 7)) ELSE tel END,"
                                + " lower(trim(mail)), title FROM party WHERE id >= 100 ORDER BY"
                                + " id");
        assertThat(here).isEqualTo(there).isNotEmpty();
        assertThat(workbench.one(Shop.CRM, "SELECT count(*) FROM duet.quarantine")).isEqualTo("0");
        assertThat(workbench.one(Shop.ERP, "SELECT count(*) FROM duet.quarantine")).isEqualTo("0");
    }

    /// Seldom the same spelling twice.
    private static void write(Shop shop) {
        Random random = new Random(7 + shop.ordinal());
        boolean crm = shop == Shop.CRM;
        try (Connection connection = workbench.server(shop).connect(shop.system())) {
            for (int i = 0; i < 400; i++) {
                long id = 100L + random.nextInt(5);
                String blank = " ".repeat(random.nextInt(3));
                String name = "'" + blank + "n" + random.nextInt(4) + blank + "'";
                String status =
                        random.nextBoolean()
                                ? (crm ? "'active'" : "'A'")
                                : crm ? "'closed'" : "'X'";
                String balance =
                        crm
                                ? random.nextInt(9) + ".00" + random.nextInt(10)
                                : Integer.toString(random.nextInt(900));
                String weight =
                        // not the half, which PostgreSQL's round() takes up and the file to even
                        crm
                                ? "1.000" + "12346789".charAt(random.nextInt(8))
                                : Integer.toString(random.nextInt(9));
                String phone = "'" + blank + "09 355" + (1000 + random.nextInt(9)) + "'";
                String mail = "'" + blank + (random.nextBoolean() ? "A" : "a") + "@x.NZ'";
                String title =
                        crm
                                ? "'Principal" + random.nextInt(3) + "'"
                                : "'T" + random.nextInt(3) + "'";
                String sql =
                        switch (random.nextInt(8)) {
                            case 0 -> "DELETE FROM party WHERE id = " + id;
                            case 1, 2 ->
                                    (crm
                                                    ? "INSERT INTO party (id, full_name, state,"
                                                            + " balance, kg, phone, mail, title)"
                                                    : "INSERT IGNORE INTO party (id, name, status,"
                                                            + " cents, g, tel, mail, title)")
                                            + " VALUES ("
                                            + String.join(
                                                    ", ",
                                                    Long.toString(id),
                                                    name,
                                                    status,
                                                    balance,
                                                    weight,
                                                    phone,
                                                    mail,
                                                    title)
                                            + ")"
                                            + (crm ? " ON CONFLICT DO NOTHING" : "");
                            case 3 -> set(id, crm ? "full_name" : "name", name);
                            case 4 -> set(id, crm ? "state" : "status", status);
                            case 5 -> set(id, crm ? "balance" : "cents", balance);
                            case 6 -> set(id, crm ? "phone" : "tel", phone);
                            default -> set(id, "mail", mail + ", title = " + title);
                        };
                Sql.execute(connection, sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String set(long id, String column, String value) {
        return "UPDATE party SET " + column + " = " + value + " WHERE id = " + id;
    }

    private static List<String> rows(Shop shop, String sql) throws SQLException {
        return Sql.rows(workbench.connection(shop), sql);
    }

    private static void insertInCrm(long id) throws SQLException {
        workbench.execute(
                Shop.CRM,
                "INSERT INTO party VALUES ("
                        + id
                        + ", '  Ann Lee ', 'active', 12.345, 1.5, '2026-01-14 12:30:00Z', '(09)"
                        + " 355-5555', 'Ann@Example.org ', 'Principal Engineer', 'nick', NULL)");
    }

    private static void awaitErp(long id, String row) {
        await(Shop.ERP, ERP_ROW + id, row);
    }

    private static void awaitCrm(long id, String row) {
        await(Shop.CRM, CRM_ROW + id, row);
    }

    private static void await(Shop shop, String sql, String row) {
        Await.until(
                shop + " has " + row, Workbench.LIMIT, () -> rows(shop, sql).equals(List.of(row)));
    }
}
