package dev.duet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/// Tables are altered on both sides while Duet runs: what is not mapped disturbs nothing, and an
/// entity that does not fit its tables any more is paused alone, loses nothing, and goes on once it
/// does.
final class StructureIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final String COLLATED = " CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin";

    private static final String ENTITIES =
            """
            customer:
              tables: { crm: public.customer, erp: customer }
              key: { id: id }
              fields:
                name: name
                note: note
                rating: rating
              on-conflict: latest
            product:
              tables: { crm: public.product, erp: product }
              key: { id: id }
              fields:
                title: title
              on-conflict: latest
            """;

    @TempDir private Path folder;
    private CliBench bench;

    @BeforeEach
    void prepare() throws Exception {
        String customer =
                "CREATE TABLE customer (id int PRIMARY KEY, name varchar(100), note varchar(100),"
                        + " rating int)";
        String product = "CREATE TABLE product (id int PRIMARY KEY, title varchar(40))";
        bench =
                new CliBench(
                        folder,
                        List.of(
                                customer,
                                product + " PARTITION BY RANGE (id)",
                                "CREATE TABLE product_low PARTITION OF product FOR VALUES FROM"
                                        + " (MINVALUE) TO (4)",
                                "CREATE TABLE product_high PARTITION OF product FOR VALUES FROM (4)"
                                        + " TO (MAXVALUE)"),
                        List.of(customer + COLLATED, product + COLLATED),
                        ENTITIES);
    }

    @AfterEach
    void end() throws Exception {
        bench.close();
    }

    @Test
    void whatIsNotMappedDisturbsNothing() throws Exception {
        try (DuetProcess run = bench.run()) {
            begin();

            bench.crm("ALTER TABLE customer ADD COLUMN extra int DEFAULT 7");
            bench.erp("ALTER TABLE customer ADD COLUMN other int FIRST");
            bench.crm("UPDATE customer SET name = 'crm', extra = 8 WHERE id = 1");
            bench.erp("UPDATE customer SET note = 'erp', other = 9 WHERE id = 2");
            areAlike();
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
            areAlike();

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
            begin();

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
            productFlows();
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

            bench.say(ENTITIES.replace("note: note", "note: { crm: note, erp: remark }"));
            grant();
            Spoken reload = bench.call("reload");

            assertThat(reload.exitCode()).as(reload.all()).isZero();
            await(
                    () ->
                            bench.askCrm(
                                            "SELECT string_agg(concat(id, name, note, rating), ' '"
                                                    + " ORDER BY id) FROM customer")
                                    .equals(
                                            "1oldbefore1 2oldafter1 3oldcrm1 4erperp1 6killedold1"
                                                    + " 7newnew7"));
            await(
                    () ->
                            bench.askErp(
                                            "SELECT group_concat(concat(id, name, remark, rating)"
                                                    + " ORDER BY id SEPARATOR ' ') FROM customer")
                                    .equals(
                                            "1oldbefore1 2oldafter1 3oldcrm1 4erperp1 6killedold1"
                                                    + " 7newnew7"));
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
            begin();

            bench.crm("ALTER TABLE customer DROP COLUMN rating");
            bench.erp("UPDATE customer SET rating = 5 WHERE id = 1");

            run.awaitText("an entity is paused, for its table was altered", 1);
            assertThat(run.err()).contains("column rating (integer) was dropped");
            productFlows();
            bench.crm("ALTER TABLE customer ADD COLUMN rating int");
            grant();
            Spoken resume = bench.call("resume", "--entity", "customer");
            assertThat(resume.exitCode()).as(resume.all()).isZero();
            await(() -> bench.askCrm("SELECT rating FROM customer WHERE id = 1").equals("5"));
            await(() -> bench.call("status").exitCode() == 0);
            run.endsCleanlyOn("TERM");
        }
    }

    @Test
    void aColumnOfAnotherTypeGoesOnOrPausesItsEntity() throws Exception {
        try (DuetProcess run = bench.run()) {
            begin();

            bench.erp("ALTER TABLE product MODIFY title varchar(60)");
            bench.erp("UPDATE product SET title = 'longer' WHERE id = 1");
            run.awaitText("the sync begins again with it as it is", 1);
            assertThat(run.err())
                    .contains("ALTER TABLE public.product ALTER COLUMN title TYPE varchar(60);");
            areAlike();

            bench.erp("ALTER TABLE customer MODIFY rating varchar(20)");
            bench.erp("UPDATE customer SET rating = 'good' WHERE id = 1");
            run.awaitText("an entity is paused, for its table was altered", 1);
            assertThat(run.err())
                    .contains(
                            "column rating was int and is varchar(20) now",
                            "ALTER TABLE public.customer ALTER COLUMN rating TYPE varchar(20);");
            productFlows();
            bench.crm("ALTER TABLE customer ALTER COLUMN rating TYPE varchar(20)");
            Spoken resume = bench.call("resume", "--entity", "customer");
            assertThat(resume.exitCode()).as(resume.all()).isZero();
            areAlike();
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

    private void begin() throws Exception {
        bench.crm(
                "INSERT INTO customer SELECT g, 'old', 'old', 1 FROM generate_series(1, 6) g",
                "INSERT INTO product SELECT g, 'old' FROM generate_series(1, 6) g");
        areAlike();
    }

    private void productFlows() throws Exception {
        bench.crm("UPDATE product SET title = 'crm flows' WHERE id = 4");
        bench.erp("UPDATE product SET title = 'erp flows' WHERE id = 5");
        await(() -> bench.askErp("SELECT title FROM product WHERE id = 4").equals("crm flows"));
        await(() -> bench.askCrm("SELECT title FROM product WHERE id = 5").equals("erp flows"));
    }

    /// The writer may write mapped columns only.
    private void grant() throws Exception {
        Spoken init = bench.call("init", "--admin", "crm=postgres", "--admin", "erp=root");
        assertThat(init.exitCode()).as(init.all()).isZero();
    }

    private void areAlike() {
        for (String sql :
                List.of(
                        "SELECT concat(id, name, note, rating) FROM customer WHERE id = %d",
                        "SELECT concat(id, title) FROM product WHERE id = %d")) {
            for (int id = 1; id <= 6; id++) {
                String one = sql.formatted(id);
                await(
                        () ->
                                bench.askCrm(one) != null
                                        && bench.askCrm(one).equals(bench.askErp(one)));
            }
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LIMIT).ignoreExceptions().until(condition);
    }
}
