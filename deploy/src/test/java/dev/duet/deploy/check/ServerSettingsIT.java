package dev.duet.deploy.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duet.deploy.check.mysql.MysqlCode;
import dev.duet.deploy.check.postgres.PostgresCode;
import dev.duet.deploy.check.schema.SchemaCode;
import dev.duet.deploy.support.LivePair;
import dev.duet.schemas.config.DuetConfig;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Findings that need another start of a server, another file, or nobody's help.
final class ServerSettingsIT {
    private static LivePair pair;

    @BeforeAll
    static void start() throws SQLException {
        pair = LivePair.start();
        pair.init();
    }

    @AfterAll
    static void stop() {
        pair.close();
    }

    /// The local server takes these from its command line, so the mends are held to what the server
    /// makes of its file.
    @Test
    void weakPostgresSettingsAreFoundAndTheirMendsAreUnderstood() throws SQLException {
        pair.execute(
                LivePair.CRM,
                List.of(
                        "SELECT pg_drop_replication_slot('duet')",
                        "ALTER DATABASE crm SET timezone = 'Pacific/Chatham'"));
        pair.databases()
                .postgres()
                .restart(
                        Map.of(
                                "wal_level", "replica",
                                "max_replication_slots", "0",
                                "max_wal_senders", "0",
                                "wal_sender_timeout", "0",
                                "fsync", "off",
                                "full_page_writes", "off",
                                "synchronous_commit", "off"));
        try {
            List<Finding> found = pair.check();
            assertThat(codes(found))
                    .contains(
                            PostgresCode.WAL_LEVEL,
                            PostgresCode.NO_FREE_SLOT,
                            PostgresCode.NO_FREE_SENDER,
                            PostgresCode.SENDER_TIMEOUT,
                            PostgresCode.FSYNC,
                            PostgresCode.FULL_PAGE_WRITES,
                            PostgresCode.SYNCHRONOUS_COMMIT,
                            PostgresCode.TIME_ZONE);
            for (Finding finding : found) {
                pair.execute(finding.system(), finding.mend().sql());
            }
            assertThat(
                            strings(
                                    "SELECT name FROM pg_file_settings WHERE error <> 'setting"
                                            + " could not be applied'"))
                    .isEmpty();
            assertThat(
                            strings(
                                    "SELECT name FROM pg_file_settings WHERE sourcefile LIKE"
                                            + " '%auto.conf'"))
                    .contains("wal_level", "max_replication_slots", "max_wal_senders", "fsync");
        } finally {
            pair.execute(
                    LivePair.CRM,
                    List.of("ALTER SYSTEM RESET ALL", "ALTER DATABASE crm RESET timezone"));
            pair.databases().postgres().restart();
            beginAgain();
        }
        assertThat(pair.check()).allMatch(finding -> finding.severity() == Severity.INFO);
    }

    @Test
    void mysqlLogFiltersAreFound() throws SQLException {
        pair.databases()
                .mysql()
                .restart(Map.of("binlog-ignore-db", "erp", "log-replica-updates", "OFF"));
        try {
            assertThat(codes(pair.check()))
                    .contains(MysqlCode.BINLOG_FILTER, MysqlCode.REPLICA_UPDATES);
        } finally {
            pair.databases().mysql().restart();
        }
    }

    @Test
    void cascadesBelowTheLogAreFoundUnlessTheOtherSideHasThemToo() throws SQLException {
        pair.databases().mysql().restart(Map.of("innodb-native-foreign-keys", "ON"));
        try {
            assertThat(codes(pair.check())).doesNotContain(MysqlCode.CASCADE);
            pair.execute(LivePair.ERP, reference("ON DELETE CASCADE"));
            List<Finding> found =
                    pair.check().stream()
                            .filter(finding -> finding.code() == MysqlCode.CASCADE)
                            .toList();
            assertThat(found).hasSize(1);
            pair.execute(LivePair.ERP, found.getFirst().mend().sql());
            assertThat(codes(pair.check())).doesNotContain(MysqlCode.CASCADE);
            // The same action on both sides does the same on both.
            pair.execute(LivePair.ERP, reference("ON DELETE CASCADE"));
            pair.execute(
                    LivePair.CRM,
                    List.of(
                            "ALTER TABLE \"Sales\".\"Order\" DROP CONSTRAINT"
                                    + " \"Order_customer_fkey\"",
                            "ALTER TABLE \"Sales\".\"Order\" ADD FOREIGN KEY (customer) REFERENCES"
                                    + " customer ON DELETE CASCADE"));
            assertThat(codes(pair.check()))
                    .doesNotContain(MysqlCode.CASCADE, SchemaCode.FOREIGN_KEY_ACTIONS);
        } finally {
            pair.execute(LivePair.ERP, reference(""));
            pair.execute(
                    LivePair.CRM,
                    List.of(
                            "ALTER TABLE \"Sales\".\"Order\" DROP CONSTRAINT"
                                    + " \"Order_customer_fkey\"",
                            "ALTER TABLE \"Sales\".\"Order\" ADD FOREIGN KEY (customer) REFERENCES"
                                    + " customer"));
            pair.databases().mysql().restart();
        }
    }

