package dev.duet.deploy.check.mysql;

import dev.duet.deploy.check.Findings;
import dev.duet.deploy.check.Mend;
import dev.duet.deploy.check.Rows;
import dev.duet.deploy.check.Rows.Row;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Settings of the server. One thread.
public final class MysqlServerCheck {
    private static final Duration SHORTEST_LOG = Duration.ofDays(2);

    private final Findings.InSystem findings;
    private final Map<String, String> variables = new HashMap<>();

    private MysqlServerCheck(Findings.InSystem findings) {
        this.findings = findings;
    }

    /// @param ownServerId that Duet reads the log with
    /// @param databases that must be in the log
    public static MysqlServerCheck run(
            Connection connection,
            long ownServerId,
            Set<String> databases,
            Findings.InSystem findings)
            throws SQLException {
        var check = new MysqlServerCheck(findings);
        for (Row row : Rows.of(connection, "SHOW GLOBAL VARIABLES").rows()) {
            check.variables.put(
                    row.text("variable_name").toLowerCase(Locale.ROOT), row.text("value"));
        }
        check.version();
        check.log();
        check.retention();
        check.serverId(ownServerId);
        check.values();
        if (check.is("log_bin")) {
            check.filters(Rows.of(connection, "SHOW BINARY LOG STATUS"), databases);
        }
        return check;
    }

    String variable(String name) {
        return variables.getOrDefault(name, "");
    }

    boolean is(String name) {
        return variable(name).equals("ON") || variable(name).equals("1");
    }

    /// Whether foreign key actions are done in the SQL layer, which logs them.
    public boolean logsCascades() {
        return isAtLeast(9, 6) && !is("innodb_native_foreign_keys");
    }

    private boolean isAtLeast(int major, int minor) {
        String[] numbers = variable("version").split("[^0-9]+", 3);
        int first = Integer.parseInt(numbers[0]);
        return first > major || first == major && Integer.parseInt(numbers[1]) >= minor;
    }

    private void version() {
        if (!isAtLeast(8, 4)) {
            findings.add(
                    MysqlCode.TOO_OLD,
                    "version",
                    "the server is " + variable("version"),
                    Mend.words("Upgrade MySQL to 8.4 or later."));
        }
    }

    private void log() {
        if (!is("log_bin")) {
            findings.add(
                    MysqlCode.NO_BINLOG,
                    "log_bin",
                    "it is OFF",
                    Mend.words(
                            "Take skip-log-bin or disable-log-bin out of the server's options, and"
                                    + " restart it."));
        }
        if (!variable("enforce_gtid_consistency").equals("ON")) {
            set(MysqlCode.GTID_CONSISTENCY, "enforce_gtid_consistency", "ON");
        }
        gtidMode();
        if (!variable("binlog_format").isEmpty() && !variable("binlog_format").equals("ROW")) {
            set(MysqlCode.BINLOG_FORMAT, "binlog_format", "'ROW'");
        }
        if (!variable("binlog_row_image").equals("FULL")) {
            set(MysqlCode.ROW_IMAGE, "binlog_row_image", "'FULL'");
        }
        if (!variable("binlog_row_value_options").isEmpty()) {
            set(MysqlCode.ROW_VALUE_OPTIONS, "binlog_row_value_options", "''");
        }
    }

    /// The server takes the way to ON only step by step.
    private void gtidMode() {
        List<String> steps = List.of("OFF", "OFF_PERMISSIVE", "ON_PERMISSIVE", "ON");
        String mode = variable("gtid_mode");
        if (mode.equals("ON")) {
            return;
        }
        List<String> sql =
                steps.subList(steps.indexOf(mode) + 1, steps.size()).stream()
                        .map(step -> "SET PERSIST gtid_mode = " + step)
                        .toList();
        findings.add(
                MysqlCode.GTID_MODE,
                "gtid_mode",
                "it is " + mode,
                new Mend(
                        sql,
                        "After ON_PERMISSIVE wait until"
                            + " @@GLOBAL.ongoing_anonymous_transaction_count is 0; with replicas,"
                            + " take each step on all of them first."));
    }

