package dev.duet.deploy.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.apply.KeyRange;
import dev.duet.apply.TableReader;
import dev.duet.apply.VersionedRow;
import dev.duet.apply.mysql.MysqlTarget;
import dev.duet.apply.postgres.PostgresTarget;
import dev.duet.localdb.LocalDatabases;
import dev.duet.mapping.types.TypeTable;
import dev.duet.schemas.Column;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.TableName;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A table read chunk by chunk gives each row once, in the order that the database sorts keys of
/// each type, and finds where to go on by the key's index.
final class TableChunksIT {
    private static final String DATABASE = "chunks";
    private static final int ROWS = 25;
    private static final int CHUNK = 10;

    private static LocalDatabases servers;
    private static Side postgres;
    private static Side mysql;
    private static int tables;

    @BeforeAll
    static void start() throws Exception {
        servers = LocalDatabases.start();
        servers.postgres().createDatabase(DATABASE);
        servers.mysql().createDatabase(DATABASE);
        postgres = new Side(true, servers.postgres().connect(DATABASE), null);
        mysql = new Side(false, servers.mysql().connect(DATABASE), null);
        mysql.execute("SET time_zone = '+00:00', sql_mode = " + MysqlSession.SQL_MODE);
        postgres.execute("CREATE EXTENSION citext");
        postgres.execute("CREATE TYPE mood AS ENUM ('z', 'y', 'b', 'c')");
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.connection().close();
        mysql.connection().close();
        servers.close();
    }

