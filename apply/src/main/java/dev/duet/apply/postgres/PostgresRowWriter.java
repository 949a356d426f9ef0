package dev.duet.apply.postgres;

import dev.duet.apply.RowWriter;
import dev.duet.schemas.Column;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes rows to PostgreSQL: the values of each column travel as one array of texts, and the
/// server casts them to the column's type. One statement writes any number of rows. One thread.
final class PostgresRowWriter implements RowWriter {
    private final Map<Shape, List<PostgresParameter>> parameters = new HashMap<>();

    private List<PostgresParameter> parameters(Shape shape) {
        return parameters.computeIfAbsent(
                shape, key -> key.columns().stream().map(PostgresParameters::of).toList());
    }

    @Override
    public BitSet insert(Connection connection, Shape shape, List<Row> rows) throws SQLException {
        int inserted = new PostgresStatement(shape, parameters(shape)).insert(connection, rows);
        BitSet missing = new BitSet();
        if (inserted < rows.size()) {
            if (rows.size() > 1) {
                throw new CannotTellWhich();
            }
            missing.set(0);
        }
        return missing;
    }

    @Override
    public boolean fill(Connection connection, Shape shape, List<Row> rows) throws SQLException {
        new PostgresCopy(shape, parameters(shape)).run(connection, rows);
        return true;
    }

    @Override
    public BitSet update(
            Connection connection, Shape shape, BitSet touched, List<Row> before, List<Row> after)
            throws SQLException {
        PostgresStatement statement = new PostgresStatement(shape, parameters(shape));
        String where = statement.keyEquals(before);
        List<String> set = new ArrayList<>();
        StringBuilder guard = new StringBuilder();
        for (int i : touched.stream().toArray()) {
            String fresh = statement.value(i, after);
            set.add(quoted(shape.columns().get(i)) + " = " + fresh);
            if (shape.columns().get(i).exact()) {
                guard.append(" AND (")
                        .append(statement.equality(i, statement.value(i, before)))
                        .append(" OR ")
                        .append(statement.equality(i, fresh))
                        .append(")");
            }
        }
        return statement.update(connection, set, where + guard, before.size());
    }

    @Override
    public BitSet merge(
            Connection connection,
            Shape shape,
            MergeForm wanted,
            List<Row> expected,
            List<Row> values)
            throws SQLException {
        MergeForm form = wanted.exact(shape);
        PostgresStatement statement = new PostgresStatement(shape, parameters(shape));
        StringBuilder where = new StringBuilder(statement.keyEquals(expected));
        List<String> set = new ArrayList<>();
        for (int i = 0; i < shape.size(); i++) {
            String column = quoted(shape.columns().get(i));
            if (form.guarded().get(i)) {
                String old = statement.value(i, expected);
                set.add(
                        column
                                + " = CASE WHEN "
                                + statement.equality(i, old)
                                + " THEN "
                                + statement.value(i, values)
                                + " ELSE t."
                                + column
                                + " END");
            } else if (form.free().get(i)) {
                set.add(column + " = " + statement.value(i, values));
            } else if (form.added().get(i)) {
                set.add(
                        column
                                + " = coalesce(t."
                                + column
                                + ", 0) + "
                                + statement.value(i, values));
            }
        }
        for (int i : form.row().stream().toArray()) {
            where.append(" AND ").append(statement.equality(i, statement.value(i, expected)));
        }
        return statement.update(connection, set, where.toString(), expected.size());
    }

    @Override
    public BitSet delete(Connection connection, Shape shape, List<Row> expected, BitSet guarded)
            throws SQLException {
        PostgresStatement statement = new PostgresStatement(shape, parameters(shape));
        StringBuilder where = new StringBuilder(statement.keyEquals(expected));
        for (int i : shape.exact(guarded).stream().toArray()) {
            where.append(" AND ").append(statement.equality(i, statement.value(i, expected)));
        }
        return statement.delete(connection, where.toString(), expected.size());
    }

    @Override
    public @Nullable String lock(Connection connection, Shape shape, Row identity)
            throws SQLException {
        return new PostgresStatement(shape, parameters(shape)).lock(connection, identity);
    }

    private static String quoted(Column column) {
        return PostgresStatement.quoted(column.name());
    }
}
