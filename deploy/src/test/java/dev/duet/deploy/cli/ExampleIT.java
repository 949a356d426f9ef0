package dev.duet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/// The worked example under deploy/examples, as it stands there: edits on both sides, and both are
/// what the file says.
@TestMethodOrder(OrderAnnotation.class)
final class ExampleIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Path EXAMPLE = Path.of("examples", "shop");
    private static final String CLIENT =
            "SELECT concat_ws('|', first_name, last_name, state, branch, owed_cents, visits, since,"
                    + " display_name) FROM client WHERE last_name = '";
    private static final String CUSTOMER =
            "SELECT concat_ws('|', full_name, status, region, owed, visits)"
                    + " FROM customer WHERE full_name LIKE '%";

    @TempDir private static Path folder;
    private static CliBench bench;
    private static DuetProcess run;

    @BeforeAll
    static void prepare() throws Exception {
        bench =
                new CliBench(
                        folder,
                        statements(
                                "crm.sql",
                                "INSERT INTO customer (full_name, region, joined) VALUES ('Hana"
                                        + " Kauri', 'NZ', '2020-01-01 12:00+13'), ('Rua Totara',"
                                        + " 'NZ', '2019-05-05 09:00+12')"),
                        statements(
                                "erp.sql",
                                "INSERT INTO client (first_name, last_name, branch, since) VALUES"
                                        + " ('Rua', 'Totara', 'NZ', '2019-05-05 09:00'), ('Hana',"
                                        + " 'Kauri', 'NZ', '2020-01-01 12:00')"),
                        entities());
        run = bench.run();
    }

    @AfterAll
    static void end() throws Exception {
        bench.close();
    }

    private static List<String> statements(String file, String more) throws IOException {
        String sql =
                Files.readAllLines(EXAMPLE.resolve(file)).stream()
                        .filter(line -> !line.startsWith("--"))
                        .collect(Collectors.joining("\n"));
        return Arrays.stream((sql + more).split(";"))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .toList();
    }

    /// What stands below `entities:` in the example's file, and above `settings:`.
    private static String entities() throws IOException {
        String text = Files.readString(EXAMPLE.resolve("duet.yaml"));
        String from = "\nentities:\n";
        String entities =
                text.substring(text.indexOf(from) + from.length(), text.indexOf("\nsettings:"));
        return entities.stripIndent();
    }

    @Test
    @Order(1)
    void theFileIsRightAndSaysEverything() throws Exception {
        Spoken check = bench.call("check");
        Spoken docs = bench.call("docs", "--out", folder.toString());

        assertThat(check.all()).doesNotContain("ERROR");
        assertThat(docs.exitCode()).as(docs.all()).isZero();
    }

    @Test
    @Order(2)
    void aCustomerComesToTheBooksInTheirForm() throws Exception {
        bench.crm(
                "INSERT INTO customer (full_name, region, email, phone, visits, joined) VALUES"
                        + " ('Aroha van der Lee', 'nz', 'Aroha@Example.org ', '(09) 355-5555', 3,"
                        + " '2026-01-14 23:30Z')");

        await(
                () ->
                        bench.askErp(CLIENT + "Lee'")
                                .equals(
                                        "Aroha van der|Lee|A|NZ|0|3|2026-01-15 12:30:00|Lee,"
                                                + " Aroha van der (NZ)"));
        await(
                () ->
                        bench.askErp(
                                        "SELECT concat_ws('|', mail, tel) FROM client_contact JOIN"
                                                + " client ON no = client WHERE last_name = 'Lee'")
                                .equals("aroha@example.org|+6493555555"));
        bench.erp(
                "UPDATE client SET first_name = 'Aroha', owed_cents = 1250, visits = visits + 1"
                        + " WHERE last_name = 'Lee'",
                "UPDATE client_contact SET tel = NULL WHERE mail = 'aroha@example.org'");
        await(() -> bench.askCrm(CUSTOMER + "Lee'").equals("Aroha Lee|active|nz|12.50|4"));
        await(
                () ->
                        bench.askCrm(
                                        "SELECT phone IS NULL FROM customer WHERE full_name ="
                                                + " 'Aroha Lee'")
                                .equals("t"));
        assertNothingIsHeld();
    }

    @Test
    @Order(3)
    void rowsThatWereThereAreOneAndHaveTwoNumbers() throws Exception {
        bench.erp("UPDATE client SET owed_cents = 700 WHERE last_name = 'Kauri'");
        bench.erp("UPDATE client SET visits = 2 WHERE last_name = 'Totara'");

        await(() -> bench.askCrm(CUSTOMER + "Kauri'").equals("Hana Kauri|active|NZ|7.00|0"));
        assertThat(bench.askErp("SELECT count(*) FROM client WHERE last_name = 'Kauri'"))
                .isEqualTo("1");
        assertThat(bench.askErp("SELECT no FROM client WHERE last_name = 'Kauri'"))
                .isEqualTo("70001");
    }

    @Test
    @Order(4)
    void theBooksNameTheGoodsAndTheShopShowsThem() throws Exception {
        bench.erp(
                "INSERT INTO prod_group VALUES ('OUT', 'Outdoors', NULL), ('TENT', 'Tents', 'OUT')",
                "INSERT INTO item (code, name, grp, price_cents, grams, on_hand, grade, long_text)"
                        + " VALUES ('TE-1', 'Tent', 'TENT', 19990, 2350, 10, 12, 'Dry.')");

        await(() -> product("TE-1").equals("Tent|TENT|199.90|2.350|10|9|Dry."));
        assertThat(bench.askErp("SELECT grade FROM item WHERE code = 'TE-1'")).isEqualTo("12");
        bench.crm(
                "UPDATE product SET title = 'A tent for two in any weather, with a porch', stock ="
                        + " stock - 1, price = 149.00, description = NULL WHERE sku = 'TE-1'",
                "UPDATE category SET title = 'Tents and more' WHERE code = 'TENT'");
        bench.erp("UPDATE item SET on_hand = on_hand + 5 WHERE code = 'TE-1'");

        await(
                () ->
                        item("TE-1")
                                .equals(
                                        "A tent for two in any weather, with a"
                                                + " po|TENT|19990|2350|14|12|Dry."));
        await(
                () ->
                        product("TE-1")
                                .equals(
                                        "A tent for two in any weather, with a"
                                                + " porch|TENT|149.00|2.350|14|9"));
        await(() -> bench.askCrm("SELECT title FROM category WHERE code = 'TENT'").equals("Tents"));
        assertNothingIsHeld();
    }

    @Test
    @Order(5)
    void anOrderIsOneTransactionOverFourTables() throws Exception {
        bench.crm(
                """
                WITH o AS (INSERT INTO orders (customer, placed_at, total)
                           SELECT id, '2026-07-01 00:00Z', 298 FROM customer WHERE full_name = 'Aroha Lee' RETURNING id),
                     l AS (INSERT INTO order_line SELECT id, n, 'TE-1', n, 149 FROM o, generate_series(1, 2) n),
                     b AS (INSERT INTO recommendation SELECT a.id, h.id, 10 FROM customer a, customer h
                           WHERE a.full_name = 'Aroha Lee' AND h.full_name = 'Hana Kauri')
                INSERT INTO payment SELECT '11111111-1111-1111-1111-111111111111', id, 298, '2026-07-01 00:01Z', 'voucher'
                FROM o
                """);

        await(() -> books().equals("70002|2026-07-01 12:00:00|N|29800||2|29800|T|10|70001"));
        bench.erp(
                "UPDATE sales_order SET state = 'S', note = 'Left in the rain'",
                "INSERT INTO consignment (sales_order, haulier, label, left_on) SELECT no, 'NZ"
                        + " Post', 'X1', '2026-07-02' FROM sales_order");
        await(() -> shop().equals("sent|Left in the rain|nz post|X1|2026-07-02"));
        bench.erp("UPDATE receipt SET cents = 1");
        await(() -> bench.askErp("SELECT cents FROM receipt").equals("29800"));
        assertNothingIsHeld();
    }

    @Test
    @Order(6)
    void anAddressWaitsForItsCountryAndGiftsAreTheShopsAlone() throws Exception {
        bench.crm(
                """
                INSERT INTO country VALUES ('FR', 'France');
                INSERT INTO address (customer, kind, street, city, country)
                SELECT id, k, ' 1 Tui St ', 'Nelson', c FROM customer,
                    (VALUES ('billing', 'NZ'), ('delivery', 'FR'), ('gift', 'DE')) v(k, c)
                WHERE full_name = 'Aroha Lee'
                """);

        await(() -> addresses().equals("B|1 Tui St|NZ"));
        awaitHeld("NO_REFERENCE");
        bench.erp("INSERT INTO country (iso) VALUES ('FR')");

        await(() -> addresses().equals("B|1 Tui St|NZ;D|1 Tui St|FR"));
        bench.erp(
                "UPDATE client_address SET country = (SELECT id FROM country WHERE iso = 'AU')"
                        + " WHERE type = 'D'");
        await(
                () ->
                        bench.askCrm("SELECT country FROM address WHERE kind = 'delivery'")
                                .equals("AU"));
        await(() -> bench.call("quarantine", "list").exitCode() == 0);
    }

    @Test
    @Order(7)
    void whoWinsIsWhatTheFileSays() throws Exception {
        run.endsCleanlyOn("TERM");
        bench.crm(
                "UPDATE orders SET state = 'void', remark = 'shop'",
                "UPDATE recommendation SET points = 50",
                "UPDATE customer SET visits = visits + 2 WHERE full_name = 'Aroha Lee'",
                "DELETE FROM customer WHERE full_name = 'Rua Totara'");
        bench.erp(
                "UPDATE sales_order SET state = 'P', note = 'books'",
                "UPDATE bonus SET points = 40",
                "UPDATE client SET visits = visits + 3 WHERE last_name = 'Lee'",
                "UPDATE client SET state = 'B' WHERE last_name = 'Totara'");

        run = bench.run();

        await(() -> bench.askCrm(CUSTOMER + "Lee'").equals("Aroha Lee|active|nz|12.50|9"));
        await(() -> bench.askCrm(CUSTOMER + "Totara'").equals("Rua Totara|blocked|NZ|0.00|2"));
        await(() -> bench.askErp("SELECT points FROM bonus").equals("50"));
        await(() -> bench.call("conflicts", "list", "--open").all().contains("remark"));
        assertThat(bench.askCrm("SELECT remark FROM orders")).isEqualTo("shop");
        assertThat(bench.askErp("SELECT note FROM sales_order")).isEqualTo("books");

        assertThat(bench.call("quarantine", "retry", "--all").exitCode()).isZero();

        await(() -> bench.call("quarantine", "list").exitCode() == 0);
    }

    @Test
    @Order(8)
    void whatIsNotValidIsHeldOrUndone() throws Exception {
        bench.crm(
                "INSERT INTO product (sku, title, category, price) VALUES ('tent 2', 'Tent',"
                        + " 'TENT', 1)",
                "INSERT INTO orders (customer, placed_at, state) SELECT id, now(), 'paid' FROM"
                        + " customer WHERE full_name = 'Aroha Lee'");

        await(() -> bench.askCrm("SELECT count(*) FROM orders WHERE total = 0").equals("0"));
        awaitHeld("sku-format");
        assertThat(item("tent 2")).isEqualTo("no row");
        bench.crm("DELETE FROM product WHERE sku = 'tent 2'");
        assertThat(bench.call("quarantine", "retry", "--all").exitCode()).isZero();
        await(() -> bench.call("quarantine", "list").exitCode() == 0);
    }

    @Test
    @Order(9)
    void theShopKeepsWhatTheWarehouseDeletesAndThatAsksFirst() throws Exception {
        bench.erp(
                "INSERT INTO item (code, name, grp, price_cents) VALUES ('TE-8', 'Peg', 'TENT',"
                        + " 100), ('TE-9', 'Pole', 'TENT', 900)");
        await(() -> product("TE-9").startsWith("Pole"));

        bench.erp("DELETE FROM item WHERE code = 'TE-8'");
        bench.crm("DELETE FROM product WHERE sku = 'TE-9'");

        await(() -> bench.call("conflicts", "list", "--open").all().contains("TE-9"));
        assertThat(item("TE-9")).startsWith("Pole");
        assertThat(product("TE-8")).startsWith("Peg");
        assertThat(bench.call("quarantine", "discard", "--all", "--reason", "sold").exitCode())
                .isZero();
        await(() -> product("TE-9").startsWith("Pole"));
        await(() -> bench.call("quarantine", "list").exitCode() == 0);
    }

    @Test
    @Order(10)
    void whatTheShopTakesBackStaysInTheBooks() throws Exception {
        String visits = "SELECT visits FROM client WHERE last_name = 'Lee'";
        int before = Integer.parseInt(bench.askErp(visits));
        bench.crm(
                "UPDATE recommendation SET points = 0",
                "UPDATE customer SET visits = visits + 1 WHERE full_name = 'Aroha Lee'");
        await(() -> bench.askErp(visits).equals(Integer.toString(before + 1)));
        assertThat(bench.askErp("SELECT points FROM bonus")).isEqualTo("50");
    }

    @Test
    @Order(11)
    void theBooksOwnNoticesStayThereAndOneOfNoGoodsNamesNone() throws Exception {
        bench.erp(
                "INSERT INTO notice VALUES ('N1', 'Stocktake', 'books', NULL), ('N2', 'Tents are"
                        + " here', 'shop', 'TE-1'), ('N3', 'Soon', 'shop', 'XX-9')");
        await(() -> announced().equals("N2|Tents are here|shop|TE-1;N3|Soon|shop"));
        await(() -> bench.askErp("SELECT item IS NULL FROM notice WHERE code = 'N3'").equals("1"));

        bench.erp(
                "UPDATE notice SET audience = 'books', headline = 'Tents are gone' WHERE code ="
                        + " 'N2'",
                "UPDATE notice SET audience = 'shop' WHERE code = 'N1'");
        bench.crm("UPDATE announcement SET sku = NULL WHERE code = 'N2'");

        await(() -> announced().equals("N1|Stocktake|shop;N2|Tents are here|shop;N3|Soon|shop"));
        await(
                () ->
                        bench.askErp(
                                        "SELECT concat_ws('|', headline, audience, item) FROM"
                                                + " notice WHERE code = 'N2'")
                                .equals("Tents are gone|books"));
        await(() -> bench.call("quarantine", "list").exitCode() == 0);
    }

    private static String announced() throws Exception {
        return bench.askCrm(
                "SELECT string_agg(concat_ws('|', code, title, audience, sku), ';' ORDER BY code)"
                        + " FROM announcement");
    }

    @Test
    @Order(12)
    void bothSidesAreAsTheFileSays() throws Exception {
        Spoken compare = bench.call("compare");

        assertThat(compare.exitCode()).as(compare.all()).isZero();
        run.endsCleanlyOn("TERM");
    }

    private static String product(String sku) throws Exception {
        return bench.askCrm(
                "SELECT concat_ws('|', title, category, price, weight_kg, stock, grade,"
                        + " description)"
                        + " FROM product WHERE sku = '%s'".formatted(sku));
    }

    private static String item(String code) throws Exception {
        return bench.askErp(
                "SELECT concat_ws('|', name, grp, price_cents, grams, on_hand, grade, long_text)"
                        + " FROM"
                        + " item WHERE code = '%s'".formatted(code));
    }

    private static String books() throws Exception {
        return bench.askErp(
                """
                SELECT concat_ws('|', o.client, o.ordered, o.state, o.total_cents, o.note,
                    (SELECT count(*) FROM sales_order_row r WHERE r.sales_order = o.no), p.cents, p.kind, b.points,
                    b.sent_by)
                FROM sales_order o JOIN receipt p ON p.sales_order = o.no JOIN bonus b ON b.client = o.client
                """);
    }

    private static String shop() throws Exception {
        return bench.askCrm(
                "SELECT concat_ws('|', o.state, o.remark, s.carrier, s.tracking, s.shipped) FROM"
                        + " orders o JOIN shipment s ON s.orders = o.id");
    }

    private static String addresses() throws Exception {
        return bench.askErp(
                "SELECT group_concat(concat_ws('|', type, line1, iso) ORDER BY type SEPARATOR ';')"
                        + " FROM client_address LEFT JOIN country c ON c.id = country");
    }

    private static void awaitHeld(String code) {
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(bench.call("quarantine", "list").all()).contains(code));
    }

    private static void assertNothingIsHeld() throws Exception {
        Spoken list = bench.call("quarantine", "list");
        assertThat(list.exitCode()).as(list.all()).isZero();
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LIMIT).until(condition);
    }
}
