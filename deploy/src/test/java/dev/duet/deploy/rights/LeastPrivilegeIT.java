package dev.duet.deploy.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duet.deploy.connect.CannotConnect;
import dev.duet.deploy.connect.Connections;
import dev.duet.deploy.support.LivePair;
import dev.duet.schemas.Endpoint;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;

/// With exactly the rights that `init` gives, each role can do its work, and nothing else.
final class LeastPrivilegeIT {
    private static final Set<String> POSTGRES_REFUSALS = Set.of("42501");

    /// On a table, a column, a database, the server, a routine, a trigger.
    private static final Set<Integer> MYSQL_REFUSALS =
            Set.of(1142, 1143, 1044, 1227, 1370, 1410, 1419);

    private static LivePair pair;

    @BeforeAll
    static void start() throws SQLException, IOException {
        pair = LivePair.start();
        pair.init();
        requirePasswords();
        pair.execute(LivePair.CRM, List.of("INSERT INTO customer VALUES (1, 'a'), (2, 'b')"));
        pair.execute(
                LivePair.ERP,
                List.of(
                        "INSERT INTO client VALUES (1, 'a', null), (2, 'b', null)",
                        "ALTER TABLE client ADD batch int"));
    }

    /// The local PostgreSQL takes any password; from here on it takes the one that `init` gave the
    /// roles.
    private static void requirePasswords() throws IOException, SQLException {
        Path rules = pair.databases().postgres().dataFolder().resolve("pg_hba.conf");
        Files.writeString(
                rules,
                "host all duet_reader,duet_writer all scram-sha-256\n" + Files.readString(rules));
        pair.execute(LivePair.CRM, List.of("SELECT pg_reload_conf()", "SELECT pg_sleep(0.3)"));
    }

    @Test
    void aWrongPasswordIsRefused() {
        for (String system : List.of(LivePair.CRM, LivePair.ERP)) {
            Endpoint wrong =
                    pair.endpoints().other(pair.config().system(system), "duet_writer", "wrong");
            try (var connections = new Connections(wrong)) {
                assertThatThrownBy(connections::open)
                        .isInstanceOf(CannotConnect.class)
                        .hasMessageContaining("user or password refused");
            }
        }
    }

