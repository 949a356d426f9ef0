package dev.duet.deploy.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duet.deploy.connect.Connections;
import dev.duet.deploy.init.InitReport.Line;
import dev.duet.deploy.init.InitReport.State;
import dev.duet.deploy.sql.SqlLiteral;
import dev.duet.deploy.support.LivePair;
import dev.duet.schemas.BinlogPosition;
import dev.duet.schemas.Lsn;
import dev.duet.schemas.Position;
import dev.duet.schemas.config.DatabaseKind;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;

/// `init` over both real databases, from nothing to a start that is refused when it was tampered
/// with.
@TestMethodOrder(OrderAnnotation.class)
final class InitIT {
    private static LivePair pair;

    @BeforeAll
    static void start() throws SQLException {
        pair = LivePair.start();
    }

    @AfterAll
    static void stop() {
        pair.close();
    }

    @Test
    @Order(1)
    void printedScriptMakesAllThatNeedsADba() throws SQLException {
        // Given the script with its placeholders filled in
        String postgres = withPasswords(DatabaseKind.POSTGRES, Script.postgres(pair.config()));
        String mysql = withPasswords(DatabaseKind.MYSQL, Script.mysql(pair.config()));
        // When a DBA runs it
        pair.execute(LivePair.CRM, statements(postgres));
        pair.execute(LivePair.ERP, statements(mysql));
        // Then init needs no DBA: only the default of a column that nobody maps needs one right
        // more
        assertThatThrownBy(() -> pair.init(Map.of()))
                .isInstanceOf(CannotInitialise.class)
                .extracting(refused -> ((CannotInitialise) refused).mend())
                .asString()
                .contains(
                        "GRANT USAGE ON SEQUENCE \"public\".\"customer_internal_seq\" TO"
                                + " \"duet_writer\";");
        pair.execute(
                LivePair.CRM,
                List.of("GRANT USAGE ON SEQUENCE customer_internal_seq TO duet_writer"));
        List<Line> lines = pair.init(Map.of());
        assertThat(lines.stream().filter(line -> line.state() == State.CREATED).map(Line::what))
                .containsExactly("slot duet", "checkpoint of erp", "checkpoint of crm");
    }

    @Test
    @Order(2)
    void firstCheckpointsNameEachOthersLog() throws SQLException {
        String sql =
                "SELECT position, source_resume_position, target_resume_position, source_clean,"
                        + " target_clean, incarnation FROM duet.checkpoint";
        List<String> crm = row(LivePair.CRM, sql);
        List<String> erp = row(LivePair.ERP, sql);
        assertThat(Position.parse(crm.get(0))).isInstanceOf(BinlogPosition.class);
        assertThat(Position.parse(erp.get(0))).isInstanceOf(Lsn.class);
        assertThat(crm.subList(0, 5))
                .containsExactly(crm.get(0), crm.get(0), erp.get(0), crm.get(0), erp.get(0));
        assertThat(erp.subList(0, 5))
                .containsExactly(erp.get(0), erp.get(0), crm.get(0), erp.get(0), crm.get(0));
        assertThat(crm.get(5))
                .hasSize(32)
                .isEqualTo(row(LivePair.ERP, "SELECT incarnation FROM duet.system").getFirst());
        assertThat(erp.get(5))
                .isEqualTo(row(LivePair.CRM, "SELECT incarnation FROM duet.system").getFirst());
    }

    @Test
    @Order(3)
    void secondRunChangesNothing() throws SQLException {
        List<String> before = row(LivePair.CRM, "SELECT xmin FROM duet.checkpoint");
        List<Line> lines = pair.init();
        assertThat(lines).isNotEmpty().allMatch(line -> line.state() == State.EXISTS);
        assertThat(row(LivePair.CRM, "SELECT xmin FROM duet.checkpoint")).isEqualTo(before);
    }

    @Test
    @Order(4)
    void whatIsMissingIsMadeAgain() throws SQLException {
        pair.execute(
                LivePair.CRM,
                List.of(
                        "ALTER PUBLICATION duet DROP TABLE \"Sales\".\"Order\"",
                        "REVOKE UPDATE ON customer FROM duet_writer"));
        pair.execute(LivePair.ERP, List.of("REVOKE REPLICATION CLIENT ON *.* FROM duet_reader"));
        List<Line> lines = pair.init();
        assertThat(lines.stream().filter(line -> line.state() == State.CREATED).map(Line::what))
                .containsExactlyInAnyOrder(
                        "table Sales.Order in publication duet",
                        "right of duet_writer: INSERT (\"customer_id\", \"full_name\", \"phone\"),"
                                + " UPDATE (\"customer_id\", \"full_name\", \"phone\") on TABLE"
                                + " \"public\".\"customer\"",
                        "right of duet_reader: REPLICATION SLAVE, REPLICATION CLIENT on *.*");
    }

