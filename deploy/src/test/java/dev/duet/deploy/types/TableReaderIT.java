package dev.duet.deploy.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.apply.KeyRange;
import dev.duet.apply.RowWriter;
import dev.duet.apply.TableReader;
import dev.duet.apply.TargetDatabase;
import dev.duet.apply.mysql.MysqlTarget;
import dev.duet.apply.postgres.PostgresTarget;
import dev.duet.schemas.Column;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.TableName;
import dev.duet.schemas.types.Kind;
import dev.duet.schemas.types.Special;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Rows read from the tables are the rows that the logs show, for every pair's types and values in
/// both databases, whoever wrote them and however the session is set.
final class TableReaderIT {
    private static final int WRITTEN_BACK = 1_000;

    /// PostgreSQL's driver asks for some types in binary from the fifth time on.
    private static final int UNTIL_BINARY = 7;

    private static final Map<PairCase, String> TABLES = new LinkedHashMap<>();

    private static TypeDatabases databases;
    private static Side postgres;
    private static Side mysql;
    private static int tables;

    @BeforeAll
    static void start() throws Exception {
        databases =
                TypeDatabases.start(
                        (postgresTables, mysqlTables) -> {
                            for (PairCase pair : cases()) {
                                String table = "t" + TABLES.size();
                                TABLES.put(pair, table);
                                postgresTables.create(table, pair.postgres());
                                mysqlTables.create(table, pair.mysql());
                            }
                        });
        postgres = databases.postgres();
        mysql = databases.mysql();
        setAsApplyDoes(postgres);
        setAsApplyDoes(mysql);
    }

    @AfterAll
    static void stop() throws Exception {
        databases.close();
    }

