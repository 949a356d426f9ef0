package dev.duet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;

/// Values that the file has no rule for wait in quarantine until it has one.
final class MappingIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final String ENTITIES =
            """
            ticket:
              tables: { crm: ticket, erp: ticket }
              key: { id: id }
              fields:
                state: { crm: state, erp: state, values: { %s } }
                owed: { crm: owed, erp: owed, convert: { currency: NZD%s } }
            """;

    @TempDir private static Path folder;
    private static CliBench bench;

    @BeforeAll
    static void prepare() throws Exception {
        bench =
                new CliBench(
                        folder,
                        "CREATE TABLE ticket (id int PRIMARY KEY, state text, owed numeric(10,3),"
                                + " made date)",
                        "CREATE TABLE ticket (id int PRIMARY KEY, state char(1), owed int)",
                        ENTITIES.formatted("open: O", ""));
    }

    @AfterAll
    static void end() throws Exception {
        bench.close();
    }

    @Test
    void aRefusedValueIsHeldAndGoesOverOnceTheFileIsMended() throws Exception {
        try (DuetProcess run = bench.run()) {
            bench.crm(
                    "INSERT INTO ticket VALUES (1, 'open', 1.50)",
                    "INSERT INTO ticket VALUES (2, 'waiting', 2.00)",
                    "INSERT INTO ticket VALUES (3, 'open', 3.005)");
            bench.erp("INSERT INTO ticket VALUES (10, 'O', 999), (11, 'W', 5)");
            await(() -> bench.askErp(erp(1)).equals("O|150"));
            await(() -> bench.askCrm(crm(10)).equals("open|9.990"));
            await(() -> held("erp").equals("2") && held("crm").equals("1"));

            Spoken list = bench.call("quarantine", "list");
            assertThat(list.exitCode()).isEqualTo(1);
            assertThat(list.out())
                    .contains(
                            "state in crm (text) that 'values' lacks",
                            "more digits than the other side has")
                    .contains("state in erp (char(1)) that 'values' lacks");
            Spoken early = bench.call("quarantine", "retry", "--all");
            assertThat(early.out()).contains("3 still held");
            run.endsCleanlyOn("TERM");
        }
        bench.say(ENTITIES.formatted("open: O, waiting: W", ", rounding: half-even"));
        try (DuetProcess run = bench.run()) {
            bench.crm("UPDATE ticket SET owed = 2.25 WHERE id = 2");

            Spoken retry = bench.call("quarantine", "retry", "--all");

            assertThat(retry.exitCode()).as(retry.all()).isZero();
            await(() -> bench.askErp(erp(2)).equals("W|225"));
            await(() -> bench.askErp(erp(3)).equals("O|300"));
            await(() -> bench.askCrm(crm(11)).equals("waiting|0.050"));
            await(() -> bench.call("quarantine", "list").exitCode() == 0);
            assertThat(bench.askCrm(crm(3))).isEqualTo("open|3.005");
            run.endsCleanlyOn("TERM");
        }
    }

    @Test
    void aHeldRecordIsCorrectedAndGoesOver() throws Exception {
        bench.say(ENTITIES.formatted("open: O", ""));
        try (DuetProcess run = bench.run()) {
            bench.crm("INSERT INTO ticket VALUES (20, 'opne', 1.50)");
            bench.erp("INSERT INTO ticket VALUES (21, 'Q', 5)");
            String id =
                    "SELECT id FROM duet.quarantine WHERE record_key = '%d' AND status = 'held'";
            await(() -> !bench.askErp(id.formatted(20)).equals("no row"));
            await(() -> !bench.askCrm(id.formatted(21)).equals("no row"));
            String inErp = "erp:" + bench.askErp(id.formatted(20));
            String inCrm = "crm:" + bench.askCrm(id.formatted(21));

            Spoken lost =
                    bench.call("quarantine", "edit", inErp, "--set", "stat=open", "--reason", "x");
            assertThat(lost.exitCode()).isEqualTo(2);
            assertThat(lost.all()).contains("'stat' is no field that can be set; say one of state");
            Spoken again =
                    bench.call("quarantine", "edit", inErp, "--set", "state=on", "--reason", "x");
            assertThat(again.exitCode()).isEqualTo(1);
            assertThat(bench.askCrm(crm(20))).isEqualTo("opne|1.500");

            Spoken edit =
                    bench.call(
                            "quarantine", "edit", inErp, "--set", "state=open", "--reason", "typo");
            assertThat(edit.exitCode()).as(edit.all()).isZero();
            await(() -> bench.askErp(erp(20)).equals("O|150"));
            assertThat(bench.askCrm(crm(20))).isEqualTo("open|1.500");
            assertThat(
                            bench.askErp(
                                    "SELECT settled_by FROM duet.quarantine WHERE record_key ="
                                            + " '20'"))
                    .endsWith(": typo");
            Spoken other =
                    bench.call(
                            "quarantine", "edit", inCrm, "--set", "state=open", "--reason", "typo");
            assertThat(other.exitCode()).as(other.all()).isZero();
            await(() -> bench.askCrm(crm(21)).equals("open|0.050"));
            assertThat(bench.askErp(erp(21))).isEqualTo("O|5");
            assertThat(bench.call("quarantine", "retry", "--rule", "CANNOT_MAP").exitCode())
                    .isZero();
            run.endsCleanlyOn("TERM");
        }
    }

    @Test
    void checkSaysWhichLineDeclaresAColumnThatOneSideHas() throws Exception {
        Spoken check = bench.call("check", "--admin", "crm=postgres", "--admin", "erp=root");

        assertThat(check.out()).contains("SC019", "only-in: { crm: [made] }");
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LIMIT).until(condition);
    }

    private static String crm(int id) {
        return "SELECT state || '|' || owed FROM ticket WHERE id = " + id;
    }

    private static String erp(int id) {
        return "SELECT concat(state, '|', owed) FROM ticket WHERE id = " + id;
    }

    private static String held(String system) throws Exception {
        String sql = "SELECT count(*) FROM duet.quarantine WHERE status = 'held'";
        return system.equals("crm") ? bench.askCrm(sql) : bench.askErp(sql);
    }
}
