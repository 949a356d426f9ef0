package dev.duet.deploy.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.apply.RowWriter;
import dev.duet.localdb.LocalMysql;
import dev.duet.localdb.ServerOptions;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.types.Bytes;
import dev.duet.schemas.types.Kind;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What a statement over many rows must leave as a statement for each row leaves it: keys of every
/// type, what hangs on the order of the rows, more than a packet holds.
final class MysqlJoinIT {
    private static final int ROWS = 400;
    private static final int CHANGED = 200;
    private static final List<Integer> MISSED = List.of(0, 77, 199);

    private static LocalMysql server;

    private MysqlSession session;
    private Side side;

    @BeforeAll
    static void start() throws Exception {
        server = LocalMysql.start(ServerOptions.temporary());
        server.createDatabase(MysqlSession.DATABASE);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect() throws SQLException {
        session = MysqlSession.open(server);
        side = session.side();
    }

    @AfterEach
    void disconnect() throws SQLException {
        session.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int",
                "bigint unsigned",
                "decimal(30,4)",
                "varchar(36)",
                "varchar(36) COLLATE utf8mb4_general_ci",
                "varchar(36) COLLATE utf8mb4_bin",
                "varchar(36) COLLATE utf8mb4_0900_as_cs",
                "varchar(700)",
                "char(36) CHARACTER SET ascii",
                "varchar(36) CHARACTER SET latin1",
                "varchar(36) CHARACTER SET utf8mb3",
                "binary(16)",
                "varbinary(40)",
                "date",
                "datetime(6)",
                "datetime",
                "timestamp(3)",
                "time(6)",
                "bit(40)",
            })
    void eachRowIsFoundByTheIndexOfItsKey(String type) throws SQLException {
        side.execute("CREATE TABLE t (k " + type + " PRIMARY KEY, v int)");
        Shape shape = MysqlSession.shape(type, "int");
        List<Row> rows =
                IntStream.range(0, ROWS)
                        .mapToObj(i -> Row.of(key(shape.columns().getFirst().kind(), i), 0L))
                        .toList();
        session.insert(shape, rows);
        side.connection().commit();
        List<Row> before = rows.subList(0, CHANGED);
        List<Row> after = before.stream().map(row -> Row.of(row.get(0), 1L)).toList();

        long joined = side.counted("Com_update_multi");
        long read = side.counted("Handler_read_rnd_next");
        assertThat(session.update(shape, before, after)).isEqualTo(new BitSet());
        assertThat(side.counted("Com_update_multi") - joined).isEqualTo(1);
        assertThat(side.counted("Handler_read_rnd_next") - read)
                .isLessThan(2L * CHANGED + ROWS / 2);
        assertThat(side.ask("SELECT SUM(v) FROM t")).isEqualTo(Integer.toString(CHANGED));

        BitSet missed = new BitSet();
        List<Row> again = new ArrayList<>(after);
        for (int i : MISSED) {
            again.set(i, Row.of(after.get(i).get(0), 7L));
            missed.set(i);
        }
        List<Row> last = before.stream().map(row -> Row.of(row.get(0), 2L)).toList();
        assertThat(session.update(shape, again, last)).isEqualTo(missed);
        assertThat(side.ask("SELECT SUM(v = 2) FROM t"))
                .isEqualTo(Integer.toString(CHANGED - MISSED.size()));

        List<Row> gone = new ArrayList<>(last);
        assertThat(session.delete(shape, gone)).isEqualTo(missed);
        assertThat(side.ask("SELECT COUNT(*) FROM t"))
                .isEqualTo(Integer.toString(ROWS - CHANGED + MISSED.size()));
        long deleted = side.counted("Com_delete_multi");
        assertThat(session.delete(shape, rows.subList(CHANGED, ROWS))).isEqualTo(new BitSet());
        assertThat(side.counted("Com_delete_multi") - deleted).isEqualTo(1);
        assertThat(side.counted("Com_delete")).isEqualTo(CHANGED);
    }

