package dev.duet.deploy.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duet.mapping.types.CannotConvert;
import dev.duet.mapping.types.TypePair;
import dev.duet.mapping.types.TypeTable;
import dev.duet.mapping.types.ValueFunction;
import dev.duet.schemas.Column;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Every pair of types that is kept in step goes PostgreSQL → MySQL → PostgreSQL and MySQL →
/// PostgreSQL → MySQL, each leg through the real log and the real reader, with null, the least, the
/// greatest and odd values.
///
/// A value has come through when the target's log shows exactly what was converted, the guard finds
/// it there, converting it back gives what the source's log showed, and the source, given that
/// back, shows it as it showed the first.
final class RoundTripIT {
    private static final int WRITTEN_BACK = 100;
    private static final Map<PairCase, String> TABLES = new LinkedHashMap<>();

    private static TypeDatabases databases;
    private static Side postgres;
    private static Side mysql;

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
            if (converted != null && canBeKey(targetColumn)) {
                assertThat(target.finds(table, id, targetColumn, converted))
                        .as("as a key: %s", value)
                        .isTrue();
            }
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

    private static boolean canBeKey(Column column) {
        return switch (column.kind()) {
            case BOOLEAN, INTEGER, DECIMAL, TEXT, BYTES, DATE, TIME, TIMESTAMP, INSTANT -> true;
            case UUID, ENUM, SET, BITS -> true;
            case FLOAT, DOUBLE, INTERVAL, JSON, ARRAY, GEOMETRY, OPAQUE -> false;
        };
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
