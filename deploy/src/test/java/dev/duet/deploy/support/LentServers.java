package dev.duet.deploy.support;

import dev.duet.deploy.connect.Endpoints;
import dev.duet.localdb.LocalDatabases;
import dev.duet.localdb.LocalServer;
import dev.duet.localdb.ServerOptions;
import dev.duet.schemas.Endpoint;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.SystemConfig;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Both servers, lent to one test after the other as they were when they had started: a start of
/// both costs some four seconds of processor. Where a test has changed settings of a server, or
/// left one that does not answer, others are started. Shared, thread-safe.
public final class LentServers implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LentServers.class);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Words POSTGRES =
            new Words(
                    "SELECT datname FROM pg_database ORDER BY 1",
                    "DROP DATABASE \"%s\" (FORCE)",
                    "SELECT rolname FROM pg_roles ORDER BY 1",
                    "DROP ROLE \"%s\"",
                    "SELECT name, setting FROM pg_settings WHERE source IN ('default',"
                            + " 'configuration file', 'command line') UNION ALL SELECT name,"
                            + " setting FROM pg_file_settings UNION ALL SELECT 'who may connect',"
                            + " pg_hba_file_rules::text FROM pg_hba_file_rules ORDER BY 1, 2");
    private static final Words MYSQL =
            new Words(
                    "SHOW DATABASES",
                    "DROP DATABASE `%s`",
                    "SELECT concat(quote(user), '@', quote(host)) FROM mysql.user ORDER BY 1",
                    "DROP USER %s",
                    "SELECT variable_name, variable_value FROM performance_schema.global_variables"
                            + " WHERE variable_name NOT LIKE 'gtid%' ORDER BY 1");

    /// `ER_NO_SUCH_THREAD`.
    private static final int UNKNOWN_SESSION = 1094;

    /// Those that nobody uses.
    private static final Map<Kind, LentServers> KEPT = new EnumMap<>(Kind.class);

    private final LocalDatabases databases;
    private final State postgresBegan;
    private final State mysqlBegan;
    private final @Nullable Kind kind;

    /// How servers are started that are lent again.
    public enum Kind {
        AS_IN_PRODUCTION(ServerOptions.temporary()),

        /// A reader that was frozen does not keep its slot for a minute.
        IMPATIENT(ServerOptions.temporary().withSetting("wal_sender_timeout", "5s"));

        private final ServerOptions postgres;

        Kind(ServerOptions postgres) {
            this.postgres = postgres;
        }
    }

    /// How a server is asked for what stands in it, and told to drop it.
    private record Words(
            String databases, String dropDatabase, String users, String dropUser, String settings) {

        State state(Connection connection) throws SQLException {
            return new State(
                    Sql.rows(connection, databases),
                    Sql.rows(connection, users),
                    Sql.rows(connection, settings));
        }

        /// All that was made since.
        void drop(Connection connection, State began) throws SQLException {
            drop(connection, databases, began.databases, dropDatabase);
            drop(connection, users, began.users, dropUser);
        }

        private static void drop(
                Connection connection, String now, List<String> before, String statement)
                throws SQLException {
            for (String name : Sql.rows(connection, now)) {
                if (!before.contains(name)) {
                    Sql.execute(connection, statement.formatted(name));
                }
            }
        }
    }

    private record State(List<String> databases, List<String> users, List<String> settings) {}

    private LentServers(
            LocalDatabases databases, State postgresBegan, State mysqlBegan, @Nullable Kind kind) {
        this.databases = databases;
        this.postgresBegan = postgresBegan;
        this.mysqlBegan = mysqlBegan;
        this.kind = kind;
    }

    /// Servers with nothing in them; closing gives them back.
    public static LentServers lend(Kind kind) throws SQLException {
        LentServers used = take(kind);
        if (used != null) {
            if (used.isAsItBegan()) {
                return used;
            }
            used.databases.close();
        }
        return start(kind.postgres, ServerOptions.temporary(), kind);
    }

    /// With settings of the test's own: nobody else gets them.
    public static LentServers lend(ServerOptions postgres, ServerOptions mysql)
            throws SQLException {
        return start(postgres, mysql, null);
    }

    private static synchronized @Nullable LentServers take(Kind kind) {
        return KEPT.remove(kind);
    }

    private static synchronized boolean keep(Kind kind, LentServers used) {
        return KEPT.putIfAbsent(kind, used) == null;
    }

    private static LentServers start(
            ServerOptions postgresOptions, ServerOptions mysqlOptions, @Nullable Kind kind)
            throws SQLException {
        LocalDatabases databases = LocalDatabases.start(postgresOptions, mysqlOptions);
        try (Connection postgres = databases.postgres().connect("postgres");
                Connection mysql = databases.mysql().connect("mysql")) {
            return new LentServers(databases, POSTGRES.state(postgres), MYSQL.state(mysql), kind);
        } catch (SQLException | RuntimeException e) {
            databases.close();
            throw e;
        }
    }

    public LocalDatabases databases() {
        return databases;
    }

    /// The servers' own superusers, by system.
    public Map<String, Endpoint> admins(DuetConfig config, Endpoints endpoints) {
        Map<String, Endpoint> admins = new LinkedHashMap<>();
        for (SystemConfig system : config.systems()) {
            LocalServer server =
                    system.equals(config.postgres()) ? databases.postgres() : databases.mysql();
            admins.put(system.name(), endpoints.other(system, server.user(), server.password()));
        }
        return admins;
    }

    private boolean isAsItBegan() {
        try (Connection postgres = databases.postgres().connect("postgres");
                Connection mysql = databases.mysql().connect("mysql")) {
            renew(postgres, mysql);
            boolean isSame =
                    POSTGRES.state(postgres).equals(postgresBegan)
                            && MYSQL.state(mysql).equals(mysqlBegan);
            log.info("the servers are lent again isAsItBegan={}", isSame);
            return isSame;
        } catch (SQLException e) {
            log.info("the servers are not lent again reason={}", e.getMessage());
            return false;
        }
    }

    /// Drops all that was made since the start: databases, users, slots, the binary log.
    public void renew() throws SQLException {
        try (Connection postgres = databases.postgres().connect("postgres");
                Connection mysql = databases.mysql().connect("mysql")) {
            renew(postgres, mysql);
        }
    }

    private void renew(Connection postgres, Connection mysql) throws SQLException {
        for (String slot : Sql.rows(postgres, "SELECT slot_name FROM pg_replication_slots")) {
            Await.until("the slot is free", LIMIT, () -> dropSlot(postgres, slot));
        }
        POSTGRES.drop(postgres, postgresBegan);
        for (String session :
                Sql.rows(
                        mysql,
                        "SELECT id FROM performance_schema.processlist WHERE user NOT IN"
                                + " ('event_scheduler', 'system user',"
                                + " substring_index(current_user(), '@', 1))")) {
            kill(mysql, session);
        }
        MYSQL.drop(mysql, mysqlBegan);
        Sql.execute(mysql, "RESET BINARY LOGS AND GTIDS");
    }

    private static boolean dropSlot(Connection postgres, String slot) throws SQLException {
        Sql.execute(
                postgres,
                "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE active");
        Sql.execute(postgres, "SELECT pg_drop_replication_slot('" + slot + "')");
        return true;
    }

    /// It may have ended by itself.
    private static void kill(Connection mysql, String session) throws SQLException {
        try {
            Sql.execute(mysql, "KILL " + session);
        } catch (SQLException e) {
            if (e.getErrorCode() != UNKNOWN_SESSION) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        if (kind == null || !keep(kind, this)) {
            databases.close();
        }
    }
}