    static List<PairCase> cases() {
        return PairCases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void postgres(PairCase pair) throws SQLException {
        List<String> values = new ArrayList<>(pair.postgresValues());
        values.addAll(pair.postgresRefused());
        String table = TABLES.get(pair);
        check(postgres, table, postgres.column(table, pair.postgres()), values);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void mysql(PairCase pair) throws SQLException {
        List<String> values = new ArrayList<>(pair.mysqlValues());
        values.addAll(pair.mysqlRefused());
        String table = TABLES.get(pair);
        check(mysql, table, mysql.column(table, pair.mysql()), values);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "timestamp with time zone | '4713-01-01 00:00:00Z BC'",
                "date | '4713-01-01 BC'",
                "real | '1e-45'",
                "double precision | '-0'",
                "interval | '-178000000 years'",
                "interval | '1 mon -1 day 00:00:00.000001'",
                "cidr[] | '{10.0.0.0/8}'",
                "inet[] | '{10.0.0.1,10.0.0.1/8}'",
                "real[] | '{0.1,-0}'",
                "bytea[] | array['\\x00ff'::bytea]",
                "interval[] | array['1 year 2 days 3 hours'::interval]",
                "timestamp without time zone[] | '{2024-02-29 12:34:56.7}'",
                "timestamp with time zone[] | '{infinity,NULL,0001-02-29 12:00:00Z BC}'",
                "timestamp with time zone[] | '{2024-02-29 12:34:56.7Z}'",
                "character(3)[] | '{a}'",
                "bit varying(5)[] | '{101}'",
                "jsonb[] | array['{\"b\": 1.0}'::jsonb]",
                "citext[] | '{A}'",
                "hstore | 'a=>1'",
                "point | '(NaN,-0)'",
                "\"char\" | '\\351'",
                "\"char\" | ''",
                "character(5) | ' a '",
                "xml | '<?xml version=\"1.0\" encoding=\"UTF-8\"?><a/>'",
                "numeric | '-1e-1000'",
                "numeric | 1e1000",
                "jsonb | '{\"x\": 5e-324, \"y\": 1e-400}'",
            })
    void oddInPostgres(String type, String value) throws SQLException {
        check(postgres, newTable(postgres, type), type, value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "bigint unsigned zerofill | 7",
                "real | 0.1",
                "double | 5e-324",
                "double(10,2) | 1234567.89",
                "float | -0e0",
                "year | 0",
                "enum('a,b','c') character set latin1 | 'a,b'",
                "set('über','b c') | 'b c,über'",
                "text character set utf16 | 'ü😀'",
                "char(9) character set sjis | '日本'",
                "varchar(9) character set gbk | '日本'",
                "varchar(9) collate utf8mb4_bin | 'a  '",
                "bit(13) | 5",
                "time(3) | '-838:59:59'",
                "json | json_object('y', cast(2024 as year), 't', cast('12:00:00.5' as time(1)))",
                "json | json_array(cast(1.50 as decimal(5,2)), 1.50e0, -0.0e0, 5e-324, 1e-323)",
                "json | json_array(cast('ab' as binary), b'101', 1e16, 1e15,"
                        + " 123456789012345680000)",
                "json | json_array(cast('12:30:00' as time), timestamp'2024-01-02 03:04:05')",
            })
    void oddInMysql(String type, String value) throws SQLException {
        check(mysql, newTable(mysql, type), type, value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "date | '0000-00-00'",
                "date | '2024-00-15'",
                "date | '2024-02-00'",
                "date | '0000-05-05'",
                "datetime(6) | '0000-00-00'",
                "datetime | '2024-00-15 12:34:56'",
                "datetime | '0000-05-05 12:34:56'",
                "timestamp(6) | '0000-00-00'",
                "timestamp | '0000-00-00'",
            })
    void zeroDateIsWhatTheLogGives(String type, String value) throws SQLException {
        for (boolean nullable : new boolean[] {false, true}) {
            mysql.execute("SET sql_mode = ''");
            String table = newTable(mysql, type + (nullable ? " null" : " not null"));
            Column declared = mysql.column(table, type);
            Column column = new Column("v", declared.type(), declared.kind(), nullable);
            mysql.client(table, 1, value);
            Object logged = mysql.logged(table, 1, column);
            assertThat(logged).isEqualTo(nullable ? null : Special.ZERO_DATE);
            assertReads(mysql, table, column, List.of(Row.of(1L, logged)));
        }
    }

    @Test
    void rowThatIsNotThereIsNull() throws SQLException {
        for (Side side : List.of(postgres, mysql)) {
            Shape shape = shape(side, "t0", side.column("t0", "smallint"));
            assertThat(reader(side).lock(side.connection(), shape, Row.of(-1L, null))).isNull();
        }
    }

    private static String newTable(Side side, String type) throws SQLException {
        String table = "odd" + tables++;
        side.create(table, type);
        return table;
    }

    private static void check(Side side, String table, String type, String value)
            throws SQLException {
        check(side, table, side.column(table, type), List.of(value));
    }

    private static void check(Side side, String table, Column column, List<String> expressions)
            throws SQLException {
        List<Row> logged = new ArrayList<>();
        List<Row> again = new ArrayList<>();
        List<String> all = new ArrayList<>(expressions);
        all.add("null");
        for (String expression : all) {
            int id = logged.size();
            side.client(table, id, expression);
            Object value = side.logged(table, id, column);
            logged.add(Row.of((long) id, value));
            again.add(Row.of((long) WRITTEN_BACK + id, value));
        }
        assertReads(side, table, column, logged);
        writer(side).insert(side.connection(), shape(side, table, column), again);
        logged.addAll(again);
        assertReads(side, table, column, logged);
    }

    private static void assertReads(Side side, String table, Column column, List<Row> rows)
            throws SQLException {
        assertReadsNow(side, table, column, rows);
        if (column.kind() != Kind.ARRAY) {
            setOddly(side);
            assertReadsNow(side, table, column, rows);
            setAsApplyDoes(side);
        }
    }

    private static void assertReadsNow(Side side, String table, Column column, List<Row> rows)
            throws SQLException {
        Shape shape = shape(side, table, column);
        TableReader reader = reader(side);
        for (int i = 0; i < UNTIL_BINARY; i++) {
            assertThat(values(reader.chunk(side.connection(), shape, KeyRange.ALL, 1_000)))
                    .isEqualTo(values(rows));
        }
        for (Row row : rows) {
            Row identity = Row.of(row.get(0), null);
            Row locked = reader.lock(side.connection(), shape, identity);
            assertThat(values(List.of(locked))).isEqualTo(values(List.of(row)));
        }
    }

    /// Rows do not show what is in them.
    private static List<List<Object>> values(List<Row> rows) {
        return rows.stream().map(row -> Arrays.asList(row.toArray())).toList();
    }

    private static void setAsApplyDoes(Side side) throws SQLException {
        if (side.postgres()) {
            side.execute("SET timezone = 'UTC'");
            side.execute("SET intervalstyle = 'postgres'");
            side.execute("SET extra_float_digits = 1");
            side.execute("SET bytea_output = 'hex'");
        } else {
            side.execute("SET time_zone = '+00:00', sql_mode = " + MysqlSession.SQL_MODE);
        }
    }

    /// But for DateStyle, which PostgreSQL's driver lets nobody change.
    private static void setOddly(Side side) throws SQLException {
        if (side.postgres()) {
            side.execute("SET timezone = 'Asia/Kathmandu'");
            side.execute("SET intervalstyle = 'iso_8601'");
            side.execute("SET extra_float_digits = -5");
            side.execute("SET bytea_output = 'escape'");
        } else {
            side.execute("SET time_zone = '+05:45'");
            side.execute(
                    "SET sql_mode ="
                            + " 'PAD_CHAR_TO_FULL_LENGTH,NO_ZERO_DATE,NO_ZERO_IN_DATE,ANSI_QUOTES,"
                            + "PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES,STRICT_ALL_TABLES'");
        }
    }

    private static Shape shape(Side side, String table, Column column) {
        String type = side.postgres() ? "integer" : "int";
        return new Shape(
                "read",
                new TableName(side.postgres() ? "public" : "types", table),
                List.of(new Column("id", type, Kind.INTEGER, false), column),
                1);
    }

    private static RowWriter writer(Side side) {
        return target(side).rowWriter();
    }

    private static TableReader reader(Side side) {
        return target(side).tableReader();
    }

    private static TargetDatabase target(Side side) {
        return side.postgres() ? new PostgresTarget() : new MysqlTarget();
    }
}
