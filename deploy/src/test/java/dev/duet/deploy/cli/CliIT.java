package dev.duet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// The commands against both databases. The last tests break the pair, so order matters.
@TestMethodOrder(OrderAnnotation.class)
final class CliIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir static Path folder;
    private static CliBench bench;

    @BeforeAll
    static void prepare() throws Exception {
        bench = new CliBench(folder);
    }

    @AfterAll
    static void end() throws Exception {
        bench.close();
    }

    @Test
    @Order(1)
    void runEndsCleanlyOnEitherSignalAndStatusFollows() throws Exception {
        try (DuetProcess run = bench.run()) {
            bench.crm("INSERT INTO customer VALUES (1, 'Ada', NULL)");
            await().atMost(LIMIT)
                    .until(() -> bench.askErp("SELECT count(*) FROM client").equals("1"));

            Spoken status = bench.call("status", "--json");
            assertThat(status.exitCode()).as(status.all()).isZero();
            JsonNode running = JSON.readTree(status.out());
            assertThat(running.at("/instance/live").asBoolean()).isTrue();
            assertThat(running.at("/directions/0/state").asText()).isEqualTo("RUNNING");
            assertThat(running.at("/directions/1/state").asText()).isEqualTo("RUNNING");
            assertThat(running.at("/directions/0/slotActive").asBoolean()).isTrue();
            assertThat(running.at("/directions/0/lagMillis").asLong()).isLessThan(20_000);

            run.endsCleanlyOn("TERM");
        }
        JsonNode stopped = JSON.readTree(bench.call("status", "--json").out());
        assertThat(stopped.at("/instance/live").asBoolean()).isFalse();
        assertThat(stopped.at("/directions/0/state").asText()).isEqualTo("STOPPED");
        try (DuetProcess run = bench.run()) {
            run.endsCleanlyOn("INT");
        }
    }

    @Test
    @Order(2)
    void statusIsATableForPeopleWithoutColourInAPipe() throws Exception {
        Spoken status = bench.call("status");

        assertThat(status.exitCode()).isZero();
        assertThat(status.out())
                .contains("not running", "crm→erp", "erp→crm", "STOPPED", "log headroom")
                .doesNotContain("\u001b[");
    }

    @Test
    @Order(3)
    void positionShowsBothWays() throws Exception {
        Spoken text = bench.call("position", "show");
        JsonNode json = JSON.readTree(bench.call("position", "show", "--json").out());

        assertThat(text.out()).contains("applied", "read again", "acknowledged", "oldest", "end");
        assertThat(json.at("/0/direction").asText()).isEqualTo("crm→erp");
        assertThat(json.at("/0/acknowledged").asText()).contains("/");
        assertThat(json.at("/1/applied").asText()).startsWith("gtid:");
        assertThat(json.at("/1/acknowledged").isNull()).isTrue();
    }

    @Test
    @Order(5)
    void heldChangesAreAppliedInOrderOnceTheCauseIsMended() throws Exception {
        try (DuetProcess run = bench.run()) {
            bench.crm(
                    "INSERT INTO customer VALUES (10, 'A name too long', NULL)",
                    "UPDATE customer SET note = 'later' WHERE customer_id = 10",
                    "INSERT INTO customer VALUES (11, 'short', NULL)");
            await().atMost(LIMIT)
                    .until(() -> bench.askErp("SELECT count(*) FROM client").equals("2"));

            Spoken list = bench.call("quarantine", "list", "--json");
            assertThat(list.exitCode()).as(list.all()).isEqualTo(1);
            JsonNode held = JSON.readTree(list.out());
            assertThat(held.size()).isEqualTo(2);
            String first = held.at("/0/id").asText();
            assertThat(first).startsWith("erp:");
            assertThat(held.at("/1/code").asText()).isEqualTo("FOLLOWS");
            assertThat(bench.call("status").exitCode()).isEqualTo(1);
            assertThat(bench.call("quarantine", "show", first).out()).contains("A name too long");

            Spoken tooEarly = bench.call("quarantine", "retry", "--all");
            assertThat(tooEarly.exitCode()).as(tooEarly.all()).isEqualTo(1);
            assertThat(tooEarly.out()).contains("still held", "longer than 10", "0 released");

            bench.erp("ALTER TABLE client MODIFY client_name varchar(100)");
            run.endsCleanlyOn("TERM");
        }
        try (DuetProcess run = bench.run()) {
            String first = "erp:1";
            Spoken retry = bench.call("quarantine", "retry", first);
            assertThat(retry.exitCode()).as(retry.all()).isZero();
            assertThat(retry.out()).contains("2 released, 0 still held");
            assertThat(
                            bench.askErp(
                                    "SELECT concat(client_name, note) FROM client WHERE account ="
                                            + " 10"))
                    .isEqualTo("A name too longlater");
            assertThat(bench.call("quarantine", "list").exitCode()).isZero();

            // What retry wrote is no echo, and the instance goes on above its marker.
            bench.crm("INSERT INTO customer VALUES (12, 'after', NULL)");
            await().atMost(LIMIT)
                    .until(
                            () ->
                                    bench.askErp("SELECT count(*) FROM client WHERE account = 12")
                                            .equals("1"));
            assertThat(bench.askCrm("SELECT count(*) FROM duet.conflict")).isEqualTo("0");
            assertThat(bench.askErp("SELECT count(*) FROM duet.conflict")).isEqualTo("0");
            run.endsCleanlyOn("TERM");
        } finally {
            bench.erp("ALTER TABLE client MODIFY client_name varchar(100)");
        }
    }

    @Test
    @Order(6)
    void discardSaysWhoAndWhyAndTheOtherSidesRowStands() throws Exception {
        bench.erp("ALTER TABLE client ADD CONSTRAINT no_bob CHECK (client_name <> 'Bob')");
        try (DuetProcess run = bench.run()) {
            bench.crm("INSERT INTO customer VALUES (20, 'Bob', NULL)");
            await().atMost(LIMIT)
                    .until(
                            () ->
                                    bench.askErp(
                                                    "SELECT count(*) FROM duet.quarantine WHERE"
                                                            + " status = 'held'")
                                            .equals("1"));
            run.endsCleanlyOn("TERM");
        }
        assertThat(bench.call("quarantine", "discard", "--all").exitCode()).isEqualTo(2);

        Spoken discard =
                bench.call("quarantine", "discard", "--all", "--reason", "not wanted there");

        assertThat(discard.exitCode()).as(discard.all()).isEqualTo(1);
        assertThat(discard.out()).contains("asked", "when it runs", "1 asked for");
        assertThat(bench.askCrm("SELECT count(*) FROM customer WHERE customer_id = 20"))
                .isEqualTo("1");
        try (DuetProcess run = bench.run()) {
            await().atMost(LIMIT)
                    .until(
                            () ->
                                    bench.askCrm(
                                                    "SELECT count(*) FROM customer WHERE"
                                                            + " customer_id = 20")
                                            .equals("0"));
            await().atMost(LIMIT)
                    .untilAsserted(
                            () ->
                                    assertThat(
                                                    bench.askErp(
                                                            "SELECT max(settled_by) FROM"
                                                                    + " duet.quarantine WHERE"
                                                                    + " status = 'discarded'"))
                                            .contains("@", "not wanted there"));
            run.endsCleanlyOn("TERM");
        }
        assertThat(bench.call("quarantine", "list").exitCode()).isZero();
        Spoken unknown = bench.call("quarantine", "show", "erp:999");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("nothing is held under erp:999");
    }

    @Test
    @Order(7)
    void noPasswordIsLoggedAtAnyLevel() throws Exception {
        try (DuetProcess run =
                bench.run(
                        Map.of("DUET_LOG_LEVEL", "TRACE", "DUET_LIBRARY_LOG_LEVEL", "TRACE"),
                        "--report-every",
                        "1")) {
            bench.crm("INSERT INTO customer VALUES (30, 'Eve', NULL)");
            run.awaitText("carried over direction=crm→erp", 1);
            run.endsCleanlyOn("TERM");
            assertThat(run.err()).contains("TRACE");
        }
        for (DuetProcess process : bench.processes()) {
            assertThat(process.all()).doesNotContain(CliBench.PASSWORDS);
        }
    }

    @Test
    @Order(8)
    void wrongUseAndWrongConfigurationAreTwo() throws Exception {
        Files.writeString(folder.resolve("wrong.yaml"), "systems: { crm: { typ: postgres } }");

        Spoken wrong = bench.callWith("wrong.yaml", "run");

        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("wrong.yaml:1").doesNotContain("\tat ");
        assertThat(bench.callWith("none.yaml", "status").exitCode()).isEqualTo(2);
        assertThat(bench.call("run", "--nonsense").exitCode()).isEqualTo(2);
        assertThat(bench.call("quarantine").exitCode()).isEqualTo(2);
        for (String command : new String[] {"run", "status", "position", "quarantine", "demo"}) {
            Spoken help = bench.call(command, "--help");
            assertThat(help.exitCode()).isZero();
            assertThat(help.out()).contains("Example");
        }
    }

    @Test
    @Order(9)
    void databaseThatIsDownIsWaitedForUnlessAskedToFail() throws Exception {
        bench.databases().mysql().stop();
        Spoken status = bench.call("status");
        assertThat(status.exitCode()).as(status.all()).isEqualTo(3);
        assertThat(status.err()).contains("cannot connect to erp").doesNotContain("\tat ");
        assertThat(bench.call("run", "--fail-fast").exitCode()).isEqualTo(3);

        try (DuetProcess run = bench.start("duet.yaml", Map.of(), "run")) {
            run.awaitText("a database cannot be reached, trying again", 1);
            bench.databases().mysql().restart();
            run.awaitText("reading on direction=", 2);
            bench.crm("INSERT INTO customer VALUES (40, 'late', NULL)");
            await().atMost(LIMIT)
                    .until(
                            () ->
                                    bench.askErp("SELECT count(*) FROM client WHERE account = 40")
                                            .equals("1"));
            run.endsCleanlyOn("TERM");
        }
    }

    @Test
    @Order(10)
    void instanceThatWasOvertakenEndsWithFour() throws Exception {
        try (DuetProcess run = bench.run()) {
            String overtake =
                    "UPDATE duet.checkpoint SET fencing_token = fencing_token + 1, counter ="
                            + " counter + 1";
            bench.crm(overtake, "UPDATE duet.lease SET token = token + 1");
            bench.erp(overtake, "UPDATE duet.lease SET token = token + 1");

            run.awaitEnd();

            assertThat(run.exitCode()).as(run.all()).isEqualTo(4);
            assertThat(run.err()).contains("another instance").doesNotContain("\tat ");
        }
    }

    @Test
    @Order(11)
    void lostLogStopsItsDirectionAndLeavesTheOtherAlone() throws Exception {
        await().atMost(LIMIT)
                .ignoreExceptions()
                .until(
                        () ->
                                bench.askCrm(
                                                "SELECT pg_drop_replication_slot(slot_name)::text"
                                                        + " FROM pg_replication_slots")
                                        != null);

        Spoken status = bench.call("status", "--json");
        assertThat(status.exitCode()).as(status.all()).isEqualTo(1);
        JsonNode lost = JSON.readTree(status.out());
        assertThat(lost.at("/directions/0/state").asText()).isEqualTo("NEEDS_RESYNC");
        assertThat(lost.at("/directions/0/explanation").asText()).contains("does not exist");
        assertThat(lost.at("/directions/1/state").asText()).isNotEqualTo("NEEDS_RESYNC");

        try (DuetProcess run = bench.start("duet.yaml", Map.of(), "run")) {
            run.awaitText("NEEDS_RESYNC direction=crm→erp", 1);
            run.awaitText("reading on direction=erp→crm", 1);
            bench.erp("INSERT INTO client VALUES (50, 'still', NULL)");
            await().atMost(LIMIT)
                    .until(
                            () ->
                                    bench.askCrm(
                                                    "SELECT count(*) FROM customer WHERE"
                                                            + " customer_id = 50")
                                            .equals("1"));
            assertThat(bench.askCrm("SELECT count(*) FROM pg_replication_slots")).isEqualTo("0");
            run.endsCleanlyOn("TERM");
        }
    }

    @Test
    @Order(12)
    void runWithoutAnyDirectionEndsWithFour() throws Exception {
        bench.erp("RESET BINARY LOGS AND GTIDS");

        Spoken run = bench.call("run");

        assertThat(run.exitCode()).as(run.all()).isEqualTo(4);
        assertThat(run.err())
                .contains("NEEDS_RESYNC direction=crm→erp", "NEEDS_RESYNC direction=erp→crm")
                .contains("no direction can go on");
    }

    @Test
    @Order(13)
    void runIsRefusedWhileCheckFindsAnError() throws Exception {
        bench.crm("ALTER TABLE customer REPLICA IDENTITY DEFAULT");

        Spoken run = bench.call("run");

        assertThat(run.exitCode()).as(run.all()).isEqualTo(4);
        assertThat(run.err()).contains("PG036", "'duet check' finds 1 error");
    }
}
