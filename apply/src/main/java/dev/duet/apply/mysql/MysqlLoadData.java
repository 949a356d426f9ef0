package dev.duet.apply.mysql;

import com.mysql.cj.conf.PropertyKey;
import com.mysql.cj.conf.PropertySet;
import com.mysql.cj.conf.RuntimeProperty;
import com.mysql.cj.jdbc.JdbcConnection;
import com.mysql.cj.jdbc.JdbcStatement;

import dev.duet.apply.RowText;
import dev.duet.schemas.Column;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.types.TypeText;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Rows into one table by `LOAD DATA LOCAL`, where the server and the connection permit it.
///
/// A server may ask for any file, whatever the statement says. The connection permits such asking
/// and no folder ([PropertyKey#allowLoadLocalInfileInPath] is empty), so the driver refuses; while
/// this statement runs it gives the rows instead, whatever is asked for. Immutable.
///
/// @param types how each column of the shape is written
record MysqlLoadData(Shape shape, List<MysqlParameter> types) {

    /// Whether the connection and its server do.
    static boolean isPermitted(Connection connection) throws SQLException {
        boolean asks =
                properties(connection)
                        .getStringProperty(PropertyKey.allowLoadLocalInfileInPath)
                        .isExplicitlySet();
        if (!asks) {
            return false;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@GLOBAL.local_infile")) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static PropertySet properties(Connection connection) throws SQLException {
        return connection.unwrap(JdbcConnection.class).getPropertySet();
    }

    /// Such a load goes on where an insert is refused, and warns: then nothing of it may stay.
    ///
    /// @return whether all rows were written as they are
    boolean run(Connection connection, List<Row> rows) throws SQLException {
        var text = new RowText(rows, shape.size(), (i, value) -> text(types.get(i), value));
        RuntimeProperty<Boolean> gives =
                properties(connection).getBooleanProperty(PropertyKey.allowLoadLocalInfile);
        try (Statement statement = connection.createStatement()) {
            JdbcStatement asked = statement.unwrap(JdbcStatement.class);
            long written;
            asked.setLocalInfileInputStream(text);
            gives.setValue(true);
            try {
                written = statement.executeLargeUpdate(sql());
            } finally {
                gives.setValue(false);
                asked.setLocalInfileInputStream(null);
            }
            text.requireWhole();
            return written == rows.size() && statement.getWarnings() == null;
        }
    }

    private static String text(MysqlParameter type, Object value) {
        return switch (type.jdbcValue(value)) {
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            case Boolean truth -> truth ? "1" : "0";
            case BigDecimal number -> number.toPlainString();
            case Object other -> other.toString();
        };
    }

    /// A field is read as its column's type reads a text; bits and years would be read as other
    /// than numbers (`0` as the year 2000), and bytes stand there in hexadecimal digits.
    private static String expression(Column column, String field) {
        boolean isYear = TypeText.of(column.type()).name().equals("year");
        return switch (column.kind()) {
            case BYTES, GEOMETRY -> "UNHEX(" + field + ")";
            case BITS -> "CAST(" + field + " AS UNSIGNED)";
            default -> isYear ? "CAST(" + field + " AS UNSIGNED)" : field;
        };
    }

    private String sql() {
        List<String> read = new ArrayList<>();
        List<String> set = new ArrayList<>();
        for (int i = 0; i < shape.size(); i++) {
            Column column = shape.columns().get(i);
            String name = MysqlName.of(column);
            String field = "@c" + i;
            String expression = expression(column, field);
            if (expression.equals(field)) {
                read.add(name);
            } else {
                read.add(field);
                set.add(name + " = " + expression);
            }
        }
        return "LOAD DATA LOCAL INFILE 'rows' INTO TABLE "
                + MysqlName.of(shape)
                + " CHARACTER SET utf8mb4 ("
                + String.join(", ", read)
                + ")"
                + (set.isEmpty() ? "" : " SET " + String.join(", ", set));
    }
}
