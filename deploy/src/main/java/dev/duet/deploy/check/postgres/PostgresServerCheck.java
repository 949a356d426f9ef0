package dev.duet.deploy.check.postgres;

import dev.duet.deploy.check.Findings;
import dev.duet.deploy.check.Mend;
import dev.duet.deploy.check.Rows;
import dev.duet.deploy.check.Rows.Row;
import dev.duet.deploy.sql.SqlName;
import dev.duet.schemas.config.DatabaseKind;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/// Settings of the server. One thread.
public final class PostgresServerCheck {
    private static final int OLDEST_VERSION = 140_000;
    private static final long SHORTEST_TIMEOUT_MILLIS = 10_000;
    private static final long LITTLE_WAL_MEGABYTES = 10 * 1024;
    private static final String RESTART = "Then restart PostgreSQL.";
    private static final String RELOAD = "SELECT pg_reload_conf()";

    /// Times in milliseconds, sizes in megabytes, whatever unit the setting counts in.
    private static final String SETTINGS =
            """
            SELECT name, CASE unit
                WHEN 's' THEN (setting::bigint * 1000)::text
                WHEN 'min' THEN (setting::bigint * 60000)::text
                ELSE setting END AS value
            FROM pg_catalog.pg_settings
            WHERE name IN ('server_version_num', 'server_version', 'wal_level', 'max_replication_slots',
                'max_wal_senders', 'wal_sender_timeout', 'max_slot_wal_keep_size',
                'idle_replication_slot_timeout', 'fsync', 'full_page_writes', 'synchronous_commit',
                'default_transaction_read_only')
            """;

    /// The driver names its own zone when it connects, so the server's is asked for around it.
    private static final String STATE =
            """
            SELECT d.datname AS name, pg_is_in_recovery() AS standby,
                   pg_encoding_to_char(d.encoding) AS encoding,
                   (SELECT count(*) FROM pg_catalog.pg_replication_slots) AS slots,
                   (SELECT count(*) FROM pg_catalog.pg_stat_replication) AS senders,
                   (SELECT count(*) FROM pg_catalog.pg_replication_slots WHERE slot_name = ?) AS own,
                   coalesce(
                       (SELECT regexp_replace(z, '^.*=', '')
                        FROM pg_catalog.pg_db_role_setting s, unnest(s.setconfig) z
                        WHERE s.setdatabase = d.oid AND s.setrole = 0 AND z ILIKE 'timezone=%'),
                       current_setting('log_timezone')) AS zone
            FROM pg_catalog.pg_database d WHERE d.datname = current_database()
            """;

    private final Findings.InSystem findings;
    private final Map<String, String> settings = new HashMap<>();

    private PostgresServerCheck(Findings.InSystem findings) {
        this.findings = findings;
    }

    /// @param slot the name of Duet's own
    public static void run(Connection connection, String slot, Findings.InSystem findings)
            throws SQLException {
        var check = new PostgresServerCheck(findings);
        for (Row row : Rows.of(connection, SETTINGS).rows()) {
            check.settings.put(row.text("name"), row.text("value"));
        }
        Row state = Rows.of(connection, STATE, slot).rows().getFirst();
        check.version();
        check.log(state);
        check.retention();
        check.durability();
        check.database(state);
    }

    private String setting(String name) {
        return settings.getOrDefault(name, "");
    }

    private long number(String name) {
        return settings.containsKey(name) ? Long.parseLong(setting(name)) : 0;
    }

    private void version() {
        if (number("server_version_num") < OLDEST_VERSION) {
            findings.add(
                    PostgresCode.TOO_OLD,
                    "server_version",
                    "the server is " + setting("server_version"),
                    Mend.words("Upgrade PostgreSQL to 14 or later."));
        }
    }

