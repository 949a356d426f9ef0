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
import java.time.Duration;
import java.util.concurrent.Callable;

/// A direction is paused and resumed by command, while it runs and over restarts, and the other one
/// goes on.
final class PauseIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir private static Path folder;
    private static CliBench bench;

    @BeforeAll
    static void prepare() throws Exception {
        bench = new CliBench(folder);
    }

    @AfterAll
    static void end() throws Exception {
        bench.close();
    }

    @ParameterizedTest
    @EnumSource
    void aPausedDirectionWritesNothingAndTheOtherGoesOn(Way way) throws Exception {
        int first = 1_000 * (way.ordinal() + 1);
        try (DuetProcess run = bench.run()) {
            way.make(bench, first, 1);
            await(() -> way.arrived(bench, first, 1) == 1);

            Spoken pause = bench.call("pause", way.with("->"), "--reason", "an import");

            assertThat(pause.exitCode()).as(pause.all()).isZero();
            assertThat(pause.out())
                    .contains(way + ": paused; what was under way is committed, nothing more");
            run.awaitText("the direction is paused direction=" + way, 1);
            way.make(bench, first + 1, 5);
            way.back().make(bench, first + 100, 1);
            await(() -> way.back().arrived(bench, first + 100, 1) == 1);
            assertThat(way.arrived(bench, first + 1, 5)).isZero();
            isShown(way, "an import");
            assertThat(bench.call("pause", way.toString()).out()).contains("already paused");
            run.endsCleanlyOn("TERM");
        }
        try (DuetProcess run = bench.run()) {
            run.awaitText("the direction is paused direction=" + way, 1);
            way.write(bench, "UPDATE {t} SET note = 'later' WHERE {id} = " + first);
            way.back().make(bench, first + 101, 1);
            await(() -> way.back().arrived(bench, first + 101, 1) == 1);
            // the other side's change of a record that the paused side has changed: they meet later
            way.back().write(bench, "UPDATE {t} SET {name} = 'theirs' WHERE {id} = " + first);
            await(() -> row(way.source(), first).equals("theirs|later"));
            assertThat(way.arrived(bench, first + 1, 5)).isZero();
            assertThat(row(way.target(), first)).isEqualTo("theirs|-");
            isShown(way, "an import");

            Spoken resume = bench.call("resume", way.with(":"), "--json");

            assertThat(resume.exitCode()).as(resume.all()).isZero();
            JsonNode told = JSON.readTree(resume.out()).get(0);
            assertThat(told.at("/state").asText()).isEqualTo("running");
            assertThat(told.at("/obeyed").asBoolean()).isTrue();
            await(() -> way.arrived(bench, first + 1, 5) == 5);
            await(() -> row(way.target(), first).equals("theirs|later"));
            assertThat(bench.call("status").exitCode()).isZero();
            run.endsCleanlyOn("TERM");
        }
    }

    @Test
    void withoutAnInstanceTheNextOneObeys() throws Exception {
        Spoken pause = bench.call("pause", "--all");
        assertThat(pause.exitCode()).as(pause.all()).isZero();
        assertThat(pause.out()).contains("crm→erp: paused; 'duet run' is not at work");
        try (DuetProcess run = bench.run()) {
            for (Way way : Way.values()) {
                way.make(bench, 5_000 + way.ordinal(), 1);
            }
            run.awaitText("the direction is paused", 2);
            run.endsCleanlyOn("TERM");
        }
        for (Way way : Way.values()) {
            assertThat(way.arrived(bench, 5_000 + way.ordinal(), 1)).isZero();
        }
        Spoken resume = bench.call("resume", "--all");
        assertThat(resume.exitCode()).as(resume.all()).isZero();
        try (DuetProcess run = bench.run()) {
            for (Way way : Way.values()) {
                await(() -> way.arrived(bench, 5_000 + way.ordinal(), 1) == 1);
            }
            run.endsCleanlyOn("TERM");
        }
    }

    @Test
    void wrongUseIsSaid() throws Exception {
        Spoken nothing = bench.call("pause");
        assertThat(nothing.exitCode()).isEqualTo(2);
        assertThat(nothing.err()).contains("Say which direction, such as crm→erp, or --all");

        Spoken both = bench.call("resume", "crm→erp", "--all");
        assertThat(both.exitCode()).isEqualTo(2);

        Spoken unknown = bench.call("pause", "crm→crm");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("There is no direction 'crm→crm': there are crm→erp");

        Spoken negative = bench.call("resume", "crm→erp", "--allow", "-1");
        assertThat(negative.exitCode()).isEqualTo(2);
        assertThat(bench.call("resume", "crm-erp").out()).contains("crm→erp: already running");
    }

    private static void isShown(Way way, String reason) throws Exception {
        Spoken text = bench.call("status");
        assertThat(text.exitCode()).as(text.all()).isEqualTo(1);
        assertThat(text.out())
                .contains("PAUSED", reason, "'duet resume " + way + "' when it may go on")
                .containsPattern("clocks: (crm|erp) is \\d+ ms ahead of (crm|erp) \\(± \\d+ ms\\)");
        JsonNode json = JSON.readTree(bench.call("status", "--json").out());
        JsonNode paused = json.at("/directions/" + way.ordinal());
        assertThat(paused.at("/state").asText()).isEqualTo("PAUSED");
        assertThat(paused.at("/paused/reason").asText()).isEqualTo(reason);
        assertThat(paused.at("/paused/by").asText()).contains("@");
        assertThat(paused.at("/paused/brake").isNull()).isTrue();
        // its heartbeats go on
        assertThat(paused.at("/checkpointMillisAgo").asLong()).isLessThan(20_000);
        assertThat(json.at("/directions/" + way.back().ordinal() + "/state").asText())
                .isEqualTo("RUNNING");
        // both servers run on this machine, so their clocks are one
        assertThat(Math.abs(json.at("/clocks/secondAheadMillis").asLong())).isLessThan(1_000);
        assertThat(json.at("/clocks/tooFarApart").asBoolean()).isFalse();
    }

    private static String row(String system, int id) throws Exception {
        return system.equals("crm")
                ? bench.askCrm(
                        "SELECT full_name || '|' || COALESCE(note, '-') FROM customer WHERE"
                                + " customer_id = "
                                + id)
                : bench.askErp(
                        "SELECT CONCAT(client_name, '|', COALESCE(note, '-')) FROM client WHERE"
                                + " account = "
                                + id);
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LIMIT).until(condition);
    }
}