    private static Object key(Kind kind, int i) {
        String text = "key-" + i;
        return switch (kind) {
            case INTEGER -> (long) i;
            case DECIMAL ->
                    new BigDecimal(i % 2 == 0 ? "18446744073709551615" : "100000")
                            .subtract(BigDecimal.valueOf(i));
            case TEXT -> text;
            case BYTES ->
                    Bytes.of(
                            (text + "-".repeat(16 - text.length()))
                                    .getBytes(StandardCharsets.UTF_8));
            case DATE -> LocalDate.EPOCH.plusDays(i);
            case TIMESTAMP -> LocalDateTime.of(2024, 2, 29, 1, 2, 3).plusSeconds(i);
            case INSTANT -> Instant.parse("2024-02-29T01:02:03Z").plusMillis(i);
            case TIME -> Duration.ofNanos(1_000L * (i - 100));
            case BITS -> Integer.toBinaryString(i);
            default -> throw new IllegalArgumentException(kind.toString());
        };
    }

    /// A row that is not there, and one that is not what the merge was decided on, among others:
    /// what the statement over all of them had done is undone, and no difference is added twice.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void mergesManyAsItMergesEach(boolean someAreMissed) throws SQLException {
        side.execute("CREATE TABLE t (k int PRIMARY KEY, g int, f int, c int, r int)");
        Shape shape =
                MysqlSession.shape(
                        Stream.of("k", "g", "f", "c", "r")
                                .map(name -> MysqlSession.column(name, "int"))
                                .toList(),
                        1);
        List<Row> expected = new ArrayList<>();
        List<Row> values = new ArrayList<>();
        for (long k = 0; k < CHANGED; k++) {
            expected.add(Row.of(k, 1L, 1L, null, 1L));
            values.add(Row.of(k, 10 + k, 20 + k, 30 + k, null));
        }
        session.insert(shape, expected);
        side.execute("UPDATE t SET g = 2, c = 1 WHERE k = 5");
        BitSet missed = new BitSet();
        if (someAreMissed) {
            side.execute("DELETE FROM t WHERE k = 7");
            side.execute("UPDATE t SET r = 0 WHERE k = 9");
            missed.set(7);
            missed.set(9);
        }
        side.connection().commit();

        long joined = side.counted("Com_update_multi");
        RowWriter.MergeForm form = new RowWriter.MergeForm(bits(1), bits(2), bits(3), bits(4));
        assertThat(session.merge(shape, form, expected, values)).isEqualTo(missed);

