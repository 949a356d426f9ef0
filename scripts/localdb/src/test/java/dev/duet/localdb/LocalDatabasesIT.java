package dev.duet.localdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

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

    private LocalServer server(Side side) {
        return switch (side) {
            case POSTGRES -> databases.postgres();
            case MYSQL -> databases.mysql();
        };
    }
}
