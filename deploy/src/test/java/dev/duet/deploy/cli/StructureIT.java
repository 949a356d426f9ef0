package dev.duet.deploy.cli;

import static dev.duet.deploy.cli.AlteredTables.await;
import static dev.duet.deploy.cli.AlteredTables.awaitEquals;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/// Tables are altered on both sides while Duet runs: what is not mapped disturbs nothing, and an
/// entity that does not fit its tables any more is paused alone, loses nothing, and goes on once it
/// does.
final class StructureIT {
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
    void whatIsNotMappedDisturbsNothing() throws Exception {
        try (DuetProcess run = bench.run()) {
            tables.begin();

            bench.crm("ALTER TABLE customer ADD COLUMN extra int DEFAULT 7");
            bench.erp("ALTER TABLE customer ADD COLUMN other int FIRST");
            bench.crm("UPDATE customer SET name = 'crm', extra = 8 WHERE id = 1");
            bench.erp("UPDATE customer SET note = 'erp', other = 9 WHERE id = 2");
            tables.areAlike();
            bench.crm("ALTER TABLE customer RENAME COLUMN extra TO surplus");
            bench.erp("ALTER TABLE customer DROP COLUMN other");
            swapProduct();
            bench.crm("UPDATE customer SET name = 'crm again' WHERE id = 1");
            bench.erp("UPDATE customer SET note = 'erp again' WHERE id = 2");
            bench.erp("UPDATE product SET title = 'swapped' WHERE id = 2");
            bench.crm(
                    "ALTER TABLE product ADD COLUMN size int",
                    "UPDATE product SET title = 'into the new one', size = 1 WHERE id = 3",
                    "UPDATE product SET title = 'of the high part', size = 2 WHERE id = 6");
            tables.areAlike();

            run.awaitText("column extra \\(integer\\) was added", 1);
            assertThat(run.err()).contains("ADD COLUMN extra int").doesNotContain("is paused");
            assertThat(bench.call("status").exitCode()).isZero();
            run.endsCleanlyOn("TERM");
        }
    }

    /// As gh-ost and pt-online-schema-change do it.
    private void swapProduct() throws Exception {
        bench.erp(
                "CREATE TABLE _product_gho LIKE product",
                "ALTER TABLE _product_gho ADD COLUMN weight int AFTER id",
                "INSERT INTO _product_gho (id, title) SELECT id, title FROM product",
                "RENAME TABLE product TO _product_del, _product_gho TO product");
    }

    @Test
    void anEntityIsPausedAloneAndGoesOnUnderTheFileThatFits() throws Exception {
        try (DuetProcess run = bench.run()) {
            tables.begin();

            bench.erp(
                    "UPDATE customer SET note = 'before' WHERE id = 1",
                    "ALTER TABLE customer RENAME COLUMN note TO remark",
                    "UPDATE customer SET remark = 'after' WHERE id = 2");
            run.awaitText("an entity is paused, for its table was altered", 1);
            assertThat(run.err())
                    .contains(
                            "column note (varchar(100)) is gone, and remark stands in its place",
                            "entities.customer.fields.note.erp: remark");
            bench.crm("UPDATE customer SET note = 'crm' WHERE id = 3");
            bench.erp("UPDATE customer SET name = 'erp', remark = 'erp' WHERE id = 4");
            bench.crm("DELETE FROM customer WHERE id = 5");
            tables.productFlows();
            Spoken status = bench.call("status");
            assertThat(status.exitCode()).as(status.all()).isEqualTo(1);
            assertThat(status.out()).contains("customer: PAUSED", "remark");
            await(() -> isParked(5));
            run.signal("KILL");
            run.awaitEnd();
        }
        try (DuetProcess run = bench.run()) {
            bench.crm("UPDATE customer SET name = 'killed' WHERE id = 6");
            bench.erp("INSERT INTO customer VALUES (7, 'new', 'new', 7)");
            await(() -> isParked(6));
            assertThat(bench.askErp("SELECT count(*) FROM customer WHERE id = 5")).isEqualTo("1");

            tables.fitAgain();
            String all = "1oldbefore1 2oldafter1 3oldcrm1 4erperp1 6killedold1 7newnew7";
            awaitEquals(
                    all,
                    () ->
                            bench.askCrm(
                                    "SELECT string_agg(concat(id, name, note, rating), ' ' ORDER BY"
                                            + " id) FROM customer"));
            awaitEquals(
                    all,
                    () ->
                            bench.askErp(
                                    "SELECT group_concat(concat(id, name, remark, rating) ORDER BY"
                                            + " id SEPARATOR ' ') FROM customer"));
            await(() -> bench.call("status").exitCode() == 0);
            bench.erp("UPDATE customer SET remark = 'flows' WHERE id = 1");
            await(() -> bench.askCrm("SELECT note FROM customer WHERE id = 1").equals("flows"));
            assertThat(bench.askErp("SELECT count(*) FROM duet.parked")).isEqualTo("0");
            run.endsCleanlyOn("TERM");
        }
    }

