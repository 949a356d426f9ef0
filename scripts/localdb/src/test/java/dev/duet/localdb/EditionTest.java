package dev.duet.localdb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EditionTest {
    private static final ChinookScript SCRIPT = ChinookScript.read();

    private static String definition(Edition edition, String table) {
        return SCRIPT.definitions().stream()
                .filter(it -> it.startsWith("CREATE MEMORY TABLE \"chinook\".\"" + table + "\""))
                .map(edition::definition)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theArtifactHasElevenTablesAndAllRows() {
        assertThat(SCRIPT.definitions()).filteredOn(it -> it.startsWith("CREATE")).hasSize(11);
        assertThat(SCRIPT.inserts()).hasSize(15_607);
        assertThat(SCRIPT.inserts())
                .anyMatch(it -> it.table().equals("Customer") && it.values().contains("'Luís'"));
    }

    @Test
    void eachEditionHasItsOwnNamesAndTypes() {
        assertThat(definition(Edition.POSTGRES, "InvoiceLine"))
                .startsWith("CREATE TABLE invoice_line(invoice_line_id INTEGER NOT NULL,")
                .contains("unit_price NUMERIC(10,2) NOT NULL", "REFERENCES invoice(invoice_id)");
        assertThat(definition(Edition.POSTGRES, "Invoice"))
                .contains("invoice_date TIMESTAMP NOT NULL", "billing_city VARCHAR(40)");
        assertThat(definition(Edition.MYSQL, "Invoice"))
                .startsWith("CREATE TABLE `Invoice`(`InvoiceId` INTEGER NOT NULL,")
                .contains("`InvoiceDate` DATETIME NOT NULL", "`BillingCity` NVARCHAR(40)");
    }

    @Test
    void aBackslashIsItself() {
        var insert = new ChinookScript.Insert("MediaType", "(9,'a\\b')");

        assertThat(Edition.POSTGRES.insert(insert))
                .isEqualTo("INSERT INTO media_type VALUES (9,'a\\b')");
        assertThat(Edition.MYSQL.insert(insert))
                .isEqualTo("INSERT INTO `MediaType` VALUES (9,'a\\\\b')");
    }
}
