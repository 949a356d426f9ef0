package dev.duet.apply.mysql;

import dev.duet.apply.RowWriter;
import dev.duet.schemas.Column;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Writes rows to MySQL: inserts as multi-row statements, updates and deletes as many statements in
/// one packet, each with its own count. One thread.
///
/// Needs a connection with `rewriteBatchedStatements`, `allowMultiQueries` and found-row counts.
final class MysqlRowWriter implements RowWriter {
    private final Map<Shape, List<MysqlParameter>> parameters = new HashMap<>();

    private List<MysqlParameter> parameters(Shape shape) {
        return parameters.computeIfAbsent(
                shape, key -> key.columns().stream().map(MysqlParameters::of).toList());
    }

    @Override
    public BitSet insert(Connection connection, Shape shape, List<Row> rows) throws SQLException {
        List<MysqlParameter> types = parameters(shape);
        String columns =
                shape.columns().stream()
                        .map(MysqlRowWriter::quoted)
                        .collect(Collectors.joining(", "));
        String values =
                types.stream().map(MysqlParameter::placeholder).collect(Collectors.joining(", "));
        String sql = "INSERT INTO " + quoted(shape) + " (" + columns + ") VALUES (" + values + ")";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Row row : rows) {
                for (int i = 0; i < shape.size(); i++) {
                    bind(statement, i + 1, types.get(i), row.get(i));
                }
                statement.addBatch();
            }
            statement.executeBatch();
        }
        return new BitSet();
    }

    @Override
    public BitSet update(
            Connection connection, Shape shape, BitSet touched, List<Row> before, List<Row> after)
            throws SQLException {
        List<MysqlParameter> types = parameters(shape);
        int[] columns = touched.stream().toArray();
        String set =
                IntStream.of(columns)
                        .mapToObj(i -> own(shape, i) + " = " + types.get(i).placeholder())
                        .collect(Collectors.joining(", "));
        StringBuilder where = new StringBuilder(keyEquals(shape, types));
        for (int i : columns) {
            where.append(" AND (")
                    .append(types.get(i).equality(own(shape, i)))
                    .append(" OR ")
                    .append(types.get(i).equality(own(shape, i)))
                    .append(")");
        }
        String sql = "UPDATE " + quoted(shape) + " SET " + set + " WHERE " + where;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int r = 0; r < before.size(); r++) {
                int p = 1;
                for (int i : columns) {
                    bind(statement, p++, types.get(i), after.get(r).get(i));
                }
                for (int i = 0; i < shape.keySize(); i++) {
                    bind(statement, p++, types.get(i), before.get(r).get(i));
                }
                for (int i : columns) {
                    bind(statement, p++, types.get(i), before.get(r).get(i));
                    bind(statement, p++, types.get(i), after.get(r).get(i));
                }
                statement.addBatch();
            }
            return missing(statement.executeBatch());
        }
    }

    @Override
    public BitSet merge(
            Connection connection,
            Shape shape,
            MergeForm form,
            List<Row> expected,
            List<Row> values)
            throws SQLException {
        List<MysqlParameter> types = parameters(shape);
        List<String> set = new ArrayList<>();
        for (int i = 0; i < shape.size(); i++) {
            String own = own(shape, i);
            String fresh = types.get(i).placeholder();
            if (form.guarded().get(i)) {
                set.add(
                        own
                                + " = IF("
                                + types.get(i).equality(own)
                                + ", "
                                + fresh
                                + ", "
                                + own
                                + ")");
            } else if (form.free().get(i)) {
                set.add(own + " = " + fresh);
            } else if (form.added().get(i)) {
                set.add(own + " = COALESCE(" + own + ", 0) + " + fresh);
            }
        }
        StringBuilder where = new StringBuilder(keyEquals(shape, types));
        form.row().stream()
                .forEach(i -> where.append(" AND ").append(types.get(i).equality(own(shape, i))));
        String sql =
                "UPDATE " + quoted(shape) + " SET " + String.join(", ", set) + " WHERE " + where;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int r = 0; r < expected.size(); r++) {
                int p = 1;
                for (int i = 0; i < shape.size(); i++) {
                    if (form.guarded().get(i)) {
                        bind(statement, p++, types.get(i), expected.get(r).get(i));
                    }
                    if (form.guarded().get(i) || form.free().get(i) || form.added().get(i)) {
                        bind(statement, p++, types.get(i), values.get(r).get(i));
                    }
                }
                for (int i = 0; i < shape.keySize(); i++) {
                    bind(statement, p++, types.get(i), expected.get(r).get(i));
                }
                for (int i : form.row().stream().toArray()) {
                    bind(statement, p++, types.get(i), expected.get(r).get(i));
                }
                statement.addBatch();
            }
            return missing(statement.executeBatch());
        }
    }

    @Override
    public BitSet delete(Connection connection, Shape shape, List<Row> expected, BitSet guarded)
            throws SQLException {
        List<MysqlParameter> types = parameters(shape);
        StringBuilder where = new StringBuilder(keyEquals(shape, types));
        guarded.stream()
                .forEach(i -> where.append(" AND ").append(types.get(i).equality(own(shape, i))));
        String sql = "DELETE FROM " + quoted(shape) + " WHERE " + where;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Row row : expected) {
                int p = 1;
                for (int i = 0; i < shape.keySize(); i++) {
                    bind(statement, p++, types.get(i), row.get(i));
                }
                for (int i : guarded.stream().toArray()) {
                    bind(statement, p++, types.get(i), row.get(i));
                }
                statement.addBatch();
            }
            return missing(statement.executeBatch());
        }
    }

    @Override
    public void truncate(Connection connection, Shape shape) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("DELETE FROM " + quoted(shape))) {
            statement.executeUpdate();
        }
    }

    @Override
    public @Nullable String lock(Connection connection, Shape shape, Row identity)
            throws SQLException {
        List<MysqlParameter> types = parameters(shape);
        String pairs =
                shape.columns().stream()
                        .map(
                                column ->
                                        "'"
                                                + column.name().replace("'", "''")
                                                + "', "
                                                + shown(column))
                        .collect(Collectors.joining(", "));
        String sql =
                "SELECT JSON_OBJECT("
                        + pairs
                        + ") FROM "
                        + quoted(shape)
                        + " WHERE "
                        + keyEquals(shape, types)
                        + " FOR UPDATE";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < shape.keySize(); i++) {
                bind(statement, i + 1, types.get(i), identity.get(i));
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    /// A column as text for people: bytes in hexadecimal, the rest as the server writes it.
    private static String shown(Column column) {
        return switch (column.kind()) {
            case BYTES, BITS, GEOMETRY -> "HEX(" + quoted(column) + ")";
            default -> "CAST(" + quoted(column) + " AS CHAR)";
        };
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

    private static String keyEquals(Shape shape, List<MysqlParameter> types) {
        return IntStream.range(0, shape.keySize())
                .mapToObj(i -> quoted(shape.columns().get(i)) + " = " + types.get(i).placeholder())
                .collect(Collectors.joining(" AND "));
    }

    private static void bind(
            PreparedStatement statement, int index, MysqlParameter type, @Nullable Object value)
            throws SQLException {
        statement.setObject(index, value == null ? null : type.jdbcValue(value));
    }

    private static String own(Shape shape, int column) {
        return quoted(shape.columns().get(column));
    }

    private static String quoted(Column column) {
        return quoted(column.name());
    }

    private static String quoted(Shape shape) {
        return quoted(shape.table().schema()) + "." + quoted(shape.table().name());
    }

    private static String quoted(String identifier) {
        return "`" + identifier.replace("`", "``") + "`";
    }
}
