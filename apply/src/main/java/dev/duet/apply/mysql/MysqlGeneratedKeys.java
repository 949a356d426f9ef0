package dev.duet.apply.mysql;

import dev.duet.apply.GeneratedKeys;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Keys of a MySQL table's AUTO_INCREMENT. An insert of rows whose number is known beforehand gets
/// keys that follow one another in every `innodb_autoinc_lock_mode` ("simple inserts" of the
/// manual), from which the driver tells each. One thread.
final class MysqlGeneratedKeys implements GeneratedKeys {
    private final Map<Shape, MysqlInsert> inserts = new HashMap<>();

    @Override
    public BitSet insert(Connection connection, Shape shape, List<Row> rows, long[] keys)
            throws SQLException {
        MysqlInsert insert =
                inserts.computeIfAbsent(
                        shape,
                        key ->
                                new MysqlInsert(
                                        key,
                                        key.columns().stream().map(MysqlParameters::of).toList(),
                                        key.keySize()));
        try (PreparedStatement statement =
                connection.prepareStatement(insert.sql(), Statement.RETURN_GENERATED_KEYS)) {
            insert.bind(statement, rows);
            statement.executeBatch();
            try (ResultSet generated = statement.getGeneratedKeys()) {
                for (int i = 0; i < keys.length; i++) {
                    if (!generated.next()) {
                        throw new SQLException(
                                "%s made up %d keys for %d rows: is its key AUTO_INCREMENT?"
                                        .formatted(shape.table(), i, keys.length));
                    }
                    keys[i] = generated.getLong(1);
                }
            }
        }
        return new BitSet();
    }
}