    @Test
    @Order(4)
    void aMissingColumnIsNamedBeforeAnythingIsDone() throws SQLException {
        pair.execute(LivePair.ERP, List.of("ALTER TABLE client RENAME COLUMN tel TO telephone"));
        assertRefused(() -> pair.init(), "erp: erp.client.tel");
        pair.execute(LivePair.ERP, List.of("ALTER TABLE client RENAME COLUMN telephone TO tel"));
        assertThat(pair.init()).allMatch(line -> line.state() == State.EXISTS);
    }

    @Test
    @Order(5)
    void aPeerWithAnotherIncarnationIsRefused() throws SQLException {
        List<String> nonce = row(LivePair.ERP, "SELECT incarnation FROM duet.system");
        pair.execute(LivePair.ERP, List.of("UPDATE duet.system SET incarnation = 'other'"));
        assertRefused(() -> pair.init(), "rebuilt or replaced");
        pair.execute(
                LivePair.ERP,
                List.of("UPDATE duet.system SET incarnation = '" + nonce.getFirst() + "'"));
        pair.init();
    }

    @Test
    @Order(6)
    void anotherNameIsRefused() throws SQLException {
        pair.execute(LivePair.CRM, List.of("UPDATE duet.system SET name = 'sales'"));
        assertRefused(() -> pair.init(), "under the name 'sales'");
        pair.execute(LivePair.CRM, List.of("UPDATE duet.system SET name = 'crm'"));
    }

    @Test
    @Order(7)
    void anAdvancedSlotIsRefused() throws SQLException {
        pair.execute(
                LivePair.CRM,
                List.of(
                        "INSERT INTO customer VALUES (1, 'somebody')",
                        "SELECT pg_replication_slot_advance('duet', pg_current_wal_lsn())"));
        assertRefused(() -> pair.init(), "must be read again");
    }

    @Test
    @Order(8)
    void aSlotWithoutCheckpointIsRefusedAndTheMendBeginsAgain() throws SQLException {
        pair.execute(LivePair.ERP, List.of("DELETE FROM duet.checkpoint"));
        assertRefused(() -> pair.init(), "checkpoint in erp: missing");
        // When what the refusal says is run
        pair.execute(
                LivePair.CRM,
                List.of(
                        "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE"
                                + " slot_name = 'duet'",
                        "DELETE FROM duet.checkpoint"));
        List<Line> lines = pair.init();
        // Then only the start is made anew
        assertThat(lines.stream().filter(line -> line.state() == State.CREATED).map(Line::what))
                .containsExactly("slot duet", "checkpoint of erp", "checkpoint of crm");
    }

    @Test
    @Order(9)
    void missingTablesAreNamed() {
        String text = LivePair.file(pair.databases()).replace("erp: client }", "erp: clients }");
        var init = new Init(LivePair.read(text), pair.endpoints(), pair.admins(), line -> {});
        assertRefused(init::run, "erp: erp.clients");
    }

    @Test
    @Order(10)
    void twoAtOnceAreRefused() throws SQLException {
        try (var connections = new Connections(pair.endpoints().writer(pair.config().postgres()));
                Connection other = connections.open()) {
            Lock.take(other, Init.LOCK, LivePair.CRM);
            assertRefused(() -> pair.init(), "another 'duet init'");
        }
    }

    private static void assertRefused(ThrowingCallable init, String why) {
        assertThatThrownBy(init)
                .isInstanceOf(CannotInitialise.class)
                .hasMessageContaining(why)
                .extracting(refused -> ((CannotInitialise) refused).mend())
                .asString()
                .isNotBlank();
    }

    private static String withPasswords(DatabaseKind kind, String script) {
        return script.replaceAll(
                "'<password of the \\w+>'",
                Matcher.quoteReplacement(SqlLiteral.of(kind, LivePair.PASSWORD)));
    }

    private static List<String> statements(String script) {
        String sql =
                String.join("\n", script.lines().filter(line -> !line.startsWith("--")).toList());
        return Arrays.stream(sql.split(";\n"))
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .toList();
    }

    private static List<String> row(String system, String sql) throws SQLException {
        try (Connection connection = pair.server(system).connect(system);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            String[] values = new String[rows.getMetaData().getColumnCount()];
            for (int i = 0; i < values.length; i++) {
                values[i] = rows.getString(i + 1);
            }
            return Arrays.asList(values);
        }
    }
}
