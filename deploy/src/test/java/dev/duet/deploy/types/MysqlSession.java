package dev.duet.deploy.types;

import dev.duet.apply.RowWriter;
import dev.duet.apply.mysql.MysqlTarget;
import dev.duet.localdb.LocalMysql;
import dev.duet.mapping.types.TypeTable;
import dev.duet.schemas.Column;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.TableName;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import java.util.Properties;

/// A session with MySQL as apply's are, and what is written in it to a table `t` of a key and one
/// value `v`. One thread.
record MysqlSession(Side side) implements AutoCloseable {
    static final String DATABASE = "many";
    static final String SQL_MODE =
            "'STRICT_ALL_TABLES,STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,"
                    + "NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO'";

    private static final BitSet VALUE = BitSet.valueOf(new long[] {2});

    static MysqlSession open(LocalMysql server) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", server.user());
        properties.setProperty("password", server.password());
        properties.setProperty("characterEncoding", "UTF-8");
        properties.setProperty("connectionTimeZone", "UTC");
        properties.setProperty("forceConnectionTimeZoneToSession", "true");
        properties.setProperty("rewriteBatchedStatements", "true");
        properties.setProperty("allowMultiQueries", "true");
        properties.setProperty(
                "sessionVariables",
                "sql_mode=" + SQL_MODE + ",transaction_isolation='READ-COMMITTED'");
        Connection connection = DriverManager.getConnection(server.jdbcUrl(DATABASE), properties);
        connection.setAutoCommit(false);
        return new MysqlSession(new Side(false, connection, null));
    }

    static Shape shape(String keyType, String valueType) {
        return shape(List.of(column("k", keyType), column("v", valueType)), 1);
    }

    static Shape shape(List<Column> columns, int keySize) {
        return new Shape("many", new TableName(DATABASE, "t"), columns, keySize);
    }

    /// A collation is the table's own affair.
    static Column column(String name, String type) {
        String text = type.replaceAll(" COLLATE .*", "").replace("CHARACTER SET", "character set");
        return new Column(name, text, TypeTable.mysqlKind(text), true);
    }

    static BitSet allButKey(Shape shape) {
        BitSet columns = new BitSet();
        columns.set(shape.keySize(), shape.size());
        return columns;
    }

    void insert(Shape shape, List<Row> rows) throws SQLException {
        new MysqlTarget().rowWriter().insert(side.connection(), shape, rows);
    }

    BitSet update(Shape shape, List<Row> before, List<Row> after) throws SQLException {
        return update(shape, VALUE, before, after);
    }

    BitSet update(Shape shape, BitSet touched, List<Row> before, List<Row> after)
            throws SQLException {
        return new MysqlTarget()
                .rowWriter()
                .update(side.connection(), shape, touched, before, after);
    }

    BitSet merge(Shape shape, RowWriter.MergeForm form, List<Row> expected, List<Row> values)
            throws SQLException {
        return new MysqlTarget()
                .rowWriter()
                .merge(side.connection(), shape, form, expected, values);
    }

    BitSet delete(Shape shape, List<Row> before) throws SQLException {
        return new MysqlTarget()
                .rowWriter()
                .delete(side.connection(), shape, before, allButKey(shape));
    }

    @Override
    public void close() throws SQLException {
        side.execute("SET FOREIGN_KEY_CHECKS = 0");
        side.execute("DROP TABLE IF EXISTS t");
        side.connection().close();
    }
}
