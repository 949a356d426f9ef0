package dev.duet.deploy.check;

import dev.duet.deploy.check.mysql.MysqlCode;
import dev.duet.deploy.check.postgres.PostgresCode;

import java.util.List;
import java.util.stream.Stream;

/// The ways to break each database alone, in the order of the codes.
final class Cases {
    private Cases() {}

    static List<Case> all() {
        return Stream.of(postgresLog(), postgresRights(), mysqlServer(), mysqlRights(), duet())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Case> postgresLog() {
        return List.of(
                Case.of(PostgresCode.SLOT_KEEPS_LITTLE)
                        .crm(
                                "ALTER SYSTEM SET max_slot_wal_keep_size = '1GB'",
                                "SELECT pg_reload_conf(), pg_sleep(0.2)")
                        .undoCrm(
                                "ALTER SYSTEM RESET max_slot_wal_keep_size",
                                "SELECT pg_reload_conf()"),
                Case.of(PostgresCode.IDLE_SLOT_TIMEOUT)
                        .crm(
                                "ALTER SYSTEM SET idle_replication_slot_timeout = '1d'",
                                "SELECT pg_reload_conf(), pg_sleep(0.2)")
                        .undoCrm(
                                "ALTER SYSTEM RESET idle_replication_slot_timeout",
                                "SELECT pg_reload_conf()"),
                Case.of(PostgresCode.TIME_ZONE)
                        .crm("ALTER DATABASE crm SET timezone = 'Pacific/Chatham'")
                        .undoCrm("ALTER DATABASE crm RESET timezone"),
                Case.of(PostgresCode.STANDBY)
                        .crm(
                                "ALTER SYSTEM SET default_transaction_read_only = on",
                                "SELECT pg_reload_conf(), pg_sleep(0.2)")
                        .undoCrm(
                                "SET default_transaction_read_only = off",
                                "ALTER SYSTEM RESET default_transaction_read_only",
                                "SELECT pg_reload_conf()"),
                Case.of(PostgresCode.NOT_PUBLISHED)
                        .crm("ALTER PUBLICATION duet DROP TABLE \"Sales\".\"Order\""),
                Case.of(PostgresCode.PUBLISHED_UNMAPPED)
                        .crm("ALTER PUBLICATION duet ADD TABLE ledger"),
                Case.of(PostgresCode.OPERATIONS)
                        .crm("ALTER PUBLICATION duet SET (publish = 'insert, update')"),
                Case.of(PostgresCode.ROW_FILTER)
                        .crm(
                                "ALTER PUBLICATION duet DROP TABLE customer",
                                "ALTER PUBLICATION duet ADD TABLE customer WHERE (customer_id >"
                                        + " 5)"),
                Case.of(PostgresCode.COLUMN_LIST)
                        .crm(
                                "ALTER PUBLICATION duet DROP TABLE customer",
                                "ALTER PUBLICATION duet ADD TABLE customer (customer_id,"
                                        + " full_name)"),
                Case.of(PostgresCode.SLOT_MISSING)
                        .crm("SELECT pg_drop_replication_slot('duet')")
                        .andBeginAgain(),
                Case.of(PostgresCode.SLOT_FOREIGN)
                        .crm(
                                "SELECT pg_drop_replication_slot('duet')",
                                "SELECT pg_create_physical_replication_slot('duet')")
                        .andBeginAgain(),
                Case.of(PostgresCode.SLOT_LOST)
                        .crm(
                                "ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'",
                                "SELECT pg_reload_conf(), pg_sleep(0.2)",
                                "SELECT pg_switch_wal()",
                                "CREATE TABLE filler AS SELECT 1 AS x",
                                "SELECT pg_switch_wal()",
                                "INSERT INTO filler VALUES (2)",
                                "SELECT pg_switch_wal()",
                                "CHECKPOINT")
                        .undoCrm(
                                "DROP TABLE filler",
                                "ALTER SYSTEM RESET max_slot_wal_keep_size",
                                "SELECT pg_reload_conf(), pg_sleep(0.2)")
                        .andBeginAgain(),
                Case.of(PostgresCode.SLOT_AHEAD)
                        .crm(
                                "INSERT INTO ledger VALUES (1, 'x')",
                                "SELECT pg_replication_slot_advance('duet', pg_current_wal_lsn())")
                        .undoCrm("DELETE FROM ledger")
                        .andBeginAgain(),
                Case.of(PostgresCode.REPLICA_IDENTITY)
                        .crm("ALTER TABLE customer REPLICA IDENTITY DEFAULT"),
                Case.of(PostgresCode.ROW_SECURITY)
                        .crm("ALTER TABLE customer ENABLE ROW LEVEL SECURITY")
                        .undoCrm(
                                "DROP POLICY IF EXISTS duet_duet_reader ON customer",
                                "DROP POLICY IF EXISTS duet_duet_writer ON customer",
                                "ALTER TABLE customer DISABLE ROW LEVEL SECURITY"),
                Case.of(PostgresCode.RULES)
                        .crm("CREATE RULE quiet AS ON DELETE TO customer DO ALSO SELECT 1")
                        .undoCrm("DROP RULE quiet ON customer"));
    }

    private static List<Case> postgresRights() {
        return List.of(
                Case.of(PostgresCode.RIGHT_MISSING)
                        .crm("REVOKE UPDATE ON customer FROM duet_writer"),
                Case.of(PostgresCode.RIGHT_MISSING)
                        .crm("REVOKE USAGE ON SCHEMA \"Sales\" FROM duet_writer"),
                Case.of(PostgresCode.RIGHT_MISSING).crm("ALTER ROLE duet_reader NOREPLICATION"),
                Case.of(PostgresCode.RIGHT_MISSING)
                        .crm("REVOKE USAGE ON SEQUENCE customer_internal_seq FROM duet_writer"),
                Case.of(PostgresCode.SUPERUSER).crm("ALTER ROLE duet_writer SUPERUSER"),
                Case.of(PostgresCode.ATTRIBUTE_EXCESS)
                        .crm("ALTER ROLE duet_writer CREATEROLE REPLICATION"),
                Case.of(PostgresCode.RIGHT_EXCESS)
                        .crm(
                                "GRANT ALL ON ledger TO duet_writer",
                                "GRANT INSERT ON customer TO duet_reader"),
                Case.of(PostgresCode.RIGHT_MISSING)
                        .crm("REVOKE UPDATE (phone) ON customer FROM duet_writer"),
                Case.of(PostgresCode.RIGHT_EXCESS)
                        .crm("GRANT INSERT, UPDATE ON customer TO duet_writer"),
                Case.of(PostgresCode.RIGHT_EXCESS)
                        .crm("GRANT UPDATE (internal) ON customer TO duet_writer"),
                Case.of(PostgresCode.RIGHT_EXCESS)
                        .crm("GRANT CREATE ON SCHEMA \"Sales\" TO duet_writer"),
                Case.of(PostgresCode.OWNER)
                        .crm("CREATE TABLE mine (x int)", "ALTER TABLE mine OWNER TO duet_writer")
                        .undoCrm("DROP TABLE mine"),
                Case.of(PostgresCode.MEMBERSHIP).crm("GRANT pg_read_all_data TO duet_reader"));
    }

    private static List<Case> mysqlServer() {
        return List.of(
                Case.of(MysqlCode.GTID_MODE)
                        .erp(
                                "SET GLOBAL gtid_mode = ON_PERMISSIVE",
                                "SET GLOBAL gtid_mode = OFF_PERMISSIVE",
                                "SET GLOBAL gtid_mode = OFF"),
                Case.of(MysqlCode.GTID_CONSISTENCY)
                        .erp(
                                "SET GLOBAL gtid_mode = ON_PERMISSIVE",
                                "SET GLOBAL enforce_gtid_consistency = OFF")
                        .undoErp(
                                "SET GLOBAL enforce_gtid_consistency = ON",
                                "SET GLOBAL gtid_mode = ON_PERMISSIVE",
                                "SET GLOBAL gtid_mode = ON"),
                Case.of(MysqlCode.BINLOG_FORMAT).erp("SET GLOBAL binlog_format = 'STATEMENT'"),
                Case.of(MysqlCode.ROW_IMAGE).erp("SET GLOBAL binlog_row_image = 'MINIMAL'"),
                Case.of(MysqlCode.ROW_VALUE_OPTIONS)
                        .erp("SET GLOBAL binlog_row_value_options = 'PARTIAL_JSON'"),
                Case.of(MysqlCode.BINLOG_EXPIRES)
                        .erp("SET GLOBAL binlog_expire_logs_seconds = 3600"),
                Case.of(MysqlCode.SYNC_BINLOG).erp("SET GLOBAL sync_binlog = 0"),
                Case.of(MysqlCode.FLUSH_LOG).erp("SET GLOBAL innodb_flush_log_at_trx_commit = 2"),
                Case.of(MysqlCode.SERVER_ID)
                        .erp("SET GLOBAL server_id = 0")
                        .undoErp("SET GLOBAL server_id = 1"),
                Case.of(MysqlCode.ENGINE)
                        .erp(
                                "ALTER TABLE order_line DROP FOREIGN KEY of_client",
                                "ALTER TABLE order_line ENGINE = MyISAM")
                        .undoErp(
                                "ALTER TABLE order_line ADD CONSTRAINT of_client FOREIGN KEY"
                                        + " (account) REFERENCES client (account_number)"),
                Case.of(MysqlCode.NOT_STRICT)
                        .erp("SET GLOBAL sql_mode = 'NO_ZERO_DATE,NO_ZERO_IN_DATE'")
                        .undoErp("SET GLOBAL sql_mode = DEFAULT"),
                Case.of(MysqlCode.ZERO_DATES)
                        .erp("SET GLOBAL sql_mode = 'STRICT_TRANS_TABLES'")
                        .undoErp("SET GLOBAL sql_mode = DEFAULT"),
                Case.of(MysqlCode.CHARSET)
                        .erp("ALTER TABLE client MODIFY tel varchar(30) CHARACTER SET latin1"),
                Case.of(MysqlCode.TIME_ZONE).erp("SET GLOBAL time_zone = '+12:45'"),
                Case.of(MysqlCode.READ_ONLY).erp("SET GLOBAL read_only = ON"),
                Case.of(MysqlCode.LOG_PURGED)
                        .erp(
                                "INSERT INTO ledger VALUES (1, 'x')",
                                "FLUSH BINARY LOGS",
                                "PURGE BINARY LOGS BEFORE NOW() + INTERVAL 1 DAY")
                        .undoErp("DELETE FROM ledger")
                        .andBeginAgain(),
                Case.of(MysqlCode.LOG_RESET).erp("RESET BINARY LOGS AND GTIDS").andBeginAgain());
    }

    private static List<Case> mysqlRights() {
        return List.of(
                Case.of(MysqlCode.RIGHT_MISSING)
                        .erp("REVOKE REPLICATION SLAVE ON *.* FROM duet_reader"),
                Case.of(MysqlCode.RIGHT_MISSING)
                        .erp("REVOKE DELETE ON erp.client FROM duet_writer"),
                Case.of(MysqlCode.SERVER_RIGHT_EXCESS)
                        .erp("GRANT ALL ON *.* TO duet_writer WITH GRANT OPTION"),
                Case.of(MysqlCode.SERVER_RIGHT_EXCESS)
                        .erp("GRANT RELOAD, PROCESS ON *.* TO duet_reader"),
                Case.of(MysqlCode.RIGHT_EXCESS)
                        .erp(
                                "GRANT ALL ON erp.* TO duet_writer",
                                "REVOKE SELECT, INSERT, UPDATE, DELETE ON erp.client FROM"
                                        + " duet_writer"),
                Case.of(MysqlCode.RIGHT_MISSING)
                        .erp("REVOKE UPDATE (tel) ON erp.client FROM duet_writer"),
                Case.of(MysqlCode.RIGHT_EXCESS)
                        .erp("GRANT INSERT, UPDATE ON erp.client TO duet_writer"),
                Case.of(MysqlCode.RIGHT_EXCESS)
                        .erp(
                                "ALTER TABLE erp.client ADD batch int",
                                "GRANT INSERT (batch) ON erp.client TO duet_writer")
                        .undoErp("ALTER TABLE erp.client DROP batch"),
                Case.of(MysqlCode.RIGHT_EXCESS).erp("GRANT SELECT ON erp.ledger TO duet_reader"));
    }

    private static List<Case> duet() {
        return List.of(
                Case.of(DuetCode.NOT_INITIALISED)
                        .erp("RENAME TABLE duet.conflict TO duet.other")
                        .undoErp("RENAME TABLE duet.other TO duet.conflict"),
                Case.of(DuetCode.START_INCOMPLETE)
                        .erp("DELETE FROM duet.checkpoint")
                        .andBeginAgain(),
                Case.of(DuetCode.OTHER_INCARNATION)
                        .crm("UPDATE duet.system SET incarnation = reverse(incarnation)")
                        .undoCrm("UPDATE duet.system SET incarnation = reverse(incarnation)"),
                Case.of(DuetCode.OTHER_NAME)
                        .crm("UPDATE duet.system SET name = 'other'")
                        .undoCrm("UPDATE duet.system SET name = 'crm'"),
                Case.of(DuetCode.QUARANTINE_NOT_EMPTY)
                        .crm(
                                "INSERT INTO duet.quarantine (source, entity, record_key,"
                                        + " operation, code, reason, position, transaction) VALUES"
                                        + " ('erp', 'customer', '1', 'insert', 'X', 'x', 'x', 'x')")
                        .undoCrm("DELETE FROM duet.quarantine"));
    }
}
