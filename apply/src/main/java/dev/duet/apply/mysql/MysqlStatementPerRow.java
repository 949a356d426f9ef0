package dev.duet.apply.mysql;

import dev.duet.apply.RowWriter.MergeForm;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Updates, merges and deletes with a statement for each row, many in one packet, each with its own
/// count: it always says which rows were not found, and which was refused. Immutable.
///
/// Needs a connection with `rewriteBatchedStatements`, `allowMultiQueries` and found-row counts.
///
/// @param types how each column of the shape is written
record MysqlStatementPerRow(Shape shape, List<MysqlParameter> types) {
    BitSet update(Connection connection, BitSet touched, List<Row> before, List<Row> after)
            throws SQLException {
        int[] columns = touched.stream().toArray();
        String set =
                IntStream.of(columns)
                        .mapToObj(i -> name(i) + " = " + types.get(i).placeholder())
                        .collect(Collectors.joining(", "));
        StringBuilder where = new StringBuilder(keyEquals());
        int[] guarded = shape.exact(touched).stream().toArray();
        for (int i : guarded) {
            String equality = types.get(i).equality(name(i));
            where.append(" AND (").append(equality).append(" OR ").append(equality).append(")");
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
                for (int i : guarded) {
                    bind(statement, p++, i, before.get(r));
                    bind(statement, p++, i, after.get(r));
                }
                statement.addBatch();
            }
            return missing(statement.executeBatch());
        }
    }

    BitSet merge(Connection connection, MergeForm form, List<Row> expected, List<Row> values)
            throws SQLException {
        List<String> set = new ArrayList<>();
        for (int i = 0; i < shape.size(); i++) {
            String own = name(i);
            String fresh = types.get(i).placeholder();
            if (form.guarded().get(i)) {
                String equality = types.get(i).equality(own);
                set.add(own + " = IF(" + equality + ", " + fresh + ", " + own + ")");
            } else if (form.free().get(i)) {
                set.add(own + " = " + fresh);
            } else if (form.added().get(i)) {
                set.add(own + " = COALESCE(" + own + ", 0) + " + fresh);
            }
        }
        String sql =
                "UPDATE "
                        + MysqlName.of(shape)
                        + " SET "
                        + String.join(", ", set)
                        + " WHERE "
                        + holding(form.row());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int r = 0; r < expected.size(); r++) {
                int p = 1;
                for (int i = 0; i < shape.size(); i++) {
                    if (form.guarded().get(i)) {
                        bind(statement, p++, i, expected.get(r));
                    }
                    if (form.guarded().get(i) || form.free().get(i) || form.added().get(i)) {
                        bind(statement, p++, i, values.get(r));
                    }
                }
                bindHolding(statement, p, form.row(), expected.get(r));
                statement.addBatch();
            }
            return missing(statement.executeBatch());
        }
    }

    BitSet delete(Connection connection, List<Row> expected, BitSet guarded) throws SQLException {
        String sql = "DELETE FROM " + MysqlName.of(shape) + " WHERE " + holding(guarded);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Row row : expected) {
                bindHolding(statement, 1, guarded, row);
                statement.addBatch();
            }
            return missing(statement.executeBatch());
        }
    }

    /// A condition that finds the row where these columns, too, hold what is expected.
    private String holding(BitSet columns) {
        StringBuilder where = new StringBuilder(keyEquals());
        columns.stream().forEach(i -> where.append(" AND ").append(types.get(i).equality(name(i))));
        return where.toString();
    }

    private void bindHolding(PreparedStatement statement, int first, BitSet columns, Row expected)
            throws SQLException {
        int p = first;
        for (int i = 0; i < shape.keySize(); i++) {
            bind(statement, p++, i, expected);
        }
        for (int i : columns.stream().toArray()) {
            bind(statement, p++, i, expected);
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
