package dev.duet.deploy.check.mysql;

import dev.duet.deploy.check.FindingCode;
import dev.duet.deploy.check.Severity;

/// Findings on MySQL alone.
public enum MysqlCode implements FindingCode {
    TOO_OLD(
            "MY001",
            Severity.ERROR,
            "MySQL is older than 8.4",
            "Older servers lack what Duet relies on, and were not tested."),
    GTID_MODE(
            "MY002",
            Severity.ERROR,
            "gtid_mode is not ON",
            "Transactions have no name, so none can be found again after a restart."),
    GTID_CONSISTENCY(
            "MY003",
            Severity.ERROR,
            "enforce_gtid_consistency is not ON",
            "Statements without a safe GTID pass, and gtid_mode cannot be ON."),
    NO_BINLOG(
            "MY004",
            Severity.ERROR,
            "the binary log is off",
            "There is no log to read changes from."),
    BINLOG_FORMAT(
            "MY005",
            Severity.ERROR,
            "binlog_format is not ROW",
            "Changes logged as statements cannot be read, and are lost."),
    ROW_IMAGE(
            "MY006",
            Severity.ERROR,
            "binlog_row_image is not FULL",
            "Rows come in parts: what a change overwrote is unknown, and conflicts pass unseen."),
    ROW_VALUE_OPTIONS(
            "MY007",
            Severity.ERROR,
            "binlog_row_value_options is set",
            "Partial updates of JSON are lost without a sign."),
    BINLOG_EXPIRES(
            "MY008",
            Severity.WARNING,
            "the binary log is kept for less than two days",
            "A pause longer than this loses changes, and both sides must be compared anew."),
    SYNC_BINLOG(
            "MY009",
            Severity.WARNING,
            "sync_binlog is not 1",
            "A crash takes transactions out of the log that the other side already has."),
    FLUSH_LOG(
            "MY010",
            Severity.WARNING,
            "innodb_flush_log_at_trx_commit is not 1",
            "A crash loses transactions that were reported as committed."),
    SERVER_ID(
            "MY011",
            Severity.ERROR,
            "the server ids clash",
            "The server refuses or cuts off a reader with its own id, and has none with 0."),
    BINLOG_FILTER(
            "MY012",
            Severity.ERROR,
            "the binary log leaves databases out",
            "Changes of these databases never reach the other side, and Duet's own marks are"
                    + " missing."),
    REPLICA_UPDATES(
            "MY013",
            Severity.WARNING,
            "log_replica_updates is off",
            "Changes that this server gets from its own source never reach the other side."),
    ENGINE(
            "MY014",
            Severity.ERROR,
            "the table is not in InnoDB",
            "Without transactions half a change can stay, with no checkpoint beside it."),
    NOT_STRICT(
            "MY015",
            Severity.WARNING,
            "sql_mode is not strict",
            "Applications store cut or changed values, which then travel to the other side."),
    ZERO_DATES(
            "MY016",
            Severity.INFO,
            "sql_mode lets zero dates in",
            "PostgreSQL has no 0000-00-00: such rows are handled as the type table says."),
    CHARSET(
            "MY017",
            Severity.WARNING,
            "a mapped column is not utf8mb4",
            "Text from the other side that this character set lacks is refused, and its record"
                    + " quarantined."),
    TIME_ZONE(
            "MY018",
            Severity.INFO,
            "the server's time zone is not UTC",
            "Defaults such as NOW() in DATETIME columns mean another moment here than there."),
    NAME_CASE(
            "MY019",
            Severity.INFO,
            "lower_case_table_names is not 0",
            "Tables are found under any spelling, and the log has its own: two names in the file"
                    + " could be one table."),
    CASCADE(
            "MY020",
            Severity.ERROR,
            "foreign key actions are not in the binary log",
            "Rows that the server deletes or changes by itself never reach the other side."),
    READ_ONLY(
            "MY021",
            Severity.ERROR,
            "the server accepts no writes",
            "Changes from the other side cannot be applied here."),
    LOG_PURGED(
            "MY022",
            Severity.ERROR,
            "the binary log no longer holds what is needed",
            "Changes are missing on the other side, and no log has them any more."),
    LOG_RESET(
            "MY023",
            Severity.ERROR,
            "the binary log was reset",
            "The server no longer knows transactions that were already applied: it was reset or"
                    + " restored."),
    TRIGGERS_UNSEEN(
            "MY024",
            Severity.INFO,
            "triggers cannot be seen",
            "MySQL shows triggers only to those who may change them: one that fires on apply goes"
                    + " unnoticed."),
    RIGHT_MISSING(
            "MY040",
            Severity.ERROR,
            "a right is missing",
            "Reading or applying fails at the first statement that needs it."),
    SERVER_RIGHT_EXCESS(
            "MY041",
            Severity.WARNING,
            "the user has rights on the whole server that it does not need",
            "Whoever takes over Duet or its password may do more than sync."),
    RIGHT_EXCESS(
            "MY042",
            Severity.WARNING,
            "the user has rights it does not need",
            "Whoever takes over Duet or its password may read or change other data.");

    private final About about;

    MysqlCode(String id, Severity severity, String title, String risk) {
        this.about = new About(id, severity, title, risk);
    }

    @Override
    public About about() {
        return about;
    }
}
