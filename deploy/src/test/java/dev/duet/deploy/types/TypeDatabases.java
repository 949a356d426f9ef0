package dev.duet.deploy.types;

import dev.duet.localdb.LocalDatabases;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/// Both databases with a reader on each log. One test class, one thread.
record TypeDatabases(LocalDatabases servers, Side postgres, Side mysql) implements AutoCloseable {
    private static final String DATABASE = "types";
    private static final int READY_TRIES = 600;

    /// What is to be made before the logs are read.
    @FunctionalInterface
    interface Preparation {
        void make(Side postgres, Side mysql) throws SQLException;
    }

    static TypeDatabases start(Preparation preparation) throws Exception {
        LocalDatabases servers = LocalDatabases.start();
        servers.postgres().createDatabase(DATABASE);
        servers.mysql().createDatabase(DATABASE);
        Side postgres = new Side(true, servers.postgres().connect(DATABASE), null);
        Side mysql = new Side(false, mysqlConnection(servers), null);
        preparePostgres(postgres);
        preparation.make(postgres, mysql);
        TypeDatabases databases =
                new TypeDatabases(
                        servers,
                        postgres.reading(LogTail.postgres(servers.postgres(), DATABASE)),
                        mysql.reading(LogTail.mysql(servers.mysql(), DATABASE)));
        databases.awaitReady();
        return databases;
    }

    private static void preparePostgres(Side postgres) throws SQLException {
        postgres.execute("CREATE EXTENSION hstore");
        postgres.execute("CREATE EXTENSION citext");
        postgres.execute("CREATE TYPE mood AS ENUM ('sad', 'ok', 'it''s \"so\", \\fine', '')");
        // What a DBA may have set, and the reader must not depend on.
        postgres.execute("ALTER DATABASE types SET bytea_output = 'escape'");
        postgres.execute("ALTER DATABASE types SET IntervalStyle = 'sql_standard'");
        postgres.execute("ALTER DATABASE types SET extra_float_digits = -3");
        postgres.execute("ALTER DATABASE types SET DateStyle = 'German'");
        postgres.execute("CREATE PUBLICATION types FOR ALL TABLES");
        postgres.execute("SELECT pg_create_logical_replication_slot('types', 'pgoutput')");
    }

    private static Connection mysqlConnection(LocalDatabases servers) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", servers.mysql().user());
        properties.setProperty("password", servers.mysql().password());
        properties.setProperty("connectionTimeZone", "UTC");
        properties.setProperty("forceConnectionTimeZoneToSession", "true");
        properties.setProperty("allowLoadLocalInfileInPath", "");
        Connection connection =
                DriverManager.getConnection(servers.mysql().jdbcUrl(DATABASE), properties);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET GLOBAL local_infile = 1");
        }
        return connection;
    }

    /// MySQL's engine starts at the end of the log, which is some moment after its start.
    private void awaitReady() throws Exception {
        postgres.create("ready", "integer");
        mysql.create("ready", "int");
        for (int i = 0; i < READY_TRIES; i++) {
            mysql.client("ready", i, "1");
            Thread.sleep(50);
            if (mysql.log().has("ready", i)) {
                postgres.client("ready", 1, "1");
                postgres.log().row("ready", 1);
                return;
            }
        }
        throw new AssertionError("MySQL's log did not begin");
    }

    @Override
    public void close() throws IOException, SQLException {
        postgres.log().close();
        mysql.log().close();
        postgres.connection().close();
        mysql.connection().close();
        servers.close();
    }
}
