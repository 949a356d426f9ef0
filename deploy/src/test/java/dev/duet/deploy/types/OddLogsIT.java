package dev.duet.deploy.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.schemas.Column;
import dev.duet.schemas.Unchanged;
import dev.duet.schemas.types.Special;

import org.apache.kafka.connect.data.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.sql.SQLException;

/// What logs hold beside ordinary rows: marks for large values, zero dates, defaults, tables made
/// while we read; and what a guard must tell apart.
final class OddLogsIT {
    private static TypeDatabases databases;
    private static Side postgres;
    private static Side mysql;
    private static int tables;

    @BeforeAll
    static void start() throws Exception {
        databases =
                TypeDatabases.start(
                        (before, mysqlBefore) -> {
                            before.execute("CREATE SCHEMA duet");
                            before.execute(
                                    "CREATE COLLATION nocase (provider = icu, locale ="
                                            + " 'und-u-ks-level2', deterministic = false)");
                        });
        postgres = databases.postgres();
        mysql = databases.mysql();
    }

    @AfterAll
    static void stop() throws Exception {
        databases.close();
    }

    private static String newTable() {
        return "odd" + tables++;
    }

    private static Object logged(Side side, String type, String value) throws SQLException {
        String table = newTable();
        side.create(table, type);
        side.client(table, 1, value);
        return side.logged(table, 1, side.column(table, type));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "boolean | 2 | 2",
                "bool | -1 | -1",
                "tinyint(1) | 127 | 127",
                "year | 0 | 0",
                "year | 1901 | 1901",
                "float(7,3) | 1234.567 | 1234.567",
                "enum('a,b','c') | 'a,b' | a,b",
                "enum('it''s','x') | 'it''s' | it's",
                "enum('back\\\\slash','x') | 'back\\\\slash' | back\\slash",
                "enum('über','x') | 'über' | über",
                "enum('\"q\"','x') | '\"q\"' | \"q\"",
                "set('a','b c') | 'b c,a' | a,b c",
                "national varchar(20) | 'ü' | ü",
                "bigint unsigned zerofill | 7 | 7",
                "integer unsigned | 4294967295 | 4294967295",
                "dec(5,2) | 1.10 | 1.1",
                "double precision | 0.1 | 0.1",
                "real | 0.1 | 0.1",
                "float(53) | 0.1 | 0.1",
                "float8 | 0.1 | 0.1",
                "float4 | 0.1 | 0.1",
                "int1 unsigned | 255 | 255",
                "int2 | -32768 | -32768",
                "middleint unsigned | 16777215 | 16777215",
                "int8 unsigned | 18446744073709551615 | 18446744073709551615",
                "fixed(5,2) | 1.10 | 1.1",
                "numeric(5,2) unsigned | 1.10 | 1.1",
                "year(4) | 2155 | 2155",
                "long varchar | 'ü' | ü",
                "long | 'ü' | ü",
                "char varying(9) | 'ü' | ü",
                "nchar(9) | 'ü' | ü",
                "national char varying(9) | 'ü' | ü",
                "varchar(9) binary | 'ü' | ü",
                "varchar(9) charset latin1 | 'ü' | ü",
                "varchar(9) ascii | 'u' | u",
                "text character set utf16 | 'ü' | ü",
                "char(9) character set sjis | '日本' | 日本",
                "varchar(9) character set gbk | '日本' | 日本",
                "varchar(9) character set cp1251 | 'Ж' | Ж",
                "varchar(9) collate latin1_german2_ci | 'ü' | ü",
                "serial | 18446744073709551615 | 18446744073709551615",
            })
    void mysqlTableMadeWhileReadingIsReadTheSame(String type, String value, String expected)
            throws SQLException {
        if (type.equals("serial")) {
            String table = newTable();
            mysql.execute("CREATE TABLE " + table + " (id int PRIMARY KEY, v serial)");
            mysql.client(table, 1, value);
            assertThat(String.valueOf(mysql.logged(table, 1, mysql.column(table, type))))
                    .isEqualTo(expected);
            return;
        }
        assertThat(String.valueOf(logged(mysql, type, value))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "text",
        "jsonb",
        "bytea",
        "numeric",
        "integer[]",
        "text[]",
        "xml",
        "bit varying",
        "hstore",
        "bigint[]",
        "uuid[]",
        "numeric[]",
        "character varying",
        "json"
    })
    void largeValueTheLogLeftOutIsUnchanged(String type) throws SQLException {
        String table = newTable();
        postgres.execute("CREATE TABLE " + table + " (id int PRIMARY KEY, w int, v " + type + ")");
        postgres.execute("ALTER TABLE " + table + " ALTER v SET STORAGE EXTERNAL");
        postgres.execute("INSERT INTO " + table + " VALUES (1, 1, " + large(type) + ")");
        Column column = postgres.column(table, type);
        assertThat(postgres.logged(table, 1, column)).isNotEqualTo(Unchanged.VALUE);
        postgres.log().forget(table, 1);
        postgres.execute("UPDATE " + table + " SET w = 2");
        assertThat(postgres.logged(table, 1, column)).isEqualTo(Unchanged.VALUE);
    }

    private static String large(String type) {
        return switch (type) {
            case "bytea" -> "decode(repeat('ab', 9000), 'hex')";
            case "jsonb", "json" -> "('[' || repeat('1,', 9000) || '1]')::" + type;
            case "numeric" -> "repeat('12345678', 3000)::numeric";
            case "xml" -> "('<a>' || repeat('x', 9000) || '</a>')::xml";
            case "bit varying" -> "repeat('10', 30000)::varbit";
            case "hstore" -> "hstore('k', repeat('v', 9000))";
            case "uuid[]" -> "array_fill('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid, array[900])";
            case "text[]" -> "array_fill('text'::text, array[3000])";
            case "integer[]", "bigint[]", "numeric[]" ->
                    "array_fill(7::numeric, array[9000])::" + type;
            default -> "repeat('x', 9000)";
        };
    }

    @ParameterizedTest
    @CsvSource({"date", "datetime", "datetime(6)", "timestamp", "timestamp(3)"})
    void zeroDateIsItselfWhereNullIsNotAllowed(String type) throws SQLException {
        mysql.execute("SET SESSION sql_mode = ''");
        assertThat(logged(mysql, type + " not null", "'0000-00-00'")).isEqualTo(Special.ZERO_DATE);
        assertThat(logged(mysql, type + " not null default '0000-00-00 00:00:00'", "'2024-01-02'"))
                .isNotEqualTo(Special.ZERO_DATE)
                .isNotNull();
        mysql.execute("SET SESSION sql_mode = DEFAULT");
    }

    @ParameterizedTest
    @CsvSource({"date", "datetime", "timestamp"})
    void zeroDateIsFoundAndWrittenBack(String type) throws SQLException {
        mysql.execute("SET SESSION sql_mode = ''");
        String table = newTable();
        mysql.create(table, type + " not null");
        mysql.client(table, 1, "'0000-00-00'");
        Column column = mysql.column(table, type);
        assertThat(mysql.holds(table, 1, column, Special.ZERO_DATE)).isTrue();
        mysql.apply(table, 2, column, Special.ZERO_DATE);
        assertThat(mysql.logged(table, 2, column)).isEqualTo(Special.ZERO_DATE);
        assertThat(mysql.shown(table, 2)).isEqualTo(mysql.shown(table, 1));
        mysql.execute("SET SESSION sql_mode = DEFAULT");
    }

    /// Debezium's reader makes both null before anything of ours sees them: keep NO_ZERO_DATE on.
    @Test
    void zeroDateIsNullWhereNullIsAllowed() throws SQLException {
        mysql.execute("SET SESSION sql_mode = ''");
        assertThat(logged(mysql, "date null", "'0000-00-00'")).isNull();
        assertThat(logged(mysql, "date not null", "'2024-00-15'")).isEqualTo(Special.ZERO_DATE);
        mysql.execute("SET SESSION sql_mode = DEFAULT");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "integer default 5",
                "numeric default 1.5",
                "text default 'x'",
                "timestamp with time zone default now()",
                "timestamp without time zone default '2024-01-01'",
                "date default '2024-01-01'",
                "boolean default true",
                "jsonb default '{}'",
                "bytea default '\\x00'",
                "interval default '1 day'",
                "uuid default gen_random_uuid()",
                "integer[] default '{1}'",
                "time without time zone default '12:00'",
            })
    void nullIsNullBesideADefaultInPostgres(String type) throws SQLException {
        assertThat(logged(postgres, type, "null")).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "int default 5",
                "decimal(5,2) default 1.5",
                "varchar(5) default 'x'",
                "timestamp(6) null default current_timestamp(6)",
                "datetime default '2024-01-01'",
                "date default '2024-01-01'",
                "boolean default true",
                "json default ('{}')",
                "float default 0.5",
                "time default '12:00'",
                "year default 2024",
                "enum('a','b') default 'a'",
                "bit(8) default b'1'",
            })
    void nullIsNullBesideADefaultInMysql(String type) throws SQLException {
        assertThat(logged(mysql, type, "null")).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "text | 'a' | 'A'",
                "text | 'a' | 'a '",
                "citext | 'a' | 'A'",
                "text collate nocase | 'a' | 'A'",
                "interval | '1 mon' | '30 days'",
                "interval | '1 day' | '24:00:00'",
                "jsonb | '{\"a\": 1}' | '{\"a\": 2}'",
                "json | '{\"a\": 1}' | '{\"A\": 1}'",
                "bit varying | B'1' | B'01'",
                "numeric | 1 | 1.0000000000000000001",
                "real | 0.1 | 0.10000001",
                "text | '' | null",
                "timestamp without time zone | '2024-01-01' | '2024-01-01 00:00:00.000001'",
                "inet | '10.0.0.0/8' | '10.0.0.0/9'",
                "text[] | '{a}' | '{A}'",
            })
    void postgresGuardTellsApart(String type, String value, String other) throws SQLException {
        assertApart(postgres, type, value, other);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "varchar(10) | 'a' | 'A'",
                "varchar(10) | 'a' | 'a '",
                "varchar(10) | 'a' | 'ä'",
                "varchar(10) character set latin1 | 'a' | 'A'",
                "text collate utf8mb4_bin | 'a' | 'a '",
                "enum('a','b') | 'a' | 'b'",
                "json | '{\"a\": 1}' | '{\"a\": 2}'",
                "json | '\"a\"' | '\"A\"'",
                "float | 0.1 | 0.10000001",
                "double | 0.1 | 0.10000000000000002",
                "decimal(30,10) | 1 | 1.0000000001",
                "datetime(6) | '2024-01-01' | '2024-01-01 00:00:00.000001'",
                "binary(4) | 'a' | 'A'",
                "varbinary(4) | x'61' | x'6100'",
                "bit(64) | 18446744073709551615 | 18446744073709551614",
                "bigint unsigned | 18446744073709551615 | 18446744073709551614",
                "varchar(10) | '' | null",
                "point | ST_GeomFromText('POINT(1 2)') | ST_GeomFromText('POINT(1 2)', 4326)",
            })
    void mysqlGuardTellsApart(String type, String value, String other) throws SQLException {
        assertApart(mysql, type, value, other);
    }

    private static void assertApart(Side side, String type, String value, String other)
            throws SQLException {
        String table = newTable();
        side.create(table, type);
        side.client(table, 1, value);
        side.client(table, 2, other);
        Column column = side.column(table, type.replace(" collate nocase", ""));
        Object first = side.logged(table, 1, column);
        Object second = side.logged(table, 2, column);
        assertThat(side.holds(table, 1, column, first)).isTrue();
        assertThat(side.holds(table, 2, column, second)).isTrue();
        assertThat(first).isNotEqualTo(second);
        assertThat(side.holds(table, 2, column, first)).isFalse();
        assertThat(side.holds(table, 1, column, second)).isFalse();
    }

    @Test
    void tablesOfDuetAreReadAsDebeziumGivesThem() throws SQLException {
        postgres.execute("CREATE TABLE duet.own (id int PRIMARY KEY, v timestamptz)");
        postgres.execute("INSERT INTO duet.own VALUES (1, now())");
        assertThat(postgres.log().row("own", 1).schema().field("v").schema().type())
                .isEqualTo(Schema.Type.STRING);
    }
}