        assertThat(side.counted("Com_update_multi") - joined).isEqualTo(1);
        assertThat(side.ask("SELECT GROUP_CONCAT(k, ' ', g, ' ', f, ' ', c) FROM t WHERE k = 5"))
                .isEqualTo("5 2 25 36");
        String others = "SELECT COUNT(*) FROM t WHERE g = 10 + k AND f = 20 + k AND c = 30 + k";
        assertThat(side.ask(others))
                .isEqualTo(Integer.toString(CHANGED - 1 - missed.cardinality()));
        assertThat(side.ask("SELECT COUNT(*) FROM t WHERE k = 9 AND g = 1 AND f = 1"))
                .isEqualTo(someAreMissed ? "1" : "0");
    }

    private static BitSet bits(int column) {
        BitSet bits = new BitSet();
        bits.set(column);
        return bits;
    }

    @Test
    void keysThatTheTargetTakesForOneAreWrittenOneAfterTheOther() throws SQLException {
        side.execute("CREATE TABLE t (k varchar(9) PRIMARY KEY, v int)");
        side.execute("INSERT INTO t VALUES ('a', 1), ('b', 1)");
        Shape shape = MysqlSession.shape("varchar(9)", "int");

        BitSet missed =
                session.update(
                        shape,
                        List.of(Row.of("b", 1L), Row.of("a", 1L), Row.of("A", 2L), Row.of("Á", 1L)),
                        List.of(
                                Row.of("b", 5L),
                                Row.of("a", 2L),
                                Row.of("A", 3L),
                                Row.of("Á", 9L)));

        assertThat(missed).isEqualTo(BitSet.valueOf(new long[] {8}));
        assertThat(side.ask("SELECT GROUP_CONCAT(k, v ORDER BY k) FROM t")).isEqualTo("a3,b5");
    }

    @Test
    void uniqueValuesMayMoveFromRowToRow() throws SQLException {
        side.execute("CREATE TABLE t (k int PRIMARY KEY, v int UNIQUE)");
        side.execute("INSERT INTO t VALUES (1, 1), (2, 2), (3, 3)");

        BitSet missed =
                session.update(
                        MysqlSession.shape("int", "int"),
                        List.of(Row.of(3L, 3L), Row.of(2L, 2L), Row.of(1L, 1L)),
                        List.of(Row.of(3L, 4L), Row.of(2L, 3L), Row.of(1L, 2L)));

        assertThat(missed).isEqualTo(new BitSet());
        assertThat(side.ask("SELECT GROUP_CONCAT(k, v ORDER BY k) FROM t")).isEqualTo("12,23,34");
    }

    @ParameterizedTest
    @CsvSource({"RESTRICT, 0", "CASCADE, 0"})
    void childrenMayGoBeforeTheirParents(String rule, long missed) throws SQLException {
        side.execute(
                "CREATE TABLE t (k int PRIMARY KEY, v int, FOREIGN KEY (v) REFERENCES t (k) ON"
                        + " DELETE "
                        + rule
                        + ")");
        side.execute("INSERT INTO t VALUES (1, NULL), (2, 1), (3, 2)");

        BitSet gone =
                session.delete(
                        MysqlSession.shape("int", "int"),
                        List.of(Row.of(3L, 2L), Row.of(2L, 1L), Row.of(1L, null)));

        assertThat(gone).isEqualTo(BitSet.valueOf(new long[] {missed}));
        assertThat(side.ask("SELECT COUNT(*) FROM t")).isEqualTo("0");
    }

    @Test
    void whatTheDatabaseDeletesWithItsParentIsReturned() throws SQLException {
        side.execute(
                "CREATE TABLE t (k int PRIMARY KEY, v int, FOREIGN KEY (v) REFERENCES t (k) ON"
                        + " DELETE CASCADE)");
        side.execute("INSERT INTO t VALUES (1, NULL), (2, 1), (3, 2)");

        BitSet missed =
                session.delete(
                        MysqlSession.shape("int", "int"),
                        List.of(Row.of(1L, null), Row.of(2L, 1L), Row.of(3L, 2L)));

        assertThat(missed).isEqualTo(BitSet.valueOf(new long[] {6}));
        assertThat(side.ask("SELECT COUNT(*) FROM t")).isEqualTo("0");
    }

    @Test
    void keysOfSeveralColumnsFindOneRowEach() throws SQLException {
        side.execute(
                "CREATE TABLE t (a varchar(9), b datetime(6), v int, n timestamp(6) NULL ON UPDATE"
                        + " CURRENT_TIMESTAMP(6), PRIMARY KEY (b, a))");
        side.execute(
                "INSERT INTO t (a, b, v) VALUES ('x', '2024-01-01', 1), ('x', '2024-01-02', 1),"
                        + " ('y', '2024-01-01', 1)");
        Shape shape =
                MysqlSession.shape(
                        List.of(
                                MysqlSession.column("a", "varchar(9)"),
                                MysqlSession.column("b", "datetime(6)"),
                                MysqlSession.column("v", "int")),
                        2);
        LocalDateTime first = LocalDateTime.of(2024, 1, 1, 0, 0);

        BitSet missed =
                session.update(
                        shape,
                        BitSet.valueOf(new long[] {4}),
                        List.of(Row.of("y", first, 1L), Row.of("x", first, 1L)),
                        List.of(Row.of("y", first, 3L), Row.of("x", first, 2L)));

        assertThat(missed).isEqualTo(new BitSet());
        assertThat(side.ask("SELECT GROUP_CONCAT(v, n IS NULL ORDER BY a, b) FROM t"))
                .isEqualTo("20,11,30");
    }

    @Test
    void rowsLargerThanAPacketTogetherAreWritten() throws SQLException {
        side.execute("CREATE TABLE t (k int PRIMARY KEY, v longtext)");
        Shape shape = MysqlSession.shape("int", "longtext");
        List<Row> before = new ArrayList<>();
        List<Row> after = new ArrayList<>();
        for (long i = 0; i < 20; i++) {
            before.add(Row.of(i, "a".repeat(20)));
            after.add(Row.of(i, "b".repeat(9_000)));
        }
        session.insert(shape, before);
        side.connection().commit();
        side.execute("SET GLOBAL max_allowed_packet = 65536");
        try {
            MysqlSession small = MysqlSession.open(server);
            assertThat(small.update(shape, before, after)).isEqualTo(new BitSet());
            assertThat(small.side().ask("SELECT SUM(LENGTH(v)) FROM t")).isEqualTo("180000");
            small.close();
        } finally {
            side.execute("SET GLOBAL max_allowed_packet = DEFAULT");
        }
    }
}