    @AfterAll
    static void stop() {
        pair.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // rows, with a default of a sequence that nobody maps
                "INSERT INTO customer (customer_id, full_name) VALUES (10, 'x')",
                "INSERT INTO \"Sales\".\"Order\" OVERRIDING SYSTEM VALUE VALUES (1, 1, 1, 9.5)",
                "UPDATE customer c SET full_name = 'y' FROM (SELECT 10::bigint AS id) n WHERE"
                        + " c.customer_id = n.id",
                "DELETE FROM \"Sales\".\"Order\"",
                "DELETE FROM customer WHERE customer_id = 10",
                "SELECT * FROM customer ORDER BY customer_id FOR UPDATE",
                // marker, lease, fence
                "SELECT * FROM duet.checkpoint WHERE source = 'erp'",
                "UPDATE duet.checkpoint SET counter = counter + 1, written_at ="
                        + " CURRENT_TIMESTAMP(6)",
                "SELECT * FROM duet.lease WHERE name = 'duet' FOR UPDATE",
                "UPDATE duet.lease SET holder = 'x', token = token + 1",
                "SELECT incarnation FROM duet.system",
                // quarantine and audit
                "INSERT INTO duet.quarantine (source, entity, record_key, operation, code, reason,"
                    + " position, transaction) VALUES ('erp', 'e', 'k', 'insert', 'c', 'r', 'p',"
                    + " 't')",
                "UPDATE duet.quarantine SET status = 'discarded', settled_at = now()",
                "INSERT INTO duet.conflict (source, entity, record_key, operation, winner, rule,"
                        + " position, transaction, clock) VALUES ('erp', 'e', 'k', 'insert', 'crm',"
                        + " 'first', 'p', 't', 1)",
                "INSERT INTO duet.conflict_action (conflict_system, conflict_id, entity,"
                        + " record_key, action, reason, acted_by) VALUES ('crm', 1, 'e', 'k',"
                        + " 'reverted', 'r', 'me')",
                "INSERT INTO duet.repair (entity, record_key, rules, reason, repaired_by) VALUES"
                        + " ('e', 'k', 'r', 'r', 'me')",
                "INSERT INTO duet.control (source, turn, state, changed_by, reason) VALUES ('erp',"
                        + " 1, 'paused', 'me', '')",
                "UPDATE duet.control SET obeyed_turn = 1 WHERE source = 'erp'",
                // the second, independent echo mark
                "SELECT pg_logical_emit_message(true, 'duet', 'x')"
            })
    void postgresWriterDoesItsWork(String sql) {
        works(Role.WRITER, LivePair.CRM, sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM ledger",
                "INSERT INTO ledger VALUES (1, 'x')",
                // a column that only this side has
                "UPDATE customer SET internal = 7",
                "UPDATE customer SET full_name = 'x', internal = 7",
                "INSERT INTO customer (customer_id, full_name, internal) VALUES (12, 'x', 7)",
                "DROP TABLE customer",
                "TRUNCATE customer",
                "ALTER TABLE customer ADD x int",
                "CREATE TABLE public.mine (x int)",
                "CREATE SCHEMA mine",
                "CREATE TRIGGER t BEFORE INSERT ON customer FOR EACH ROW EXECUTE FUNCTION"
                        + " suppress_redundant_updates_trigger()",
                "DELETE FROM duet.checkpoint",
                "DELETE FROM duet.quarantine",
                "UPDATE duet.system SET incarnation = 'x'",
                "INSERT INTO duet.lease VALUES ('other', '', 0, now())",
                "ALTER PUBLICATION duet DROP TABLE customer",
                "SELECT pg_drop_replication_slot('duet')",
                "SELECT pg_create_logical_replication_slot('mine', 'pgoutput')",
                "SET session_replication_role = replica",
                "ALTER ROLE duet_writer SUPERUSER",
                "ALTER TABLE customer OWNER TO duet_writer",
                "COPY customer TO '/tmp/x'",
                "SELECT pg_read_file('postgresql.conf')"
            })
    void postgresWriterCanDoNoMore(String sql) {
        refused(Role.WRITER, LivePair.CRM, sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM customer",
                "SELECT * FROM duet.checkpoint",
                "SELECT * FROM duet.quarantine",
                "SELECT * FROM pg_replication_slots",
                "SELECT pg_drop_replication_slot(pg_copy_logical_replication_slot('duet',"
                        + " 'anchor')::text) WHERE false",
                "SELECT slot_name FROM pg_create_logical_replication_slot('extra', 'pgoutput')",
                "SELECT pg_drop_replication_slot('extra')",
                "SELECT pubname FROM pg_publication_tables",
                "SELECT pg_current_wal_lsn(), system_identifier FROM pg_control_system()"
            })
    void postgresReaderDoesItsWork(String sql) {
        works(Role.READER, LivePair.CRM, sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM ledger",
                "INSERT INTO customer (customer_id, full_name) VALUES (11, 'x')",
                "UPDATE customer SET full_name = 'x'",
                "DELETE FROM customer",
                "UPDATE duet.checkpoint SET counter = 0",
                "DROP TABLE customer",
                "CREATE TABLE public.mine (x int)",
                "ALTER ROLE duet_reader SUPERUSER"
            })
    void postgresReaderCanDoNoMore(String sql) {
        refused(Role.READER, LivePair.CRM, sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO client (account_number, client_name) VALUES (10, 'x')",
                "UPDATE client SET client_name = 'y' WHERE account_number = 10",
                "UPDATE (VALUES ROW(10, 'z')) AS v(c0, c1) STRAIGHT_JOIN client AS t ON"
                        + " t.account_number = v.c0 SET t.client_name = v.c1 WHERE t.tel IS NULL",
                "DELETE t FROM (VALUES ROW(99)) AS v(c0) STRAIGHT_JOIN client AS t ON"
                        + " t.account_number = v.c0",
                "SELECT * FROM client FOR UPDATE",
                "DELETE FROM client WHERE account_number = 10",
                "SELECT * FROM duet.checkpoint WHERE source = 'crm'",
                "UPDATE duet.checkpoint SET counter = counter + 1, written_at ="
                        + " CURRENT_TIMESTAMP(6)",
                "SELECT * FROM duet.lease WHERE name = 'duet' FOR UPDATE",
                "UPDATE duet.lease SET holder = 'x', token = token + 1",
                "SELECT incarnation FROM duet.`system`",
                "INSERT INTO duet.quarantine (source, entity, record_key, operation, code, reason,"
                    + " position, transaction) VALUES ('crm', 'e', 'k', 'insert', 'c', 'r', 'p',"
                    + " 't')",
                "UPDATE duet.quarantine SET status = 'discarded', settled_at = now()",
                "INSERT INTO duet.conflict (source, entity, record_key, operation, winner, rule,"
                        + " position, transaction, clock) VALUES ('crm', 'e', 'k', 'insert', 'erp',"
                        + " 'first', 'p', 't', 1)",
                "INSERT INTO duet.conflict_action (conflict_system, conflict_id, entity,"
                        + " record_key, action, reason, acted_by) VALUES ('crm', 1, 'e', 'k',"
                        + " 'reverted', 'r', 'me')",
                "INSERT INTO duet.repair (entity, record_key, rules, reason, repaired_by) VALUES"
                        + " ('e', 'k', 'r', 'r', 'me')",
                "INSERT INTO duet.control (source, turn, state, changed_by, reason) VALUES ('crm',"
                        + " 1, 'paused', 'me', '')",
                "UPDATE duet.control SET obeyed_turn = 1 WHERE source = 'crm'",
                "INSERT INTO duet.schema_history (record) VALUES ('{}')",
                "SELECT record FROM duet.schema_history ORDER BY id",
                "DELETE FROM duet.schema_history"
            })
    void mysqlWriterDoesItsWork(String sql) {
        works(Role.WRITER, LivePair.ERP, sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM ledger",
                "INSERT INTO ledger VALUES (1, 'x')",
                // a column that only this side has
                "UPDATE client SET batch = 7",
                "UPDATE client SET client_name = 'x', batch = 7",
                "INSERT INTO client (account_number, client_name, batch) VALUES (12, 'x', 7)",
                "INSERT INTO client (account_number, client_name) VALUES (1, 'x') ON DUPLICATE KEY"
                        + " UPDATE batch = 7",
                "DROP TABLE client",
                "TRUNCATE client",
                "ALTER TABLE client ADD x int",
                "CREATE TABLE mine (x int)",
                "CREATE DATABASE mine",
                "CREATE TRIGGER t BEFORE INSERT ON client FOR EACH ROW SET new.tel = 'x'",
                "DELETE FROM duet.checkpoint",
                "UPDATE duet.`system` SET incarnation = 'x'",
                "INSERT INTO duet.lease VALUES ('other', '', 0, now())",
                "SHOW BINARY LOG STATUS",
                "SET GLOBAL read_only = ON",
                "SET SESSION sql_log_bin = OFF",
                "PURGE BINARY LOGS BEFORE now()",
                "FLUSH TABLES",
                "GRANT SELECT ON erp.client TO duet_reader",
                "SELECT * FROM mysql.user"
            })
    void mysqlWriterCanDoNoMore(String sql) {
        refused(Role.WRITER, LivePair.ERP, sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM client",
                "SHOW CREATE TABLE client",
                "SHOW BINARY LOG STATUS",
                "SHOW BINARY LOGS",
                "SHOW REPLICAS",
                "SELECT @@GLOBAL.gtid_executed, @@GLOBAL.gtid_purged",
                "SELECT * FROM duet.checkpoint",
                "SELECT * FROM duet.schema_history"
            })
    void mysqlReaderDoesItsWork(String sql) {
        works(Role.READER, LivePair.ERP, sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM ledger",
                "INSERT INTO client VALUES (11, 'x', null)",
                "DELETE FROM client",
                "UPDATE duet.checkpoint SET counter = 0",
                "LOCK TABLES client READ",
                "FLUSH TABLES WITH READ LOCK",
                "DROP TABLE client",
                "SET GLOBAL read_only = ON"
            })
    void mysqlReaderCanDoNoMore(String sql) {
        refused(Role.READER, LivePair.ERP, sql);
    }

    private static void works(Role role, String system, String sql) {
        assertThatCode(() -> run(role, system, sql)).doesNotThrowAnyException();
    }

    private static void refused(Role role, String system, String sql) {
        assertThatThrownBy(() -> run(role, system, sql))
                .isInstanceOf(SQLException.class)
                .satisfies(
                        failure -> {
                            SQLException refusal = (SQLException) failure;
                            boolean right =
                                    POSTGRES_REFUSALS.contains(refusal.getSQLState())
                                            || MYSQL_REFUSALS.contains(refusal.getErrorCode());
                            assertThat(right).as(refusal.toString()).isTrue();
                        });
    }

    private static void run(Role role, String system, String sql) throws SQLException {
        Endpoint endpoint =
                role == Role.READER
                        ? pair.endpoints().reader(pair.config().system(system))
                        : pair.endpoints().writer(pair.config().system(system));
        try (var connections = new Connections(endpoint);
                Connection connection = connections.open();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
