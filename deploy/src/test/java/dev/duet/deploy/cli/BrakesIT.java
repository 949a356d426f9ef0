package dev.duet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;

/// A brake pauses its direction before what is too much is written, and a person lets it pass.
final class BrakesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final int BUDGET = 100;

    /// More than what is large for the core, and goes to a file.
    private static final int MANY = 25_000;

    @TempDir private static Path folder;
    private static CliBench bench;

    @BeforeAll
    static void prepare() throws Exception {
        bench =
                new CliBench(
                        folder,
                        "{ deletes: { budget: %1$d, percent: 20 }, conflicts: { budget: %1$d } }"
                                .formatted(BUDGET));
    }

    @AfterAll
    static void end() throws Exception {
        bench.close();
    }

    @ParameterizedTest
    @EnumSource
    void manySmallDeletesAreStoppedWhenTheyAreTooMany(Way way) throws Exception {
        int first = 1_000 * (way.ordinal() + 1);
        int count = 300;
        try (DuetProcess run = bench.run()) {
            way.make(bench, first, count);
            await(() -> way.arrived(bench, first, count) == count);

            for (int id = first; id < first + count; id++) {
                way.write(bench, "DELETE FROM {t} WHERE {id} = " + id);
            }

            await(() -> brakeOf(way).equals("deletes"));
            run.awaitText("the brake on deletes pauses the direction", 1);
            assertThat(way.arrived(bench, first, count)).isGreaterThanOrEqualTo(count - BUDGET);
            way.back().make(bench, first + 500, 1);
            await(() -> way.back().arrived(bench, first + 500, 1) == 1);
            Spoken status = bench.call("status");
            assertThat(status.exitCode()).isEqualTo(1);
            assertThat(status.out())
                    .contains(
                            way + ": paused by the brake on deletes",
                            "most of them of customer",
                            "look at what was deleted in " + way.source(),
                            "'duet resume " + way + "' lets as many pass");

            Spoken resume = bench.call("resume", way.toString(), "--allow", "300");

            assertThat(resume.exitCode()).as(resume.all()).isZero();
            await(() -> way.arrived(bench, first, count) == 0);
            assertThat(brakeOf(way)).isEqualTo("no row");
            run.endsCleanlyOn("TERM");
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingOfOneLargeTransactionIsWrittenUntilItMayPass(Way way) throws Exception {
        int first = 100_000 * (way.ordinal() + 1);
        try (DuetProcess run = bench.run()) {
            way.make(bench, first, MANY);
            await(() -> way.arrived(bench, first, MANY) == MANY);

            way.write(
                    bench,
                    "DELETE FROM {t} WHERE {id} BETWEEN %d AND %d"
                            .formatted(first, first + MANY - 1));
            way.make(bench, first + MANY, 1);

            await(() -> brakeOf(way).equals("deletes"));
            run.awaitText("the brake on deletes pauses the direction", 1);
            assertThat(paused(way).at("/counted").asLong()).isEqualTo(MANY);
            way.back().make(bench, first + MANY + 10, 1);
            await(() -> way.back().arrived(bench, first + MANY + 10, 1) == 1);
            assertThat(way.arrived(bench, first, MANY)).isEqualTo(MANY);
            run.signal("KILL");
            run.awaitEnd();
        }
        try (DuetProcess run = bench.run()) {
            run.awaitText("the direction is paused direction=" + way, 1);
            way.back().make(bench, first + MANY + 11, 1);
            await(() -> way.back().arrived(bench, first + MANY + 11, 1) == 1);
            assertThat(way.arrived(bench, first, MANY)).isEqualTo(MANY);

            Spoken resume = bench.call("resume", way.toString());

            assertThat(resume.exitCode()).as(resume.all()).isZero();
            await(() -> way.arrived(bench, first, MANY) == 0);
            await(() -> way.arrived(bench, first + MANY, 1) == 1);
            run.endsCleanlyOn("TERM");
        }
    }

    @Test
    void conflictsAreStoppedToo() throws Exception {
        int first = 50_000;
        int count = 150;
        String update =
                "UPDATE {t} SET {name} = '%s' WHERE {id} BETWEEN "
                        + first
                        + " AND "
                        + (first + count - 1);
        try (DuetProcess run = bench.run()) {
            Way.CRM_TO_ERP.make(bench, first, count);
            await(() -> Way.CRM_TO_ERP.arrived(bench, first, count) == count);
            assertThat(bench.call("pause", "--all").exitCode()).isZero();
            Way.CRM_TO_ERP.write(bench, update.formatted("of crm"));
            Way.ERP_TO_CRM.write(bench, update.formatted("of erp"));

            assertThat(bench.call("resume", "--all").exitCode()).isZero();

            run.awaitText("the brake on conflicts pauses the direction", 1);
            Way way =
                    run.all().contains("nothing of it is written direction=crm→erp")
                            ? Way.CRM_TO_ERP
                            : Way.ERP_TO_CRM;
            await(() -> brakeOf(way).equals("conflicts"));
            assertThat(bench.call("status").out())
                    .contains(
                            "paused by the brake on conflicts",
                            "150 conflicts in",
                            "'duet conflicts list'");
            assertThat(bench.askErp("SELECT count(*) FROM client WHERE client_name = 'of erp'"))
                    .isEqualTo("150");

            // the one that wrote last is crm on both sides: it is listed first
            await(
                    () -> {
                        for (Way each : Way.values()) {
                            if (brakeOf(each).equals("conflicts")) {
                                bench.call("resume", each.toString());
                            }
                        }
                        return bench.askErp(
                                        "SELECT count(*) FROM client WHERE client_name = 'of crm'")
                                .equals("150");
                    });
            assertThat(bench.askCrm("SELECT count(*) FROM customer WHERE full_name = 'of crm'"))
                    .isEqualTo("150");
            run.endsCleanlyOn("TERM");
        }
    }

    /// Which brake has paused it.
    private static String brakeOf(Way way) throws SQLException {
        String sql =
                "SELECT brake FROM duet.control WHERE state = 'paused' AND source = '"
                        + way.source()
                        + "'";
        return way.target().equals("crm") ? bench.askCrm(sql) : bench.askErp(sql);
    }

    private static JsonNode paused(Way way) throws Exception {
        return JSON.readTree(bench.call("status", "--json").out())
                .at("/directions/" + way.ordinal() + "/paused");
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LIMIT).until(condition);
    }
}
