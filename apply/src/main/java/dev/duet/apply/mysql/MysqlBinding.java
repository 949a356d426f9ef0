package dev.duet.apply.mysql;

import org.jspecify.annotations.Nullable;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/// Puts a row's value, or its null, in the place of a question mark.
final class MysqlBinding {
    private MysqlBinding() {}

    static void bind(
            PreparedStatement statement, int index, MysqlParameter type, @Nullable Object value)
            throws SQLException {
        statement.setObject(index, value == null ? null : type.jdbcValue(value));
    }
}
