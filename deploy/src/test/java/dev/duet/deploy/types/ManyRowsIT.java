package dev.duet.deploy.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.apply.RowWriter;
import dev.duet.apply.mysql.MysqlTarget;
import dev.duet.apply.postgres.PostgresTarget;
import dev.duet.schemas.Column;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.TableName;
import dev.duet.schemas.types.Kind;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Inserts, updates and deletes of many rows in one call, with every pair's types and values in
/// both databases: all rows at once are written exactly, and of rows that are not what the change
/// was made on, exactly those are returned and left.
final class ManyRowsIT {
    private static final int COPIES = 1_000;
    private static final Map<PairCase, String> TABLES = new LinkedHashMap<>();
    private static final BitSet VALUE = BitSet.valueOf(new long[] {2});

    private static TypeDatabases databases;

    @BeforeAll
    static void start() throws Exception {
        databases =
                TypeDatabases.start(
                        (postgresTables, mysqlTables) -> {
                            for (PairCase pair : PairCases.all()) {
                                String table = "t" + TABLES.size();
                                TABLES.put(pair, table);
                                postgresTables.create(table, pair.postgres());
                                mysqlTables.create(table, pair.mysql());
                            }
                        });
        // As apply's sessions are.
        databases.mysql().execute("SET SESSION sql_mode = " + MysqlSession.SQL_MODE);
        databases.postgres().connection().setAutoCommit(false);
        databases.mysql().connection().setAutoCommit(false);
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
        List<String> all = new ArrayList<>(pair.postgresValues());
        all.addAll(pair.postgresRefused());
        check(databases.postgres(), pair, pair.postgres(), all);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void mysql(PairCase pair) throws SQLException {
        List<String> all = new ArrayList<>(pair.mysqlValues());
        all.addAll(pair.mysqlRefused());
        check(databases.mysql(), pair, pair.mysql(), all);
    }

    /// However a driver cuts a long text into blocks.
    @Test
    void charactersOfTwoUnitsStayWhole() throws SQLException {
        String many = "🔩".repeat(50_000);
        List<Object> values = List.of(many, "x" + many);
        for (Side side : List.of(databases.postgres(), databases.mysql())) {
            String type = side.postgres() ? "text" : "longtext";
            side.create("wide", type);
            new Many(side, "wide", side.column("wide", type), values).insertAll();
        }
    }

    private static void check(Side side, PairCase pair, String type, List<String> expressions)
            throws SQLException {
        String table = TABLES.get(pair);
        Column column = side.column(table, type);
        var many = new Many(side, table, column, values(side, table, column, expressions));
        many.insertAll();
        many.updateAll();
        many.updateSome();
        many.deleteAll();
        many.deleteSome();
    }

    /// The different values that the log shows, null at the end.
    private static List<Object> values(
            Side side, String table, Column column, List<String> expressions) throws SQLException {
        int id = 0;
        for (String expression : expressions) {
            side.client(table, id++, expression);
        }
        side.connection().commit();
        Set<Object> values = new LinkedHashSet<>();
        for (int i = 0; i < id; i++) {
            values.add(side.logged(table, i, column));
        }
        values.remove(null);
        List<Object> list = new ArrayList<>(values);
        list.add(null);
        return list;
    }

    /// One table and the different values its column can have.
    private record Many(Side side, String table, Column column, List<Object> values) {
        private static final int EVERY = 4;

        /// By the database's own means for many rows.
        void insertAll() throws SQLException {
            side.execute("DELETE FROM " + table);
            List<Row> rows = new ArrayList<>();
            for (int i = 0; i < values.size(); i++) {
                rows.add(row(i, value(i)));
            }
            assertThat(writer().fill(side.connection(), shape(), rows)).isTrue();
            side.connection().commit();
            for (int i = 0; i < values.size(); i++) {
                assertHolds(i, value(i));
            }
        }

        void updateAll() throws SQLException {
            fill();
            List<Row> before = new ArrayList<>();
            List<Row> after = new ArrayList<>();
            for (int i = 0; i < values.size(); i++) {
                before.add(row(i, value(i)));
                after.add(row(i, value(i + 1)));
            }
            long statements = joined("update");
            assertThat(update(before, after)).isEqualTo(new BitSet());
            assertOneStatement("update", statements);
            for (int i = 0; i < values.size(); i++) {
                assertHolds(i, value(i + 1));
            }
        }

        /// In turn a row that is as it was, one that is gone, one that is as it shall be, and one
        /// that is neither.
        void updateSome() throws SQLException {
            fill();
            List<Row> before = new ArrayList<>();
            List<Row> after = new ArrayList<>();
            BitSet missed = new BitSet();
            int rows = 2 * EVERY;
            for (int i = 0; i < rows; i++) {
                Object held = value(i);
                Object was = held;
                Object shall = value(i + 1);
                switch (i % EVERY) {
                    case 0 -> {}
                    case 1 -> {
                        side.execute("DELETE FROM " + table + " WHERE id = " + id(i));
                        missed.set(i);
                    }
                    case 2 -> {
                        was = value(i + 1);
                        shall = held;
                    }
                    default -> {
                        was = value(i + 1);
                        shall = value(i + 2);
                        missed.set(i, values.size() > 2);
                    }
                }
                before.add(row(i, was));
                after.add(row(i, shall));
            }
            assertThat(update(before, after)).isEqualTo(missed);
            for (int i = 0; i < rows; i++) {
                if (missed.get(i) && i % EVERY != 1) {
                    assertHolds(i, value(i));
                } else if (!missed.get(i)) {
                    assertHolds(i, after.get(i).get(1));
                }
            }
        }

        void deleteAll() throws SQLException {
            fill();
            List<Row> before = new ArrayList<>();
            for (int i = 0; i < values.size(); i++) {
                before.add(row(i, value(i)));
            }
            long statements = joined("delete");
            assertThat(delete(before)).isEqualTo(new BitSet());
            assertOneStatement("delete", statements);
            for (int i = 0; i < values.size(); i++) {
                assertThat(isThere(i)).isFalse();
            }
        }

        void deleteSome() throws SQLException {
            fill();
            List<Row> before = new ArrayList<>();
            BitSet missed = new BitSet();
            int rows = 2 * EVERY;
            for (int i = 0; i < rows; i++) {
                if (i % EVERY == 1) {
                    side.execute("DELETE FROM " + table + " WHERE id = " + id(i));
                }
                boolean other = i % EVERY == 3;
                missed.set(i, i % EVERY == 1 || other);
                before.add(row(i, value(other ? i + 1 : i)));
            }
            assertThat(delete(before)).isEqualTo(missed);
            for (int i = 0; i < rows; i++) {
                assertThat(isThere(i)).isEqualTo(i % EVERY == 3);
            }
        }

        /// Each value in some row, in rows that nothing else takes.
        private void fill() throws SQLException {
            side.execute("DELETE FROM " + table);
            for (int i = 0; i < Math.max(values.size(), 2 * EVERY); i++) {
                side.apply(table, id(i), column, value(i));
            }
            side.connection().commit();
        }

        private BitSet update(List<Row> before, List<Row> after) throws SQLException {
            BitSet missed = writer().update(side.connection(), shape(), VALUE, before, after);
            side.connection().commit();
            return missed;
        }

        private BitSet delete(List<Row> before) throws SQLException {
            BitSet missed =
                    writer().delete(
                                    side.connection(),
                                    shape(),
                                    before,
                                    MysqlSession.allButKey(shape()));
            side.connection().commit();
            return missed;
        }

        private RowWriter writer() {
            return (side.postgres() ? new PostgresTarget() : new MysqlTarget()).rowWriter();
        }

        private Shape shape() {
            String type = side.postgres() ? "integer" : "int";
            return new Shape(
                    "many",
                    new TableName(side.postgres() ? "public" : "types", table),
                    List.of(new Column("id", type, Kind.INTEGER, false), column),
                    1);
        }

        private Object value(int i) {
            return values.get(i % values.size());
        }

        private static Row row(int i, Object value) {
            return Row.of((long) id(i), value);
        }

        private static int id(int i) {
            return COPIES + i;
        }

        private void assertHolds(int i, Object value) throws SQLException {
            assertThat(side.holds(table, id(i), column, value)).as("row %s: %s", i, value).isTrue();
        }

        private boolean isThere(int i) throws SQLException {
            return side.ask("SELECT id FROM " + table + " WHERE id = " + id(i)) != null;
        }

        /// How many statements over several tables this session has run, where MySQL counts them.
        private long joined(String verb) throws SQLException {
            return side.postgres() ? 0 : counted(verb + "_multi") - counted(verb);
        }

        private long counted(String statement) throws SQLException {
            return side.counted("Com_" + statement);
        }

        private void assertOneStatement(String verb, long before) throws SQLException {
            assertThat(joined(verb) - before).isEqualTo(side.postgres() ? 0 : 1);
        }
    }
}
