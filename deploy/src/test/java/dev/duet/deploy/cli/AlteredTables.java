package dev.duet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/// Customers and products on both sides: tables that are altered while Duet runs. One thread.
final class AlteredTables {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final String COLLATED = " CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin";

    static final String ENTITIES =
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

    private final CliBench bench;

    AlteredTables(CliBench bench) {
        this.bench = bench;
    }

    static CliBench bench(Path folder) throws SQLException, IOException, InterruptedException {
        String customer =
                "CREATE TABLE customer (id int PRIMARY KEY, name varchar(100), note varchar(100),"
                        + " rating int)";
        String product = "CREATE TABLE product (id int PRIMARY KEY, title varchar(40))";
        return new CliBench(
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

    void begin() throws Exception {
        bench.crm(
                "INSERT INTO customer SELECT g, 'old', 'old', 1 FROM generate_series(1, 6) g",
                "INSERT INTO product SELECT g, 'old' FROM generate_series(1, 6) g");
        areAlike();
        // What a first start reads of the tables, it reads after init and not at it.
        bench.erp("UPDATE product SET title = 'read' WHERE id = 6");
        areAlike();
    }

    void productFlows() throws Exception {
        bench.crm("UPDATE product SET title = 'crm flows' WHERE id = 4");
        bench.erp("UPDATE product SET title = 'erp flows' WHERE id = 5");
        await(() -> bench.askErp("SELECT title FROM product WHERE id = 4").equals("crm flows"));
        await(() -> bench.askCrm("SELECT title FROM product WHERE id = 5").equals("erp flows"));
    }

    /// The file follows the column that was renamed.
    void fitAgain() throws Exception {
        bench.say(ENTITIES.replace("note: note", "note: { crm: note, erp: remark }"));
        bench.init(); // the writer may write mapped columns only
        done("reload");
    }

    /// Ends with 0.
    void done(String... command) throws Exception {
        Spoken said = bench.call(command);
        assertThat(said.exitCode()).as(said.all()).isZero();
    }

    void areAlike() {
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

    /// Waits until what was done by now will not be read again from either log.
    void areForgotten() throws Exception {
        String end = bench.askCrm("SELECT pg_current_wal_lsn()");
        String executed = bench.askErp("SELECT @@GLOBAL.gtid_executed").replace("\n", "");
        await(
                () ->
                        bench.askCrm(
                                        ("SELECT target_resume_position::pg_lsn >= '%s'::pg_lsn"
                                                        + " FROM duet.checkpoint")
                                                .formatted(end))
                                .equals("t"));
        await(
                () ->
                        bench.askErp(
                                        ("SELECT GTID_SUBSET('%s',"
                                             + " substring_index(substring(target_resume_position,"
                                             + " 6), '@', 1)) FROM duet.checkpoint")
                                                .formatted(executed))
                                .equals("1"));
    }

    /// Says what there was in its place.
    static void awaitEquals(String expected, Callable<String> actual) {
        Awaitility.await()
                .atMost(LIMIT)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(actual.call()).isEqualTo(expected));
    }

    static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LIMIT).ignoreExceptions().until(condition);
    }
}
