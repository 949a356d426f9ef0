package dev.duet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.duet.deploy.types.PairCase;
import dev.duet.deploy.types.PairCases;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Every pair of types, with all that goes through it, is equal for `duet compare` once it has been
/// carried over: what is read from the tables is what both sides can hold.
final class CompareTypesIT {
    private static final int ERP_FROM = 1_000;
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir private static Path folder;

    @Test
    void everyTypeIsEqualOnceItWasCarriedOver() throws Exception {
        List<PairCase> pairs = PairCases.all();
        List<String> crm = new ArrayList<>();
        crm.add("CREATE EXTENSION hstore");
        crm.add("CREATE EXTENSION citext");
        crm.add("CREATE TYPE mood AS ENUM ('sad', 'ok', 'it''s \"so\", \\fine', '')");
        List<String> erp = new ArrayList<>();
        var entities = new StringBuilder();
        for (int i = 0; i < pairs.size(); i++) {
            String head = "CREATE TABLE t" + i + " (id int PRIMARY KEY, v ";
            crm.add(head + pairs.get(i).postgresDeclared() + ")");
            erp.add(head + pairs.get(i).mysql() + ")");
            entities.append(
                    "t%1$d: { tables: { crm: t%1$d, erp: t%1$d }, key: { id: id }, fields: { v: v } }\n"
                            .formatted(i));
        }
        try (CliBench bench = new CliBench(folder, crm, erp, entities.toString())) {
            bench.run("--skip-check");
            for (int i = 0; i < pairs.size(); i++) {
                bench.crm("INSERT INTO t" + i + " VALUES (0, NULL)");
                bench.erp("INSERT INTO t" + i + " VALUES (" + (ERP_FROM - 1) + ", NULL)");
                for (int v = 0; v < pairs.get(i).postgresValues().size(); v++) {
                    bench.crm(insert(i, v + 1, pairs.get(i).postgresValues().get(v)));
                }
                for (int v = 0; v < pairs.get(i).mysqlValues().size(); v++) {
                    bench.erp(insert(i, v + ERP_FROM, pairs.get(i).mysqlValues().get(v)));
                }
            }
            // What comes while it compares is equal in the end, and not counted.
            long rows = 0;
            for (int i = 0; i < pairs.size(); i++) {
                PairCase pair = pairs.get(i);
                int all = 2 + pair.postgresValues().size() + pair.mysqlValues().size();
                String count = "SELECT count(*) = " + all + " FROM t" + i;
                await().atMost(LIMIT)
                        .until(
                                () ->
                                        bench.askCrm(count).equals("t")
                                                && bench.askErp(count).equals("1"));
                rows += all;
            }

            Spoken compare = bench.call("compare", "--json");

            assertThat(compare.exitCode()).as(compare.all()).isZero();
            JsonNode found = new ObjectMapper().readTree(compare.out());
            assertThat(found.path("equal").asBoolean()).isTrue();
            assertThat(found.path("changing").asLong()).isZero();
            assertThat(sum(found, "crm")).isEqualTo(rows);
            assertThat(sum(found, "erp")).isEqualTo(rows);
        }
    }

    private static String insert(int table, int id, String value) {
        return "INSERT INTO t" + table + " VALUES (" + id + ", " + value + ")";
    }

    private static long sum(JsonNode found, String system) {
        long sum = 0;
        for (JsonNode entity : found.path("entities")) {
            sum += entity.path("records").path(system).asLong();
        }
        return sum;
    }
}
