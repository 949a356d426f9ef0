package dev.duet.deploy.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duet.localdb.LocalDatabases;
import dev.duet.mapping.types.CannotConvert;
import dev.duet.mapping.types.TypePair;
import dev.duet.mapping.types.TypeTable;
import dev.duet.mapping.types.ValueFunction;
import dev.duet.schemas.Column;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/// Every pair of types that is kept in step goes PostgreSQL → MySQL → PostgreSQL and MySQL →
/// PostgreSQL → MySQL, each leg through the real log and the real reader, with null, the least, the
/// greatest and odd values.
///
/// A value has come through when the target's log shows exactly what was converted, the guard finds
/// it there, converting it back gives what the source's log showed, and the source, given that
/// back, shows it as it showed the first.
final class RoundTripIT {
    private static final String DATABASE = "types";
    private static final int WRITTEN_BACK = 100;

    private static LocalDatabases databases;
    private static Side postgres;
    private static Side mysql;
    private static final Map<PairCase, String> TABLES = new LinkedHashMap<>();

    @BeforeAll
    static void start() throws Exception {
        databases = LocalDatabases.start();
        databases.postgres().createDatabase(DATABASE);
        databases.mysql().createDatabase(DATABASE);
        Connection postgresConnection = databases.postgres().connect(DATABASE);
        Connection mysqlConnection = mysqlConnection();
        try (Statement statement = postgresConnection.createStatement()) {
            statement.execute("CREATE EXTENSION hstore");
            statement.execute("CREATE EXTENSION citext");
            statement.execute("CREATE TYPE mood AS ENUM ('sad', 'ok', 'it''s \"so\", \\fine', '')");
            // What a DBA may have set, and the reader must not depend on.
            statement.execute("ALTER DATABASE types SET bytea_output = 'escape'");
            statement.execute("ALTER DATABASE types SET IntervalStyle = 'sql_standard'");
            statement.execute("ALTER DATABASE types SET extra_float_digits = -3");
            statement.execute("ALTER DATABASE types SET DateStyle = 'German'");
            statement.execute("CREATE PUBLICATION types FOR ALL TABLES");
            statement.execute("SELECT pg_create_logical_replication_slot('types', 'pgoutput')");
        }
        Side postgresTables = new Side(true, postgresConnection, null);
        Side mysqlTables = new Side(false, mysqlConnection, null);
        for (PairCase pair : cases()) {
            String table = "t" + TABLES.size();
            TABLES.put(pair, table);
            postgresTables.create(table, pair.postgres());
            mysqlTables.create(table, pair.mysql());
        }
        postgres =
                new Side(
                        true, postgresConnection, LogTail.postgres(databases.postgres(), DATABASE));
        mysql = new Side(false, mysqlConnection, LogTail.mysql(databases.mysql(), DATABASE));
        // Half of the tables' schemas come from the snapshot, this one from the log's own DDL.
        postgres.create("ready", "integer");
        mysql.create("ready", "int");
        awaitReady();
    }

    /// MySQL's engine starts at the end of the log, which is some moment after its start.
    private static void awaitReady() throws Exception {
        for (int i = 0; i < 600; i++) {
            mysql.client("ready", i, "1");
            Thread.sleep(50);
            if (mysql.log().isUp() && mysql.log().has("ready", i)) {
                postgres.client("ready", 1, "1");
                postgres.log().row("ready", 1);
                return;
            }
        }
        throw new AssertionError("MySQL's log did not begin");
    }