    private void retention() {
        long seconds = Long.parseLong(variable("binlog_expire_logs_seconds"));
        boolean purges = !variable("binlog_expire_logs_auto_purge").equals("OFF");
        if (purges && seconds > 0 && seconds < SHORTEST_LOG.toSeconds()) {
            findings.add(
                    MysqlCode.BINLOG_EXPIRES,
                    "binlog_expire_logs_seconds",
                    "the log is kept for " + seconds + " s",
                    Mend.sql("SET PERSIST binlog_expire_logs_seconds = 604800")
                            .andThen("Seven days; take as much as the disk can hold."));
        }
        if (!variable("sync_binlog").equals("1")) {
            set(MysqlCode.SYNC_BINLOG, "sync_binlog", "1");
        }
        if (!variable("innodb_flush_log_at_trx_commit").equals("1")) {
            set(MysqlCode.FLUSH_LOG, "innodb_flush_log_at_trx_commit", "1");
        }
        if (is("log_bin") && !is("log_replica_updates")) {
            findings.add(
                    MysqlCode.REPLICA_UPDATES,
                    "log_replica_updates",
                    "it is OFF",
                    Mend.words(
                            "Take skip-log-replica-updates out of the server's options, and restart"
                                    + " it."));
        }
    }

    private void serverId(long own) {
        long server = Long.parseLong(variable("server_id"));
        if (server == 0) {
            set(MysqlCode.SERVER_ID, "server_id", "1");
        } else if (server == own) {
            findings.add(
                    MysqlCode.SERVER_ID,
                    "server_id",
                    "the server has the id %d, which the file gives to Duet".formatted(own),
                    Mend.words(
                            "Give Duet another in the file: server-id: <a number no server or"
                                    + " replica has>."));
        }
    }

    private void values() {
        List<String> modes = Arrays.asList(variable("sql_mode").split(","));
        if (!modes.contains("STRICT_TRANS_TABLES") && !modes.contains("STRICT_ALL_TABLES")) {
            findings.add(
                    MysqlCode.NOT_STRICT,
                    "sql_mode",
                    "it has no STRICT_TRANS_TABLES",
                    Mend.sql(
                            "SET PERSIST sql_mode = CONCAT(@@GLOBAL.sql_mode,"
                                    + " ',STRICT_TRANS_TABLES')"));
        }
        if (!modes.contains("NO_ZERO_DATE") || !modes.contains("NO_ZERO_IN_DATE")) {
            findings.add(
                    MysqlCode.ZERO_DATES,
                    "sql_mode",
                    "it has not both of NO_ZERO_DATE and NO_ZERO_IN_DATE",
                    Mend.sql(
                            "SET PERSIST sql_mode = CONCAT(@@GLOBAL.sql_mode,"
                                    + " ',NO_ZERO_DATE,NO_ZERO_IN_DATE')"));
        }
        String zone =
                variable("time_zone").equals("SYSTEM")
                        ? variable("system_time_zone")
                        : variable("time_zone");
        if (!List.of("UTC", "+00:00", "GMT", "Etc/UTC").contains(zone)) {
            findings.add(
                    MysqlCode.TIME_ZONE,
                    "time_zone",
                    "it is " + zone,
                    Mend.sql("SET PERSIST time_zone = '+00:00'")
                            .andThen("Only if no application relies on the other zone."));
        }
        if (!variable("lower_case_table_names").equals("0")) {
            findings.add(
                    MysqlCode.NAME_CASE,
                    "lower_case_table_names",
                    "it is " + variable("lower_case_table_names"),
                    Mend.words("Write table names in the file as SHOW TABLES prints them."));
        }
        if (is("super_read_only") || is("read_only")) {
            findings.add(
                    MysqlCode.READ_ONLY,
                    "read_only",
                    is("super_read_only") ? "super_read_only is ON" : "read_only is ON",
                    Mend.sql("SET PERSIST super_read_only = OFF", "SET PERSIST read_only = OFF")
                            .andThen("If this is a replica, name its source in the file instead."));
        }
    }

    private void filters(Rows status, Set<String> databases) {
        for (Row row : status.rows()) {
            List<String> only = names(row.text("binlog_do_db"));
            List<String> without = names(row.text("binlog_ignore_db"));
            for (String database : databases) {
                if (without.contains(database) || !only.isEmpty() && !only.contains(database)) {
                    findings.add(
                            MysqlCode.BINLOG_FILTER,
                            database,
                            "binlog-do-db or binlog-ignore-db keeps it out of the log",
                            Mend.words(
                                    "Take binlog-do-db and binlog-ignore-db out of the server's"
                                            + " options, and restart it."));
                }
            }
        }
    }

    private static List<String> names(String list) {
        return list.isEmpty() ? List.of() : Arrays.asList(list.split(","));
    }

    private void set(MysqlCode code, String name, String value) {
        findings.add(
                code,
                name,
                variable(name).isEmpty() ? "it is empty" : "it is " + variable(name),
                Mend.sql("SET PERSIST " + name + " = " + value));
    }
}
