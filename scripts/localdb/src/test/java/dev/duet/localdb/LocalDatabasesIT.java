package dev.duet.localdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Both servers start, are set up as promised, and survive what tests do to them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LocalDatabasesIT {

    private enum Side {
        POSTGRES,
        MYSQL
    }

    private LocalDatabases databases;

    @BeforeAll
    void startBoth() {
        long start = System.nanoTime();
        databases = LocalDatabases.start();
        System.out.println(
                "Both databases started in "
                        + Duration.ofNanos(System.nanoTime() - start).toMillis()
                        + " ms");
    }

    @AfterAll
    void closeBoth() {
        databases.close();
        assertThat(databases.postgres().isRunning()).isFalse();
        assertThat(databases.mysql().isRunning()).isFalse();
        assertThat(databases.postgres().dataFolder().getParent()).doesNotExist();
        assertThat(databases.mysql().dataFolder().getParent()).doesNotExist();
    }

    @Test
    void versionsAreTheOnesOfTheTask() throws SQLException {
        System.out.println(
                "PostgreSQL "
                        + databases.postgres().version()
                        + ", MySQL "
                        + databases.mysql().version());
        assertThat(databases.postgres().version()).startsWith("18.");
        assertThat(databases.mysql().version()).matches("(8\\.4|9\\.|[1-9]\\d\\.).*");
    }

    @ParameterizedTest
    @CsvSource({
        "fsync, on",
        "synchronous_commit, on",
        "full_page_writes, on",
        "wal_level, logical",
        "max_replication_slots, 30",
        "max_wal_senders, 30",
        "max_connections, 200",
        "wal_sender_timeout, 1min",
        "server_encoding, UTF8",
        "log_timezone, UTC",
    })
    void postgresIsSetUpForProduction(String setting, String value) throws SQLException {
        assertThat(new Sql(databases.postgres(), "postgres").ask("SHOW " + setting))
                .isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "log_bin, 1",
        "binlog_format, ROW",
        "binlog_row_image, FULL",
        "gtid_mode, ON",
        "enforce_gtid_consistency, ON",
        "sync_binlog, 1",
        "innodb_flush_log_at_trx_commit, 1",
        "character_set_server, utf8mb4",
        "time_zone, +00:00",
        "max_connections, 200",
    })
    void mysqlIsSetUpForProduction(String setting, String value) throws SQLException {
        assertThat(new Sql(databases.mysql(), "mysql").ask("SELECT @@GLOBAL." + setting))
                .isEqualTo(value);
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void committedRowsSurviveKill(Side side) throws SQLException {
        LocalServer server = server(side);
        int port = server.port();
        server.createDatabase("killed");
        var sql = new Sql(server, "killed");
        sql.run("CREATE TABLE kept (id int PRIMARY KEY, word varchar(20))");
        sql.run("INSERT INTO kept VALUES (1, 'čaj')");

        server.kill();

        assertThat(server.isRunning()).isFalse();
        assertThat(Ports.isFree(port)).isTrue();
        server.restart();
        assertThat(server.port()).isEqualTo(port);
        assertThat(sql.ask("SELECT word FROM kept WHERE id = 1")).isEqualTo("čaj");
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void committedRowsSurviveStop(Side side) throws SQLException {
        LocalServer server = server(side);
        server.createDatabase("stopped");
        var sql = new Sql(server, "stopped");
        sql.run("CREATE TABLE kept (id int PRIMARY KEY)");
        sql.run("INSERT INTO kept VALUES (7)");

        server.stop();

        assertThat(server.isRunning()).isFalse();
        server.restart();
        assertThat(sql.ask("SELECT id FROM kept")).isEqualTo("7");
    }

    @Test
    void restartTakesMoreSettings() throws SQLException {
        databases.postgres().restart(Map.of("max_slot_wal_keep_size", "64MB"));
        databases.mysql().restart(Map.of("max_binlog_size", "1M"));

        assertThat(new Sql(databases.postgres(), "postgres").ask("SHOW max_slot_wal_keep_size"))
                .isEqualTo("64MB");
        assertThat(new Sql(databases.mysql(), "mysql").ask("SELECT @@max_binlog_size"))
                .isEqualTo("1048576");
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void frozenServerAnswersNobodyUntilThawed(Side side) throws SQLException {
        LocalServer server = server(side);

        server.freeze();

        var sql = new Sql(server, side == Side.POSTGRES ? "postgres" : "mysql");
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> ask(sql));
        assertThatThrownBy(() -> answer.get(1, TimeUnit.SECONDS))
                .isInstanceOf(TimeoutException.class);
        server.thaw();
        assertThat(answer).succeedsWithin(Duration.ofSeconds(30)).isEqualTo("1");
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void commitWhoseReplyIsLostIsCommitted(Side side) throws Exception {
        LocalServer server = server(side);
        server.createDatabase("lost_reply");
        var sql = new Sql(server, "lost_reply");
        sql.run("CREATE TABLE kept (id int PRIMARY KEY)");
        try (TcpProxy proxy = TcpProxy.to(server)) {
            CutPoint afterReply = proxy.cutAfterReplyTo("COMMIT", 1);

            assertThatThrownBy(() -> insertThrough(proxy, server, 1))
                    .isInstanceOf(SQLException.class);

            assertThat(afterReply.awaitCuts(1, Duration.ofSeconds(10))).isTrue();
            assertThat(sql.ask("SELECT count(*) FROM kept")).isEqualTo("1");
            proxy.cutBefore("COMMIT", 1);
            assertThatThrownBy(() -> insertThrough(proxy, server, 2))
                    .isInstanceOf(SQLException.class);
            assertThat(sql.ask("SELECT count(*) FROM kept")).isEqualTo("1");
            insertThrough(proxy, server, 3);
            assertThat(sql.ask("SELECT count(*) FROM kept")).isEqualTo("2");
        }
    }

    @Test
    void mysqlClientsRun() throws Exception {
        List<String> words = new ArrayList<>(databases.mysql().client("mysqlbinlog"));
        words.add("--version");

        assertThat(Command.of(words).run()).contains("mysqlbinlog");
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void twoServersAreTwo(Side side) throws SQLException {
        String identity =
                switch (side) {
                    case POSTGRES -> "SELECT system_identifier FROM pg_control_system()";
                    case MYSQL -> "SELECT @@server_uuid";
                };
        String database = side == Side.POSTGRES ? "postgres" : "mysql";
        try (LocalServer second =
                side == Side.POSTGRES ? LocalPostgres.start() : LocalMysql.start()) {
            assertThat(new Sql(second, database).ask(identity))
                    .isNotEqualTo(new Sql(server(side), database).ask(identity));
        }
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void wrongSettingIsReportedWithTheServersLog(Side side) {
        ServerOptions options = ServerOptions.temporary().withSetting("no_such_setting", "1");

        assertThatThrownBy(
                        () -> {
                            switch (side) {
                                case POSTGRES -> LocalPostgres.start(options);
                                case MYSQL -> LocalMysql.start(options);
                            }
                        })
                .isInstanceOf(CannotStartDatabase.class)
                .hasMessageContaining("ended with exit code")
                .hasMessageContaining("no_such_setting");
    }

    @Test
    void keptFolderHasItsDataAndPortAgain(@TempDir Path folder) throws SQLException {
        int port;
        try (LocalPostgres first = LocalPostgres.start(ServerOptions.in(folder))) {
            port = first.port();
            first.createDatabase("kept");
        }
        try (LocalPostgres second = LocalPostgres.start(ServerOptions.in(folder))) {
            assertThat(second.port()).isEqualTo(port);
            assertThat(new Sql(second, "kept").ask("SELECT current_database()")).isEqualTo("kept");
        }
    }

    private static String ask(Sql sql) {
        try {
            return sql.ask("SELECT 1");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// One row in one transaction, in clear text.
    private static void insertThrough(TcpProxy proxy, LocalServer server, int id)
            throws SQLException {
        String direct = server.jdbcUrl("lost_reply");
        String url = direct.replace(":" + server.port() + "/", ":" + proxy.port() + "/");
        String clear =
                url.startsWith("jdbc:mysql")
                        ? "?sslMode=DISABLED&allowPublicKeyRetrieval=true"
                        : "?sslmode=disable";
        try (Connection connection =
                        DriverManager.getConnection(url + clear, server.user(), server.password());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO kept VALUES (" + id + ")");
            connection.commit();
        }
    }

    private LocalServer server(Side side) {
        return switch (side) {
            case POSTGRES -> databases.postgres();
            case MYSQL -> databases.mysql();
        };
    }
}
