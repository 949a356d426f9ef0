package dev.duet.deploy.scaffold;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WordsTest {
    @ParameterizedTest
    @CsvSource({
        "customer_id, customer_id",
        "CustomerID, customer_id",
        "customerId, customer_id",
        "ORDER-LINES, order_line",
        "HTTPServer2Name, http_server2_name",
        "categories, category",
        "addresses, address",
        "boxes, box",
        "status, status",
        "class, class",
        "gas, gas",
        "größen, größen"
    })
    void nameIsWordsInLowerCaseAndSingular(String name, String words) {
        assertThat(Words.of(name)).hasToString(words);
    }

    @ParameterizedTest
    @CsvSource({"tbl_orders, order", "tblOrders, order", "t_order, order", "tables, table"})
    void prefixOfATableIsNoWordOfIt(String name, String words) {
        assertThat(Words.ofTable(name)).hasToString(words);
    }

    @Test
    void wordsOfTheTableInFrontAreLeftOut() {
        Words table = Words.ofTable("Customers");

        assertThat(Words.of("customer_name").within(table)).hasToString("name");
        assertThat(Words.of("customer").within(table)).hasToString("customer");
        assertThat(Words.of("name").within(table)).hasToString("name");
    }

    @ParameterizedTest
    @CsvSource({
        "orderLine, order_lines, 1.0, 1.0",
        "orderline, order_line, 1.0, 1.0",
        "customer, client, 0.8, 0.99",
        "full_name, name, 0.6, 0.7",
        "descr, description, 0.8, 0.99",
        "organisation, organization, 0.8, 0.99",
        "price, visits, 0.0, 0.0",
        "ledger, campaign, 0.0, 0.0"
    })
    void likenessIsOfWordsAndSymmetric(String one, String two, double least, double most) {
        double likeness = Words.of(one).likeness(Words.of(two));

        assertThat(likeness).isBetween(least, most);
        assertThat(Words.of(two).likeness(Words.of(one))).isEqualTo(likeness);
    }
}
