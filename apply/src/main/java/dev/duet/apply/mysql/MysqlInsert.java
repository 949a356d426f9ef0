package dev.duet.apply.mysql;

import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/// The insert of rows of one table, which the driver puts into one statement. Immutable.
///
/// @param types how each column of the shape is written
/// @param from the first column that is written: the database makes up those before
record MysqlInsert(Shape shape, List<MysqlParameter> types, int from) {
    String sql() {
        String columns =
                shape.columns().stream()
                        .skip(from)
                        .map(MysqlName::of)
                        .collect(Collectors.joining(", "));
        String values =
                types.stream()
                        .skip(from)
                        .map(MysqlParameter::placeholder)
                        .collect(Collectors.joining(", "));
        return "INSERT INTO " + MysqlName.of(shape) + " (" + columns + ") VALUES (" + values + ")";
    }

    void bind(PreparedStatement statement, List<Row> rows) throws SQLException {
        for (Row row : rows) {
            for (int i = from; i < shape.size(); i++) {
                MysqlBinding.bind(statement, i - from + 1, types.get(i), row.get(i));
            }
            statement.addBatch();
        }
    }
}
