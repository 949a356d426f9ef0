package dev.duet.deploy.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.duet.localdb.LocalMysql;
import dev.duet.localdb.ServerOptions;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.types.Kind;
import dev.duet.schemas.types.Special;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;

/// A row among many is refused as it is alone, by the same code, and what MySQL takes with a
/// rounding or a blank less it takes in the same way.
final class MysqlRefusalsIT {

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

    /// The first value is in both rows; the second is what one of them shall get.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "varchar(3) | a | toolong",
                "varchar(3) | a | 'abc   '",
                "varchar(3) not null | a |",
                "int not null | 1 |",
                "tinyint | 1 | 128",
                "tinyint unsigned | 1 | -1",
                "bigint unsigned | 1 | 18446744073709551616",
                "bigint unsigned | 1 | -1",
                "decimal(5,2) | 1 | 1000",
                "decimal(5,2) | 1 | 1.999",
                "decimal(65,0) | 1 |"
                        + " 99999999999999999999999999999999999999999999999999999999999999999",
                "float | 1 | 1e300",
                "enum('a','b') | a | c",
                "enum('a','b') | a | ''",
                "set('p','q') | p | z",
                "varchar(9) character set latin1 | ü | ж",
                "binary(2) | 0101 | 010203",
                "blob | 01 | 010203",
                "datetime(3) | 2020-01-01T00:00 | 2020-01-01T00:00:00.123456",
                "timestamp | 2020-01-01T00:00:00Z | 1960-01-01T00:00:00Z",
                "datetime | 2020-01-01T00:00 | zero",
                "date | 2020-01-01 | zero",
                "year | 2000 | 1900",
                "year | 2000 | 0",
                "bit(3) | 1 | 1000",
                "json | [] | '{\"a\":1.0,\"b\":[1e2,18446744073709551615]}'",
                "int check (v < 5) | 1 | 5",
            })
    void whatDoesNotFitIsRefusedAsAloneAndWhatDoesIsTheSame(
            String type, String first, String second) throws SQLException {
        side.execute("CREATE TABLE t (k int PRIMARY KEY, v " + type + ")");
        String plain = type.replaceAll(" (not null|check).*", "");
        Shape shape = MysqlSession.shape("int", plain);
        Kind kind = shape.columns().get(1).kind();
        Object was = value(kind, first);
        Object shall = value(kind, second);
        List<Row> before = List.of(Row.of(1L, was), Row.of(2L, was), Row.of(3L, was));
        List<Row> after = List.of(Row.of(1L, was), Row.of(2L, shall), Row.of(3L, was));
        session.insert(shape, before);
        side.connection().commit();

        String alone = outcome(shape, before.subList(1, 2), after.subList(1, 2));
        String together = outcome(shape, before, after);

        assertThat(together).isEqualTo(alone);
    }

    /// What is in the table afterwards, or how the rows were refused.
    private String outcome(Shape shape, List<Row> before, List<Row> after) throws SQLException {
        SQLException refused =
                catchThrowableOfType(
                        SQLException.class,
                        () ->
                                assertThat(session.update(shape, before, after))
                                        .isEqualTo(new BitSet()));
        String held = side.ask("SELECT GROUP_CONCAT(k, COALESCE(HEX(CONCAT(v)), 'null')) FROM t");
        side.connection().rollback();
        return refused == null ? held : refused.getErrorCode() + " " + refused.getSQLState();
    }

    private static Object value(Kind kind, String text) {
        if (text == null) {
            return null;
        }
        return text.equals("zero") ? Special.ZERO_DATE : kind.parse(text);
    }
}
