package dev.duet.apply.mysql;

import dev.duet.apply.RowWriter.Guard;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Updates and deletes with a statement for each row, many in one packet, each with its own count:
/// it always says which rows were not found, and which was refused. Immutable.
///
/// Needs a connection with `rewriteBatchedStatements`, `allowMultiQueries` and found-row counts.
///
/// @param types how each column of the shape is written
record MysqlStatementPerRow(Shape shape, List<MysqlParameter> types) {
    BitSet update(
            Connection connection, BitSet touched, List<Row> before, List<Row> after, Guard guard)
            throws SQLException {
        int[] columns = touched.stream().toArray();
        String set =
                IntStream.of(columns)
                        .mapToObj(i -> name(i) + " = " + types.get(i).placeholder())
                        .collect(Collectors.joining(", "));
        StringBuilder where = new StringBuilder(keyEquals());
        boolean guarded = guard == Guard.BEFORE_IMAGE;
        if (guarded) {
            for (int i : columns) {
                String equality = types.get(i).equality(name(i));
                where.append(" AND (").append(equality).append(" OR ").append(equality).append(")");
            }
        }
        String sql = "UPDATE " + MysqlName.of(shape) + " SET " + set + " WHERE " + where;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int r = 0; r < before.size(); r++) {
                int p = 1;
                for (int i : columns) {
                    bind(statement, p++, i, after.get(r));
                }
                for (int i = 0; i < shape.keySize(); i++) {
                    bind(statement, p++, i, before.get(r));
                }
                for (int i : guarded ? columns : new int[0]) {
                    bind(statement, p++, i, before.get(r));
                    bind(statement, p++, i, after.get(r));
                }
                statement.addBatch();
            }
            return missing(statement.executeBatch());
        }
    }

    BitSet delete(Connection connection, List<Row> before, Guard guard) throws SQLException {
        StringBuilder where = new StringBuilder(keyEquals());
        int compared = guard == Guard.BEFORE_IMAGE ? shape.size() : shape.keySize();
        for (int i = shape.keySize(); i < compared; i++) {
            where.append(" AND ").append(types.get(i).equality(name(i)));
        }
        String sql = "DELETE FROM " + MysqlName.of(shape) + " WHERE " + where;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Row row : before) {
                for (int i = 0; i < compared; i++) {
                    bind(statement, i + 1, i, row);
                }
                statement.addBatch();
            }
            return missing(statement.executeBatch());
        }
    }

    /// A condition, with a question mark for each column of the key, that finds the row.
    String keyEquals() {
        return IntStream.range(0, shape.keySize())
                .mapToObj(i -> name(i) + " = " + types.get(i).placeholder())
                .collect(Collectors.joining(" AND "));
    }

    private String name(int column) {
        return MysqlName.of(shape.columns().get(column));
    }

    private void bind(PreparedStatement statement, int index, int column, Row row)
            throws SQLException {
        MysqlBinding.bind(statement, index, types.get(column), row.get(column));
    }

    private static BitSet missing(int[] counts) {
        BitSet missing = new BitSet(counts.length);
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 0) {
                missing.set(i);
            } else if (counts[i] == Statement.SUCCESS_NO_INFO) {
                throw new IllegalStateException(
                        "the driver did not say how many rows a statement found");
            }
        }
        return missing;
    }
}