    @Test
    void publicationThatHidesPartitionsIsFound() throws SQLException {
        pair.execute(
                LivePair.CRM,
                List.of(
                        "CREATE TABLE parted (id bigint PRIMARY KEY, name varchar(100)) PARTITION"
                                + " BY RANGE (id)",
                        "CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (9)",
                        "ALTER TABLE parted REPLICA IDENTITY FULL",
                        "ALTER PUBLICATION duet ADD TABLE parted",
                        "ALTER PUBLICATION duet SET (publish_via_partition_root = false)"));
        try {
            DuetConfig config =
                    changed("public.customer, erp: client", "public.parted, erp: client");
            List<Finding> found = pair.check(config);
            assertThat(codes(found))
                    .contains(PostgresCode.PARTITION_ROOT)
                    .doesNotContain(PostgresCode.NOT_PUBLISHED);
            assertThat(found)
                    .filteredOn(finding -> finding.code() == PostgresCode.REPLICA_IDENTITY)
                    .extracting(Finding::subject)
                    .containsExactly("public.parted_1");
        } finally {
            pair.execute(
                    LivePair.CRM,
                    List.of(
                            "DROP TABLE parted",
                            "ALTER PUBLICATION duet SET (publish_via_partition_root = true)"));
        }
    }

    @Test
    void aMissingPublicationAndAClashingServerIdAreFound() throws SQLException {
        DuetConfig config =
                LivePair.read(
                        LivePair.file(pair.databases())
                                .replace(
                                        "database: crm\n", "database: crm\n    publication: none\n")
                                .replace(
                                        "database: erp\n",
                                        "database: erp\n    server-id: "
                                                + pair.databases().mysql().port()
                                                + "\n"));
        assertThat(codes(pair.check(config)))
                .contains(PostgresCode.PUBLICATION_MISSING, MysqlCode.SERVER_ID);
    }

    @Test
    void aDatabaseThatIsNotUtf8IsFound() throws SQLException {
        pair.execute(
                LivePair.CRM,
                List.of("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0"));
        DuetConfig config = changed("database: crm\n", "database: latin\n");
        List<Finding> found = pair.check(config);
        assertThat(codes(found))
                .contains(
                        PostgresCode.ENCODING,
                        PostgresCode.PUBLICATION_MISSING,
                        PostgresCode.SLOT_FOREIGN,
                        SchemaCode.TABLE_MISSING,
                        DuetCode.NOT_INITIALISED);
    }

    @Test
    void withoutAnAdminMysqlTriggersAreSaidToBeUnseen() throws SQLException {
        List<Finding> found = new Check(pair.config(), pair.endpoints(), Map.of()).run();
        assertThat(codes(found)).contains(MysqlCode.TRIGGERS_UNSEEN);
        assertThat(found).allMatch(finding -> finding.severity() == Severity.INFO);
    }

    @Test
    void bothUnreachableDatabasesAreNamed() {
        DuetConfig config =
                LivePair.read(LivePair.file(pair.databases()).replaceAll("port: \\d+", "port: 1"));
        assertThatThrownBy(() -> pair.check(config))
                .isInstanceOf(CannotReach.class)
                .hasMessageContaining("crm (PostgreSQL at")
                .hasMessageContaining("erp (MySQL at")
                .hasMessageContaining("connection refused")
                .hasMessageNotContaining("s3cret");
    }

    private static DuetConfig changed(String from, String to) {
        return LivePair.read(LivePair.file(pair.databases()).replace(from, to));
    }

    private static List<String> reference(String actions) {
        return List.of(
                "ALTER TABLE order_line DROP FOREIGN KEY of_client",
                "ALTER TABLE order_line ADD CONSTRAINT of_client FOREIGN KEY (account)"
                        + " REFERENCES client (account_number) "
                        + actions);
    }

    private static void beginAgain() throws SQLException {
        pair.execute(LivePair.CRM, List.of("DELETE FROM duet.checkpoint"));
        pair.execute(LivePair.ERP, List.of("DELETE FROM duet.checkpoint"));
        pair.init();
    }

    private static List<FindingCode> codes(List<Finding> findings) {
        return findings.stream().map(Finding::code).toList();
    }

    private static List<String> strings(String sql) throws SQLException {
        var strings = new ArrayList<String>();
        try (Connection connection = pair.server(LivePair.CRM).connect(LivePair.CRM);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
        }
        return strings;
    }
}
