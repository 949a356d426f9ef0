package dev.duet.localdb;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.function.Predicate;

/// The sample database Chinook on both servers: a shop for music. One thread.
///
/// The PostgreSQL side has everything, the MySQL side the catalogue alone, so that there is
/// something to bring over.
record Chinook(ServerAddress postgres, ServerAddress mysql) {
    private static final String DATABASE = "chinook";

    private static final Set<String> BEYOND_THE_CATALOGUE =
            Set.of("Employee", "Customer", "Invoice", "InvoiceLine");

    /// Makes both databases; what is there is left as it is.
    void create() throws SQLException {
        ChinookScript script = ChinookScript.read();
        String inPostgres = PostgresProgram.jdbcUrl(postgres, "postgres");
        if (isMissing(
                postgres,
                inPostgres,
                "SELECT FROM pg_database WHERE datname = '" + DATABASE + "'")) {
            execute(postgres, inPostgres, "CREATE DATABASE " + DATABASE);
            // Rows come table by table, not in the order that foreign keys want.
            fill(
                    postgres,
                    PostgresProgram.jdbcUrl(postgres, DATABASE),
                    "SET session_replication_role = replica",
                    Edition.POSTGRES,
                    script,
                    _ -> true);
        }
        String inMysql = MysqlProgram.jdbcUrl(mysql, "");
        if (isMissing(mysql, inMysql, "SHOW DATABASES LIKE '" + DATABASE + "'")) {
            execute(mysql, inMysql, "CREATE DATABASE " + DATABASE);
            fill(
                    mysql,
                    MysqlProgram.jdbcUrl(mysql, DATABASE),
                    "SET foreign_key_checks = 0",
                    Edition.MYSQL,
                    script,
                    table -> !BEYOND_THE_CATALOGUE.contains(table));
        }
    }

    private static void fill(
            ServerAddress server,
            String url,
            String inAnyOrder,
            Edition edition,
            ChinookScript script,
            Predicate<String> tables)
            throws SQLException {
        try (Connection connection = connect(server, url);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String definition : script.definitions()) {
                statement.execute(edition.definition(definition));
            }
            statement.execute(inAnyOrder);
            for (ChinookScript.Insert insert : script.inserts()) {
                if (tables.test(insert.table())) {
                    statement.addBatch(edition.insert(insert));
                }
            }
            statement.executeBatch();
            connection.commit();
        }
    }

    private static boolean isMissing(ServerAddress server, String url, String query)
            throws SQLException {
        try (Connection connection = connect(server, url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return !rows.next();
        }
    }

    private static void execute(ServerAddress server, String url, String sql) throws SQLException {
        try (Connection connection = connect(server, url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect(ServerAddress server, String url) throws SQLException {
        return DriverManager.getConnection(url, server.user(), server.password());
    }

    /// What a file of Duet's begins with: where the two are.
    String systems() {
        return """
        # The sample database Chinook in its two editions, on this machine.
        systems:
          pg: { type: postgres, host: %s, port: %d, database: %3$s, user: duet, password: "${env:PG_PASSWORD}", tls: disabled }
          my: { type: mysql,    host: %s, port: %d, database: %3$s, user: duet, password: "${env:MY_PASSWORD}", tls: disabled }
        """
                .replace("%3$s", DATABASE)
                .formatted(postgres.host(), postgres.port(), mysql.host(), mysql.port());
    }
}
