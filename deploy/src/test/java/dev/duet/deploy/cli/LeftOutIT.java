package dev.duet.deploy.cli;

import static dev.duet.deploy.cli.AlteredTables.await;
import static dev.duet.deploy.cli.AlteredTables.awaitEquals;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// An entity of which not even the key is left in both tables is left out of the sync alone, and
/// nothing of it is lost: when it resumes, both sides are compared.
final class LeftOutIT {
    private static final String ENTITIES =
            AlteredTables.ENTITIES.replace("on-conflict: latest", "on-conflict: { prefer: crm }");
    private static final String ROWS_IN_CRM =
            "SELECT string_agg(concat(id, name, note, rating), ' ' ORDER BY id) FROM customer";
    private static final String ROWS_IN_ERP =
            "SELECT group_concat(concat(id, name, note, rating) ORDER BY id SEPARATOR ' ') FROM"
                    + " customer";

    @TempDir private Path folder;
    private CliBench bench;
    private AlteredTables tables;

    @BeforeEach
    void prepare() throws Exception {
        bench = AlteredTables.bench(folder);
        tables = new AlteredTables(bench);
        bench.say(ENTITIES);
    }

    @AfterEach
    void end() throws Exception {
        bench.close();
    }

    @Test
    void aDroppedTableIsMissedAloneAndComesBackWithWhatItHad() throws Exception {
        try (DuetProcess run = bench.run()) {
            tables.begin();
            bench.erp("CREATE TABLE backup AS SELECT * FROM customer", "DROP TABLE customer");
            bench.crm("UPDATE customer SET name = 'crm' WHERE id = 1");

            run.awaitText("nothing of it can be followed", 1);
            assertThat(run.err())
                    .contains("there is no table erp.customer", "give the table back")
                    .doesNotContain("its records are remembered");
            tables.productFlows();
            Spoken status = bench.call("status");
            assertThat(status.exitCode()).as(status.all()).isEqualTo(1);
            assertThat(status.out())
                    .contains("customer: PAUSED", "both sides are compared when it resumes");
            Spoken compare = bench.call("compare");
            assertThat(compare.all()).contains("customer was left out", "product");
            bench.say(ENTITIES.replace(" title: title", " heading: title"));
            assertThat(bench.call("reload").all()).contains("taken up");
            tables.productFlows();
            bench.crm(
                    "INSERT INTO customer VALUES (7, 'unseen', 'unseen', 7)",
                    "DELETE FROM customer WHERE id = 2");
            run.signal("KILL");
            run.awaitEnd();
        }
        try (DuetProcess run = bench.run()) {
            tables.productFlows();
            bench.erp("CREATE TABLE customer LIKE backup");
            bench.erp(
                    "ALTER TABLE customer ADD PRIMARY KEY (id)",
                    "INSERT INTO customer SELECT * FROM backup WHERE id <> 3",
                    "UPDATE customer SET note = 'erp' WHERE id = 4");
            bench.init();
            bench.erp("INSERT INTO product VALUES (7, 'mark')");
            tables.areForgotten();
            tables.done("resume", "--entity", "customer");
            run.awaitText("an entity that was left out is compared", 1);
            bench.erp("UPDATE customer SET rating = 5 WHERE id = 5");

            // The deleted one is kept, since nobody saw how it went; crm wins what both may have
            // changed.
            String all = "1crmold1 2oldold1 3oldold1 4oldold1 5oldold5 6oldold1 7unseenunseen7";
            awaitEquals(all, () -> bench.askErp(ROWS_IN_ERP));
            awaitEquals(all, () -> bench.askCrm(ROWS_IN_CRM));
            await(() -> bench.call("status").exitCode() == 0);
            flows();
            run.endsCleanlyOn("TERM");
        }
    }

    @Test
    void aRenamedKeyIsFollowedByTheFile() throws Exception {
        try (DuetProcess run = bench.run()) {
            tables.begin();
            bench.crm("ALTER TABLE customer RENAME COLUMN id TO customer_id");
            bench.erp("UPDATE customer SET name = 'erp' WHERE id = 1");

            run.awaitText("nothing of it can be followed", 1);
            assertThat(run.err()).contains("entities.customer.key.id.crm: customer_id");
            tables.productFlows();
            bench.crm("UPDATE customer SET note = 'crm' WHERE customer_id = 2");
            tables.areForgotten();
            bench.say(
                    ENTITIES.replaceFirst(
                            "key: \\{ id: id }", "key: { id: { crm: customer_id, erp: id } }"));
            bench.init();
            tables.done("reload");

            String all = "1oldold1 2oldcrm1 3oldold1 4oldold1 5oldold1 6oldold1";
            awaitEquals(all, () -> bench.askErp(ROWS_IN_ERP));
            await(() -> bench.call("status").exitCode() == 0);
            bench.crm("UPDATE customer SET note = 'flows' WHERE customer_id = 3");
            await(() -> bench.askErp("SELECT note FROM customer WHERE id = 3").equals("flows"));
            run.endsCleanlyOn("TERM");
        }
    }

    /// It has neither the rights nor the place in the publication that the old one had.
    @Test
    void aTableThatWasMadeAnewIsLeftOutUntilItIsPrepared() throws Exception {
        try (DuetProcess run = bench.run()) {
            tables.begin();
            bench.crm("DROP TABLE customer");
            bench.erp("UPDATE customer SET name = 'erp' WHERE id = 1");
            run.awaitText("nothing of it can be followed", 1);
            bench.crm(
                    "CREATE TABLE customer (id int PRIMARY KEY, name varchar(100), note"
                            + " varchar(100), rating int)");

            tables.done("resume", "--entity", "customer");
            run.awaitText("nothing of it can be followed", 2);
            tables.productFlows();
            assertThat(bench.askCrm("SELECT count(*) FROM customer")).isEqualTo("0");

            bench.init();
            tables.done("resume", "--entity", "customer");
            tables.areAlike();
            await(() -> bench.call("status").exitCode() == 0);
            flows();
            run.endsCleanlyOn("TERM");
        }
    }

    private void flows() throws Exception {
        bench.erp("UPDATE customer SET note = 'flows' WHERE id = 1");
        await(() -> bench.askCrm("SELECT note FROM customer WHERE id = 1").equals("flows"));
        bench.crm("UPDATE customer SET name = 'flows' WHERE id = 2");
        await(() -> bench.askErp("SELECT name FROM customer WHERE id = 2").equals("flows"));
        assertThat(bench.askErp("SELECT count(*) FROM duet.parked")).isEqualTo("0");
    }
}
