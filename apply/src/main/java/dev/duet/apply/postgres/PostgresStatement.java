package dev.duet.apply.postgres;

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
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// One statement over many rows while it is put together: each value of a row is a column of `v`,
/// bound as one array of texts for all rows. One thread, used once.
final class PostgresStatement {
    private final Shape shape;
    private final List<PostgresParameter> types;
    private final List<Slot> slots = new ArrayList<>();

    /// One column of `v`: the values of a column in some images of the rows.
    private record Slot(int column, List<Row> rows) {}

    PostgresStatement(Shape shape, List<PostgresParameter> types) {
        this.shape = shape;
        this.types = types;
    }

    /// The expression for a column's value in those images, in the column's type.
    String value(int column, List<Row> rows) {
        slots.add(new Slot(column, rows));
        return "v.c" + (slots.size() - 1) + "::" + types.get(column).castType();
    }

    /// The condition that the table's column is exactly this.
    String equality(int column, String value) {
        return types.get(column).equality("t." + quoted(shape.columns().get(column).name()), value);
    }

    String keyEquals(List<Row> identities) {
        return IntStream.range(0, shape.keySize())
                .mapToObj(
                        i ->
                                "t."
                                        + quoted(shape.columns().get(i).name())
                                        + " = "
                                        + value(i, identities))
                .collect(Collectors.joining(" AND "));
    }

    /// @return how many were not there before
    int insert(Connection connection, List<Row> rows) throws SQLException {
        String columns =
                shape.columns().stream()
                        .map(column -> quoted(column.name()))
                        .collect(Collectors.joining(", "));
        String values =
                IntStream.range(0, shape.size())
                        .mapToObj(i -> value(i, rows))
                        .collect(Collectors.joining(", "));
        String sql =
                "INSERT INTO "
                        + quoted(shape)
                        + " ("
                        + columns
                        + ") OVERRIDING SYSTEM VALUE SELECT "
                        + values
                        + " FROM "
                        + source()
                        + " ORDER BY v.n ON CONFLICT DO NOTHING";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(connection, statement);
            return statement.executeUpdate();
        }
    }

    /// @return the rows that were not written
    BitSet update(Connection connection, List<String> set, String where, int count)
            throws SQLException {
        return execute(
                connection,
                "UPDATE "
                        + quoted(shape)
                        + " t SET "
                        + String.join(", ", set)
                        + " FROM "
                        + source()
                        + " WHERE "
                        + where
                        + " RETURNING v.n",
                count);
    }

    /// @return the rows that were not deleted
    BitSet delete(Connection connection, String where, int count) throws SQLException {
        return execute(
                connection,
                "DELETE FROM "
                        + quoted(shape)
                        + " t USING "
                        + source()
                        + " WHERE "
                        + where
                        + " RETURNING v.n",
                count);
    }

    /// @return the row as JSON of its columns' texts, locked; null when there is none
    @Nullable String lock(Connection connection, Row identity) throws SQLException {
        String where = keyEquals(List.of(identity));
        String pairs =
                shape.columns().stream()
                        .map(
                                column ->
                                        "'"
                                                + column.name().replace("'", "''")
                                                + "', t."
                                                + quoted(column.name())
                                                + "::text")
                        .collect(Collectors.joining(", "));
        String sql =
                "SELECT json_build_object("
                        + pairs
                        + ")::text FROM "
                        + quoted(shape)
                        + " t JOIN "
                        + source()
                        + " ON "
                        + where
                        + " FOR UPDATE OF t";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(connection, statement);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    private BitSet execute(Connection connection, String sql, int count) throws SQLException {
        BitSet missing = new BitSet(count);
        missing.set(0, count);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(connection, statement);
            try (ResultSet written = statement.executeQuery()) {
                while (written.next()) {
                    missing.clear(Math.toIntExact(written.getLong(1)) - 1);
                }
            }
        }
        return missing;
    }

    /// The rows of the statement, numbered from 1: one array of texts for each slot.
    private String source() {
        String arrays =
                IntStream.range(0, slots.size())
                        .mapToObj(i -> "?::text[]")
                        .collect(Collectors.joining(", "));
        String names =
                IntStream.range(0, slots.size())
                        .mapToObj(i -> "c" + i)
                        .collect(Collectors.joining(", "));
        return "unnest(" + arrays + ") WITH ORDINALITY AS v(" + names + ", n)";
    }

    private void bind(Connection connection, PreparedStatement statement) throws SQLException {
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

    static String quoted(Shape shape) {
        return quoted(shape.table().schema()) + "." + quoted(shape.table().name());
    }

    static String quoted(String identifier) {
        return "\"" + identifier.replace("\"", "\"\"") + "\"";
    }
}