    private void log(Row state) {
        if (!setting("wal_level").equals("logical")) {
            set(PostgresCode.WAL_LEVEL, "wal_level", "'logical'", true);
        }
        long slots = number("max_replication_slots");
        if (state.number("own") == 0 && state.number("slots") >= slots) {
            findings.add(
                    PostgresCode.NO_FREE_SLOT,
                    "max_replication_slots",
                    "all " + slots + " slots are taken",
                    Mend.sql("ALTER SYSTEM SET max_replication_slots = " + (slots + 4))
                            .andThen(RESTART + " Or drop a slot that nobody needs."));
        }
        long senders = number("max_wal_senders");
        if (state.number("own") == 0 && state.number("senders") >= senders) {
            findings.add(
                    PostgresCode.NO_FREE_SENDER,
                    "max_wal_senders",
                    "all " + senders + " WAL senders are taken",
                    Mend.sql("ALTER SYSTEM SET max_wal_senders = " + (senders + 4))
                            .andThen(RESTART));
        }
        long timeout = number("wal_sender_timeout");
        if (timeout < SHORTEST_TIMEOUT_MILLIS) {
            findings.add(
                    PostgresCode.SENDER_TIMEOUT,
                    "wal_sender_timeout",
                    timeout == 0 ? "it is 0, which is off" : "it is " + timeout + " ms",
                    Mend.sql("ALTER SYSTEM SET wal_sender_timeout = '60s'", RELOAD));
        }
    }

    private void retention() {
        long megabytes = number("max_slot_wal_keep_size");
        if (megabytes >= 0 && megabytes < LITTLE_WAL_MEGABYTES) {
            findings.add(
                    PostgresCode.SLOT_KEEPS_LITTLE,
                    "max_slot_wal_keep_size",
                    "the server keeps at most " + megabytes + " MB of log for a slot",
                    Mend.sql("ALTER SYSTEM SET max_slot_wal_keep_size = '100GB'", RELOAD)
                            .andThen("Take as much as the disk can hold; -1 is no limit."));
        }
        if (number("idle_replication_slot_timeout") > 0) {
            set(PostgresCode.IDLE_SLOT_TIMEOUT, "idle_replication_slot_timeout", "0", false);
        }
    }

    private void durability() {
        if (setting("fsync").equals("off")) {
            set(PostgresCode.FSYNC, "fsync", "on", false);
        }
        if (setting("full_page_writes").equals("off")) {
            set(PostgresCode.FULL_PAGE_WRITES, "full_page_writes", "on", false);
        }
        if (setting("synchronous_commit").equals("off")) {
            set(PostgresCode.SYNCHRONOUS_COMMIT, "synchronous_commit", "on", false);
        }
    }

    private void database(Row state) {
        if (!state.text("encoding").equals("UTF8")) {
            findings.add(
                    PostgresCode.ENCODING,
                    "encoding",
                    "the database's encoding is " + state.text("encoding"),
                    Mend.words(
                            "Dump it and restore it into a database made with ENCODING 'UTF8'."));
        }
        if (state.is("standby")) {
            findings.add(
                    PostgresCode.STANDBY,
                    "pg_is_in_recovery",
                    "the server is a standby",
                    Mend.words("Name the primary in the file."));
        } else if (setting("default_transaction_read_only").equals("on")) {
            set(PostgresCode.STANDBY, "default_transaction_read_only", "off", false);
        }
        String zone = state.text("zone");
        if (!zone.equalsIgnoreCase("UTC") && !zone.equals("Etc/UTC") && !zone.equals("GMT")) {
            findings.add(
                    PostgresCode.TIME_ZONE,
                    "TimeZone",
                    "by the database's setting, or by log_timezone, it is " + zone,
                    Mend.sql(
                                    "ALTER DATABASE %s SET timezone = 'UTC'"
                                            .formatted(
                                                    SqlName.of(
                                                            DatabaseKind.POSTGRES,
                                                            state.text("name"))))
                            .andThen("Only if no application relies on the other zone."));
        }
    }

    private void set(PostgresCode code, String name, String value, boolean restart) {
        Mend mend =
                restart
                        ? Mend.sql("ALTER SYSTEM SET " + name + " = " + value).andThen(RESTART)
                        : Mend.sql("ALTER SYSTEM SET " + name + " = " + value, RELOAD);
        findings.add(code, name, "it is " + setting(name), mend);
    }
}
