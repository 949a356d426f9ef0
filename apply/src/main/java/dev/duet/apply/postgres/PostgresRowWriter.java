package dev.duet.apply.postgres;

import dev.duet.apply.RowWriter;
import dev.duet.schemas.Column;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Writes rows to PostgreSQL: the values of each column travel as one array of texts, and the
/// server casts them to the column's type. One statement writes any number of rows. One thread.
final class PostgresRowWriter implements RowWriter {
    private final Map<Shape, List<PostgresParameter>> parameters = new HashMap<>();

    /// One column's values in a statement: which image, which column.
    private record Slot(int column, List<Row> rows) {}

    private List<PostgresParameter> parameters(Shape shape) {
        return parameters.computeIfAbsent(
                shape, key -> key.columns().stream().map(PostgresParameters::of).toList());
    }

    @Override
    public BitSet insert(Connection connection, Shape shape, List<Row> rows) throws SQLException {
        List<PostgresParameter> types = parameters(shape);
        String columns =
                shape.columns().stream()
                        .map(PostgresRowWriter::quoted)
                        .collect(Collectors.joining(", "));
        String values =
                IntStream.range(0, shape.size())
                        .mapToObj(i -> "v.c" + i + "::" + types.get(i).castType())
                        .collect(Collectors.joining(", "));
        List<Slot> slots =
                IntStream.range(0, shape.size()).mapToObj(i -> new Slot(i, rows)).toList();
        String sql =
                "INSERT INTO "
                        + quoted(shape)
                        + " ("
                        + columns
                        + ") OVERRIDING SYSTEM VALUE SELECT "
                        + values
                        + " FROM "
                        + source(slots.size())
                        + " ORDER BY v.n ON CONFLICT DO NOTHING";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(connection, statement, types, slots);
            int inserted = statement.executeUpdate();
            BitSet missing = new BitSet();
            if (inserted < rows.size()) {
                if (rows.size() > 1) {
                    throw new CannotTellWhich();
                }
                missing.set(0);
            }
            return missing;
        }
    }

    @Override
    public BitSet update(
            Connection connection,
            Shape shape,
            BitSet touched,
            List<Row> before,
            List<Row> after,
            Guard guard)
            throws SQLException {
        List<PostgresParameter> types = parameters(shape);
        List<Slot> slots = new ArrayList<>();
        StringBuilder where = new StringBuilder(keyEquals(shape, types, slots, before));
        StringBuilder set = new StringBuilder();
        touched.stream()
                .forEach(
                        i -> {
                            Column column = shape.columns().get(i);
                            String fresh = "v.c" + slots.size() + "::" + types.get(i).castType();
                            slots.add(new Slot(i, after));
                            set.append(set.isEmpty() ? "" : ", ")
                                    .append(quoted(column))
                                    .append(" = ")
                                    .append(fresh);
                            if (guard == Guard.BEFORE_IMAGE) {
                                String old = "v.c" + slots.size() + "::" + types.get(i).castType();
                                slots.add(new Slot(i, before));
                                String own = "t." + quoted(column);
                                where.append(" AND (")
                                        .append(types.get(i).equality(own, old))
                                        .append(" OR ")
                                        .append(types.get(i).equality(own, fresh))
                                        .append(")");
                            }
                        });
        String sql =
                "UPDATE "
                        + quoted(shape)
                        + " t SET "
                        + set
                        + " FROM "
                        + source(slots.size())
                        + " WHERE "
                        + where
                        + " RETURNING v.n";
        return execute(connection, sql, types, slots, before.size());
    }

    @Override
    public BitSet delete(Connection connection, Shape shape, List<Row> before, Guard guard)
            throws SQLException {
        List<PostgresParameter> types = parameters(shape);
        List<Slot> slots = new ArrayList<>();
        StringBuilder where = new StringBuilder(keyEquals(shape, types, slots, before));
        if (guard == Guard.BEFORE_IMAGE) {
            for (int i = shape.keySize(); i < shape.size(); i++) {
                String old = "v.c" + slots.size() + "::" + types.get(i).castType();
                slots.add(new Slot(i, before));
                where.append(" AND ")
                        .append(types.get(i).equality("t." + quoted(shape.columns().get(i)), old));
            }
        }
        String sql =
                "DELETE FROM "
                        + quoted(shape)
                        + " t USING "
                        + source(slots.size())
                        + " WHERE "
                        + where
                        + " RETURNING v.n";
        return execute(connection, sql, types, slots, before.size());
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
        List<PostgresParameter> types = parameters(shape);
        List<Slot> slots = new ArrayList<>();
        String where = keyEquals(shape, types, slots, List.of(identity));
        String pairs =
                shape.columns().stream()
                        .map(
                                column ->
                                        "'"
                                                + column.name().replace("'", "''")
                                                + "', t."
                                                + quoted(column)
                                                + "::text")
                        .collect(Collectors.joining(", "));
        String sql =
                "SELECT json_build_object("
                        + pairs
                        + ")::text FROM "
                        + quoted(shape)
                        + " t JOIN "
                        + source(slots.size())
                        + " ON "
                        + where
                        + " FOR UPDATE OF t";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(connection, statement, types, slots);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    private static BitSet execute(
            Connection connection,
            String sql,
            List<PostgresParameter> types,
            List<Slot> slots,
            int count)
            throws SQLException {
        BitSet missing = new BitSet(count);
        missing.set(0, count);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(connection, statement, types, slots);
            try (ResultSet written = statement.executeQuery()) {
                while (written.next()) {
                    missing.clear(Math.toIntExact(written.getLong(1)) - 1);
                }
            }
        }
        return missing;
    }

    private static String keyEquals(
            Shape shape, List<PostgresParameter> types, List<Slot> slots, List<Row> identities) {
        StringBuilder where = new StringBuilder();
        for (int i = 0; i < shape.keySize(); i++) {
            where.append(i == 0 ? "" : " AND ")
                    .append("t.")
                    .append(quoted(shape.columns().get(i)))
                    .append(" = v.c")
                    .append(slots.size())
                    .append("::")
                    .append(types.get(i).castType());
            slots.add(new Slot(i, identities));
        }
        return where.toString();
    }

    /// The rows of the statement, numbered from 1: one array of texts for each slot.
    private static String source(int slots) {
        String arrays =
                IntStream.range(0, slots)
                        .mapToObj(i -> "?::text[]")
                        .collect(Collectors.joining(", "));
        String names =
                IntStream.range(0, slots).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
        return "unnest(" + arrays + ") WITH ORDINALITY AS v(" + names + ", n)";
    }

    private static void bind(
            Connection connection,
            PreparedStatement statement,
            List<PostgresParameter> types,
            List<Slot> slots)
            throws SQLException {
        for (int s = 0; s < slots.size(); s++) {
            Slot slot = slots.get(s);
            PostgresParameter type = types.get(slot.column());
            @Nullable String[] texts = new String[slot.rows().size()];
            for (int r = 0; r < texts.length; r++) {
                Object value = slot.rows().get(r).get(slot.column());
                texts[r] = value == null ? null : type.text(value);
            }
            Array array = connection.createArrayOf("text", texts);
            statement.setArray(s + 1, array);
        }
    }

    private static String quoted(Column column) {
        return quoted(column.name());
    }

    private static String quoted(Shape shape) {
        return quoted(shape.table().schema()) + "." + quoted(shape.table().name());
    }

    private static String quoted(String identifier) {
        return "\"" + identifier.replace("\"", "\"\"") + "\"";
    }
}
