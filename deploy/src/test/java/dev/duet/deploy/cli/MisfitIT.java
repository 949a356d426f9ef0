package dev.duet.deploy.cli;

import static dev.duet.deploy.cli.AlteredTables.await;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

/// While one entity does not fit its tables, what people do by hand goes on for all others: they
/// are compared, let go, loaded, replayed and reverted.
final class MisfitIT {
    @TempDir private Path folder;
    private CliBench bench;
    private AlteredTables tables;

    @BeforeEach
    void prepare() throws Exception {
        bench = AlteredTables.bench(folder);
        tables = new AlteredTables(bench);
    }

    @AfterEach
    void end() throws Exception {
        bench.close();
    }

    @Test
    void othersAreLookedAfterBesideAnEntityThatDoesNotFit() throws Exception {
        bench.erp(
                "ALTER TABLE customer ADD CHECK (name <> 'refused')",
                "ALTER TABLE product ADD CONSTRAINT not_yet CHECK (title <> 'refused')");
        try (DuetProcess run = bench.run()) {
            tables.begin();
            run.endsCleanlyOn("TERM");
        }
        bench.crm(
                "UPDATE customer SET name = 'of crm' WHERE id = 1",
                "UPDATE product SET title = 'of crm' WHERE id = 1");
        bench.erp(
                "UPDATE customer SET name = 'of erp' WHERE id = 1",
                "UPDATE product SET title = 'of erp' WHERE id = 1");
        try (DuetProcess run = bench.run()) {
            tables.areAlike();
            bench.crm(
                    "INSERT INTO customer VALUES (8, 'refused', 'new', 1)",
                    "INSERT INTO product VALUES (8, 'refused')");
            await(() -> bench.askErp("SELECT count(*) FROM duet.quarantine").equals("2"));
            bench.erp(
                    "ALTER TABLE customer RENAME COLUMN note TO remark",
                    "UPDATE customer SET remark = 'after' WHERE id = 2");
            run.awaitText("an entity is paused, for its table was altered", 1);
            tables.productFlows();

            comparesTheOther();
            letsTheOtherGo();
            loadsAndReplaysTheOther();
            revertsTheOther();

            tables.fitAgain();
            await(() -> bench.askCrm("SELECT note FROM customer WHERE id = 2").equals("after"));
            Spoken compare = bench.call("compare");
            assertThat(compare.out()).doesNotContain("left out").contains("1 of them held");
            run.endsCleanlyOn("TERM");
        }
    }

    private void comparesTheOther() throws Exception {
        bench.erp(
                "SET sql_log_bin = 0",
                "UPDATE product SET title = 'drifted' WHERE id = 2",
                "SET sql_log_bin = 1");

        Spoken compare = bench.call("compare", "--html", folder.resolve("all.html").toString());
        assertThat(compare.exitCode()).as(compare.all()).isEqualTo(1);
        assertThat(compare.out())
                .contains(
                        "customer was left out, for it does not fit its tables",
                        "has no column 'note'",
                        "entities.customer.fields.note.erp: remark",
                        "then 'duet reload'",
                        "drifted",
                        "2 differ of 7 records, 1 of them held");
        assertThat(Files.readString(folder.resolve("all.html"))).contains("customer was left out");
        Spoken json = bench.call("compare", "--json");
        JsonNode all = new ObjectMapper().readTree(json.out());
        assertThat(all.at("/complete").asBoolean()).as(json.all()).isFalse();
        assertThat(all.at("/leftOut/0/entity").asText()).isEqualTo("customer");
        assertThat(all.at("/entities/0/entity").asText()).isEqualTo("product");
        assertThat(all.at("/differing").asInt()).isEqualTo(2);
        doesNotFit(bench.call("compare", "--entity", "customer"));

        Spoken repair =
                bench.call("compare", "--repair", "--yes", "--prefer", "crm", "--reason", "drift");
        assertThat(repair.exitCode()).as(repair.all()).isEqualTo(1);
        assertThat(bench.askErp("SELECT title FROM product WHERE id = 2")).isEqualTo("old");
    }

    private void letsTheOtherGo() throws Exception {
        bench.erp("ALTER TABLE product DROP CONSTRAINT not_yet");
        Spoken edit =
                bench.call(
                        "quarantine",
                        "edit",
                        "erp:" + held("customer"),
                        "--set",
                        "name=Ann",
                        "--reason",
                        "a test");
        doesNotFit(edit);

        Spoken retry = bench.call("quarantine", "retry", "--all");

        assertThat(retry.exitCode()).as(retry.all()).isEqualTo(1);
        assertThat(retry.out())
                .contains("1 released, 1 still held", "customer does not fit its tables");
        await(() -> bench.askErp("SELECT title FROM product WHERE id = 8").equals("refused"));
        assertThat(bench.call("quarantine", "list").out()).contains("customer");
        Spoken equal = bench.call("compare", "--entity", "product");
        assertThat(equal.exitCode()).as(equal.all()).isZero();
    }

    private void loadsAndReplaysTheOther() throws Exception {
        Spoken load = bench.call("load", "--from", "crm");
        assertThat(load.exitCode()).as(load.all()).isEqualTo(1);
        assertThat(load.out()).contains("customer was left out", "product", "no difference");
        assertThat(bench.call("load", "--from", "crm", "--entity", "product").exitCode()).isZero();
        doesNotFit(bench.call("load", "--from", "crm", "--entity", "customer"));

        Spoken replay = bench.call("replay", "--from", "1h", "--direction", "erp→crm", "--dry-run");
        assertThat(replay.exitCode()).as(replay.all()).isEqualTo(1);
        assertThat(replay.out()).contains("records of product", "customer was left out");
        doesNotFit(
                bench.call(
                        "replay",
                        "--from",
                        "1h",
                        "--direction",
                        "erp→crm",
                        "--dry-run",
                        "--entity",
                        "customer"));
    }

    private void revertsTheOther() throws Exception {
        String lost =
                bench.askCrm("SELECT title FROM product WHERE id = 1").equals("of crm")
                        ? "of erp"
                        : "of crm";
        doesNotFit(revert("customer"));

        Spoken revert = revert("product");

        assertThat(revert.exitCode()).as(revert.all()).isZero();
        await(() -> bench.askCrm("SELECT title FROM product WHERE id = 1").equals(lost));
        await(() -> bench.askErp("SELECT title FROM product WHERE id = 1").equals(lost));
    }

    private Spoken revert(String entity) throws Exception {
        Spoken list = bench.call("conflicts", "list", "--entity", entity, "--json");
        String id = new ObjectMapper().readTree(list.out()).at("/0/id").asText();
        return bench.call("conflicts", "revert", id, "--reason", "a test");
    }

    private String held(String entity) throws Exception {
        return bench.askErp("SELECT id FROM duet.quarantine WHERE entity = '" + entity + "'");
    }

    private static void doesNotFit(Spoken refused) {
        assertThat(refused.exitCode()).as(refused.all()).isEqualTo(4);
        assertThat(refused.err())
                .contains(
                        "customer does not fit its tables",
                        "remark stands in its place",
                        "mend the file, then 'duet reload'")
                .doesNotContain("\tat ");
    }
}