    /// In the keys n is the row's number, from 1 to 25.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "integer | n * 7919 % 101 - 50",
                "bigint | 9223372036854775807 - n",
                "text | concat(chr(64 + n), '😀')",
                "text collate \"C\" | concat(CASE n % 2 WHEN 0 THEN 'a' ELSE 'B' END, n)",
                "character varying(9) | concat(CASE n % 2 WHEN 0 THEN 'a' ELSE 'B' END, n)",
                "character(9) | concat('a', n)",
                "citext | concat(CASE n % 2 WHEN 0 THEN 'a' ELSE 'A' END, n)",
                "uuid | md5(n::text)::uuid",
                "numeric(20,5) | n * 7919 % 101 - 50.5",
                "numeric | CASE n WHEN 1 THEN 'NaN' WHEN 2 THEN '-Infinity' ELSE 1e20 / n END",
                "money | n::numeric::money",
                "double precision | CASE n WHEN 1 THEN 'NaN' ELSE 1e0 / n - 0.1 END",
                "real | 1e0 / n",
                "bytea | decode(md5(n::text), 'hex')",
                "date | CASE n WHEN 1 THEN 'infinity' ELSE date '0005-01-01 BC' + 300 * n END",
                "timestamp without time zone | timestamp '2024-03-31' + n * interval '1 us'",
                "timestamp with time zone | timestamptz '2024-03-31 00:30Z' - n * interval '7 min'",
                "time without time zone | time '12:00' + n * interval '1 us'",
                "bit(8) | (n * 7919 % 256)::bit(8)",
                "inet | '10.0.0.0'::inet + n",
            })
    void postgresKeys(String type, String key) throws SQLException {
        String table = table(postgres, "k " + type, "k", "(" + key + ")");
        check(postgres, shape(postgres, table, type.replaceAll(" collate.*", "")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "int | n * 7919 % 101 - 50",
                "bigint unsigned | 18446744073709551615 - n",
                "varchar(20) | concat(char(64 + n), '😀')",
                "varchar(20) | concat(if(n % 2, 'a', 'B'), n)",
                "varchar(20) collate utf8mb4_bin | concat(if(n % 2, 'a', 'B'), n)",
                "varchar(20) character set latin1 | concat('é', n)",
                "char(36) | concat(lpad(hex(n * 7919), 8, '0'), '-9c0b-4ef8-bb6d-6bb9bd380a11')",
                "decimal(20,5) | n * 7919 % 101 - 50.5",
                "double | 1e0 / n - 0.1",
                "float | 1e0 / n",
                "binary(16) | unhex(left(sha2(n, 256), 32))",
                "varbinary(16) | left(unhex(sha2(n, 256)), 2 + n % 15)",
                "date | if(n = 1, '0000-00-00', date '2024-02-01' + interval n day)",
                "datetime(6) | timestamp'2024-03-31 00:00:00' + interval n microsecond",
                "timestamp(6) | timestamp'2024-03-31 00:30:00' - interval n * 7 minute",
                "time(6) | sec_to_time((n - 12) / 3)",
                "year | 2000 + n",
                "bit(64) | 18446744073709551615 - n",
                "set('z','y','x','w','v') | n",
            })
    void mysqlKeys(String type, String key) throws SQLException {
        String table = table(mysql, "k " + type, "k", key);
        check(mysql, shape(mysql, table, type.replaceAll(" collate.*", "")));
    }

    @Test
    void compositeKeysInPostgres() throws SQLException {
        String table =
                table(
                        postgres,
                        "a mood, b text, c numeric",
                        "a, b, c",
                        "(enum_range(NULL::mood))[1 + n % 4], chr(97 + n % 3), n / 2.0");
        check(postgres, shape(postgres, table, "mood enum('z','y','b','c')", "text", "numeric"));
    }

    @Test
    void compositeKeysInMysql() throws SQLException {
        String table =
                table(
                        mysql,
                        "a enum('z','y','b','c'), b varchar(9), c decimal(9,2)",
                        "a, b, c",
                        "1 + n % 4, char(97 + n % 3), n / 2");
        check(mysql, shape(mysql, table, "enum('z','y','b','c')", "varchar(9)", "decimal(9,2)"));
    }

    @Test
    void lockedRowIsLocked() throws Exception {
        for (Side side : List.of(postgres, mysql)) {
            String table = table(side, "k int", "k", "n");
            Shape shape = shape(side, table, side.postgres() ? "integer" : "int");
            side.connection().setAutoCommit(false);
            Row row = reader(side).lock(side.connection(), shape, Row.of(7L));
            try (Connection other = connect(side)) {
                Side others = new Side(side.postgres(), other, null);
                String free = "SELECT count(*) FROM (SELECT k FROM %s FOR UPDATE SKIP LOCKED) f";
                assertThat(row).isEqualTo(Row.of(7L));
                assertThat(others.ask(free.formatted(table))).isEqualTo("24");
            }
            side.connection().setAutoCommit(true);
        }
    }

    private static Connection connect(Side side) throws SQLException {
        return side.postgres()
                ? servers.postgres().connect(DATABASE)
                : servers.mysql().connect(DATABASE);
    }

    @Test
    void indexFindsWhereToGoOnInPostgres() throws SQLException {
        String table = table(postgres, "a int, b int, c int", "a, b, c", "n % 5, n % 3, n");
        Shape shape = shape(postgres, table, "integer", "integer", "integer");
        postgres.execute("ANALYZE " + table);
        postgres.execute("BEGIN");
        postgres.execute("SET LOCAL enable_seqscan = off");
        reader(postgres)
                .chunk(postgres.connection(), shape, KeyRange.ALL.behind(Row.of(3L, 0L, 0L)), 2);
        String read =
                "SELECT seq_tup_read || ' ' || idx_tup_fetch FROM pg_stat_xact_user_tables WHERE"
                        + " relname = '"
                        + table
                        + "'";
        assertThat(postgres.ask(read)).isEqualTo("0 2");
        postgres.execute("ROLLBACK");
    }

    @Test
    void indexFindsWhereToGoOnInMysql() throws SQLException {
        String table = table(mysql, "a int, b int, c int", "a, b, c", "n % 5, n % 3, n");
        Shape shape = shape(mysql, table, "int", "int", "int");
        mysql.execute("ANALYZE TABLE " + table);
        mysql.execute("FLUSH STATUS");
        reader(mysql).chunk(mysql.connection(), shape, KeyRange.ALL.behind(Row.of(3L, 0L, 0L)), 2);
        assertThat(mysql.counted("Handler_read_rnd_next")).isZero();
        assertThat(mysql.counted("Sort_rows")).isZero();
        assertThat(mysql.counted("Handler_read_next")).isLessThanOrEqualTo(2);
    }

    /// Makes a table of that key with 25 rows.
    private static String table(Side side, String columns, String key, String values)
            throws SQLException {
        String table = "c" + tables++;
        side.execute("CREATE TABLE " + table + " (" + columns + ", PRIMARY KEY (" + key + "))");
        String numbers =
                side.postgres()
                        ? "generate_series(1, 25) n"
                        : "JSON_TABLE(CONCAT('[', REPEAT('1,', 24), '1]'), '$[*]' COLUMNS (n FOR"
                                + " ORDINALITY)) numbers";
        side.execute("INSERT INTO " + table + " SELECT " + values + " FROM " + numbers);
        return table;
    }

    /// A shape whose columns are all in the key.
    private static Shape shape(Side side, String table, String... types) {
        List<Column> columns = new ArrayList<>();
        for (String type : types) {
            String name =
                    types.length == 1 ? "k" : "abc".substring(columns.size(), columns.size() + 1);
            columns.add(
                    new Column(
                            name,
                            type,
                            side.postgres()
                                    ? TypeTable.postgresKind(type)
                                    : TypeTable.mysqlKind(type),
                            false));
        }
        String schema = side.postgres() ? "public" : DATABASE;
        return new Shape("chunks", new TableName(schema, table), columns, columns.size());
    }

    private static void check(Side side, Shape shape) throws SQLException {
        TableReader reader = reader(side);
        Connection connection = side.connection();
        List<Row> all = reader.chunk(connection, shape, KeyRange.ALL, 1_000);
        List<Row> read = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        List<Row> chunk = reader.chunk(connection, shape, KeyRange.ALL, CHUNK);
        while (!chunk.isEmpty()) {
            read.addAll(chunk);
            sizes.add(chunk.size());
            chunk = reader.chunk(connection, shape, KeyRange.ALL.behind(chunk.getLast()), CHUNK);
        }
        assertThat(sizes).containsExactly(10, 10, 5);
        assertThat(values(read)).isEqualTo(values(all)).hasSize(ROWS).doesNotHaveDuplicates();
        KeyRange part = new KeyRange(all.get(3), true, all.get(20));
        assertThat(values(reader.chunk(connection, shape, part, 1_000)))
                .isEqualTo(values(all.subList(3, 21)));
        assertThat(values(reader.chunk(connection, shape, part.behind(all.get(19)), 1_000)))
                .isEqualTo(values(all.subList(20, 21)));
        Row tenth = reader.skip(connection, shape, part, 10);
        assertThat(values(List.of(tenth))).isEqualTo(values(all.subList(12, 13)));
        assertThat(reader.skip(connection, shape, part, 19)).isNull();
        List<VersionedRow> some = reader.read(connection, shape, all.subList(5, 9));
        assertThat(values(some.stream().map(VersionedRow::row).toList()))
                .containsExactlyInAnyOrderElementsOf(values(all.subList(5, 9)));
        for (Row row : all) {
            assertThat(reader.lock(connection, shape, row)).isEqualTo(row);
        }
    }

    private static List<List<Object>> values(List<Row> rows) {
        return rows.stream().map(row -> Arrays.asList(row.toArray())).toList();
    }

    private static TableReader reader(Side side) {
        return (side.postgres() ? new PostgresTarget() : new MysqlTarget()).tableReader();
    }
}