    private static Connection mysqlConnection() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", databases.mysql().user());
        properties.setProperty("password", databases.mysql().password());
        properties.setProperty("connectionTimeZone", "UTC");
        properties.setProperty("forceConnectionTimeZoneToSession", "true");
        return DriverManager.getConnection(databases.mysql().jdbcUrl(DATABASE), properties);
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.log().close();
        mysql.log().close();
        postgres.connection().close();
        mysql.connection().close();
        databases.close();
    }

    static List<PairCase> cases() {
        return PairCases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void postgresToMysqlAndBack(PairCase pair) throws SQLException {
        roundTrip(pair, postgres, mysql, pair.postgresValues(), pair.postgresRefused(), 1);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void mysqlToPostgresAndBack(PairCase pair) throws SQLException {
        roundTrip(pair, mysql, postgres, pair.mysqlValues(), pair.mysqlRefused(), 1_000);
    }

    private static void roundTrip(
            PairCase pair,
            Side source,
            Side target,
            List<String> values,
            List<String> refused,
            int firstId)
            throws SQLException {
        String table = TABLES.get(pair);
        Column postgresColumn = postgres.column(table, pair.postgres());
        Column mysqlColumn = mysql.column(table, pair.mysql());
        Column sourceColumn = source.postgres() ? postgresColumn : mysqlColumn;
        Column targetColumn = source.postgres() ? mysqlColumn : postgresColumn;
        TypePair.Carried carried = (TypePair.Carried) TypeTable.pair(postgresColumn, mysqlColumn);
        ValueFunction there = source.postgres() ? carried.toMysql() : carried.toPostgres();
        ValueFunction back = source.postgres() ? carried.toPostgres() : carried.toMysql();
        List<String> all = new ArrayList<>(values);
        all.add("null");
        int id = firstId;
        for (String value : all) {
            source.client(table, id, value);
            Object read = source.logged(table, id, sourceColumn);
            assertThat(source.holds(table, id, sourceColumn, read))
                    .as("guard at the source: %s", value)
                    .isTrue();
            Object converted = read == null ? null : there.apply(read);
            target.apply(table, id, targetColumn, converted);
            assertThat(target.logged(table, id, targetColumn))
                    .as("in the target's log: %s", value)
                    .isEqualTo(converted);
            assertThat(target.holds(table, id, targetColumn, converted))
                    .as("guard at the target: %s", value)
                    .isTrue();
            assertKindText(targetColumn, converted);
            Object returned = converted == null ? null : back.apply(converted);
            source.apply(table, id + WRITTEN_BACK, sourceColumn, returned);
            assertThat(source.logged(table, id + WRITTEN_BACK, sourceColumn))
                    .as("written back: %s", value)
                    .isEqualTo(returned);
            if (!isRespelled(pair)) {
                assertThat(returned).as("came back: %s", value).isEqualTo(read);
            }
            if (!isReshown(pair)) {
                assertThat(source.shown(table, id + WRITTEN_BACK))
                        .as("shown: %s", value)
                        .isEqualTo(source.shown(table, id));
            }
            id++;
        }
        for (String value : refused) {
            source.client(table, id, value);
            Object read = source.logged(table, id, sourceColumn);
            assertThat(source.holds(table, id, sourceColumn, read))
                    .as("guard at the source: %s", value)
                    .isTrue();
            assertKindText(sourceColumn, read);
            assertThatThrownBy(() -> there.apply(read)).as(value).isInstanceOf(CannotConvert.class);
            id++;
        }
    }

    /// A value's text form gives the value again.
    private static void assertKindText(Column column, Object value) {
        if (value != null) {
            assertThat(column.kind().parse(column.kind().format(value))).isEqualTo(value);
        }
    }

    /// Pairs whose conversion settles on one spelling of many.
    private static boolean isRespelled(PairCase pair) {
        return pair.mysql().startsWith("set")
                || pair.mysql().startsWith("varchar")
                || pair.mysql().equals("char(36)")
                || pair.postgres().equals("text") && pair.mysql().equals("json")
                || pair.mysql().equals("longtext");
    }

    /// Pairs in which equal values may be shown with more or fewer digits or blanks.
    private static boolean isReshown(PairCase pair) {
        return isRespelled(pair)
                || pair.mysql().equals("json")
                || pair.postgres().equals("numeric");
    }
}