    @Test
    void aColumnThatTheOtherSideCannotWriteAnyMoreComesBack() throws Exception {
        try (DuetProcess run = bench.run()) {
            tables.begin();

            bench.crm("ALTER TABLE customer DROP COLUMN rating");
            bench.erp("UPDATE customer SET rating = 5 WHERE id = 1");

            run.awaitText("an entity is paused, for its table was altered", 1);
            assertThat(run.err()).contains("column rating (integer) was dropped");
            tables.productFlows();
            bench.crm("ALTER TABLE customer ADD COLUMN rating int");
            bench.init(); // the writer may write mapped columns only
            tables.done("resume", "--entity", "customer");
            await(() -> bench.askCrm("SELECT rating FROM customer WHERE id = 1").equals("5"));
            await(() -> bench.call("status").exitCode() == 0);
            run.endsCleanlyOn("TERM");
        }
    }

    @Test
    void aColumnOfAnotherTypeGoesOnOrPausesItsEntity() throws Exception {
        try (DuetProcess run = bench.run()) {
            tables.begin();

            bench.erp("ALTER TABLE product MODIFY title varchar(60)");
            bench.erp("UPDATE product SET title = 'longer' WHERE id = 1");
            run.awaitText("the sync begins again with it as it is", 1);
            assertThat(run.err())
                    .contains("ALTER TABLE public.product ALTER COLUMN title TYPE varchar(60);");
            tables.areAlike();

            bench.erp("ALTER TABLE customer MODIFY rating varchar(20)");
            bench.erp("UPDATE customer SET rating = 'good' WHERE id = 1");
            run.awaitText("an entity is paused, for its table was altered", 1);
            assertThat(run.err())
                    .contains(
                            "column rating was int and is varchar(20) now",
                            "ALTER TABLE public.customer ALTER COLUMN rating TYPE varchar(20);");
            tables.productFlows();
            bench.crm("ALTER TABLE customer ALTER COLUMN rating TYPE varchar(20)");
            tables.done("resume", "--entity", "customer");
            tables.areAlike();
            await(() -> bench.call("status").exitCode() == 0);
            run.endsCleanlyOn("TERM");
        }
    }

    @Test
    void whatWasAlteredWhileNothingRanPausesItsEntityAtTheStart() throws Exception {
        try (DuetProcess run = bench.run()) {
            tables.begin();
            await(() -> bench.askCrm("SELECT in_force FROM duet.reload").contains("customer"));
            run.endsCleanlyOn("TERM");
        }
        bench.crm("UPDATE customer SET note = 'crm' WHERE id = 1");
        bench.erp(
                "UPDATE customer SET note = 'before' WHERE id = 2",
                "ALTER TABLE customer RENAME COLUMN note TO remark",
                "UPDATE customer SET remark = 'after' WHERE id = 3");
        bench.say(AlteredTables.ENTITIES.replace("name: name", "name: nothing"));
        Spoken wrong = bench.process("duet.yaml", "run");
        assertThat(wrong.exitCode()).as(wrong.all()).isEqualTo(4);
        assertThat(wrong.err()).contains("not started: 'duet check' finds");
        assertThat(bench.askCrm("SELECT count(*) FROM duet.pause")).isEqualTo("0");

        bench.say(AlteredTables.ENTITIES);
        try (DuetProcess run = bench.run()) {
            run.awaitText("an entity is paused, for its tables do not fit the file", 1);
            assertThat(run.err())
                    .contains("has no column 'note'", "mend the file, then 'duet reload'");
            tables.productFlows();
            Spoken status = bench.call("status");
            assertThat(status.exitCode()).as(status.all()).isEqualTo(1);
            assertThat(status.out()).contains("customer: PAUSED", "has no column 'note'");

            tables.fitAgain();
            String notes = "SELECT %s FROM customer WHERE id = %d";
            for (int id = 1; id <= 3; id++) {
                String note = List.of("crm", "before", "after").get(id - 1);
                String inCrm = notes.formatted("note", id);
                String inErp = notes.formatted("remark", id);
                await(() -> bench.askCrm(inCrm).equals(note) && bench.askErp(inErp).equals(note));
            }
            await(() -> bench.call("status").exitCode() == 0);
            run.endsCleanlyOn("TERM");
        }
    }

    /// Of what clients of crm have changed.
    private boolean isParked(int id) throws Exception {
        return bench.askErp(
                        "SELECT count(*) FROM duet.parked WHERE source = 'crm' AND record_key ="
                                + " '[\"%d\"]'".formatted(id))
                .equals("1");
    }
}
