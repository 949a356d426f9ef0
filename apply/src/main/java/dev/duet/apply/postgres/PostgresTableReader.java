package dev.duet.apply.postgres;

import dev.duet.apply.KeyRange;
import dev.duet.apply.SelectList;
import dev.duet.apply.TableReader;
import dev.duet.apply.VersionedRow;
import dev.duet.schemas.Column;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads rows from PostgreSQL; a chunk begins behind a key by one comparison of rows, which an
/// index on the key answers. One thread.
final class PostgresTableReader implements TableReader {
    private final Map<Shape, Source> sources = new HashMap<>();

    /// @param types how the key's columns are bound
    private record Source(SelectList list, List<PostgresParameter> types, Shape shape) {
        static Source of(Shape shape) {
            return new Source(
                    SelectList.of(shape, PostgresSelection::of),
                    shape.columns().stream()
                            .limit(shape.keySize())
                            .map(PostgresParameters::of)
                            .toList(),
                    shape);
        }

        String select() {
            return select(list.sql());
        }

        String select(String columns) {
            return "SELECT " + columns + " FROM " + PostgresStatement.quoted(shape) + " t";
        }

        /// Of the table: by its bare name ORDER BY would mean the text that is selected.
        String key() {
            return shape.columns().stream()
                    .limit(shape.keySize())
                    .map(column -> "t." + PostgresStatement.quoted(column.name()))
                    .collect(Collectors.joining(", "));
        }

        String compared(String comparison) {
            return " WHERE " + is(comparison);
        }

        private String is(String comparison) {
            return "(" + key() + ") " + comparison + " " + bound();
        }

        /// A part of the table, in the key's order.
        String within(KeyRange range) {
            List<String> conditions = new ArrayList<>();
            if (range.from() != null) {
                conditions.add(is(range.including() ? ">=" : ">"));
            }
            if (range.upTo() != null) {
                conditions.add(is("<="));
            }
            return (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions))
                    + " ORDER BY "
                    + key();
        }

        static List<Row> bounds(KeyRange range) {
            return Stream.of(range.from(), range.upTo()).filter(Objects::nonNull).toList();
        }

        String among(int identities) {
            return Stream.generate(this::bound)
                    .limit(identities)
                    .collect(Collectors.joining(", ", " WHERE (" + key() + ") IN (", ")"));
        }

        private String bound() {
            return types.stream()
                    .map(type -> "?::text::" + type.castType())
                    .collect(Collectors.joining(", ", "(", ")"));
        }

        List<Row> rows(Connection connection, String sql, List<Row> identities)
                throws SQLException {
            return rows(connection, list, sql, identities);
        }

        List<Row> rows(Connection connection, SelectList selected, String sql, List<Row> identities)
                throws SQLException {
            try (PreparedStatement query = connection.prepareStatement(sql)) {
                bind(query, identities);
                return selected.rows(query);
            }
        }

        void bind(PreparedStatement query, List<Row> identities) throws SQLException {
            int p = 1;
            for (Row identity : identities) {
                for (int i = 0; i < types.size(); i++) {
                    Object value = identity.get(i);
                    query.setString(p++, value == null ? null : types.get(i).text(value));
                }
            }
        }
    }

    @Override
    public @Nullable Row lock(Connection connection, Shape shape, Row identity)
            throws SQLException {
        Source source = source(shape);
        String sql = source.select() + source.compared("=") + " FOR UPDATE";
        List<Row> rows = source.rows(connection, sql, List.of(identity));
        return rows.isEmpty() ? null : rows.getFirst();
    }

    @Override
    public List<Row> lock(Connection connection, Shape shape, List<Row> identities)
            throws SQLException {
        Source source = source(shape);
        String sql = source.select() + source.among(identities.size()) + " FOR UPDATE";
        return source.rows(connection, sql, identities);
    }

    @Override
    public @Nullable Row find(Connection connection, Shape shape, BitSet columns, Row values)
            throws SQLException {
        Source source = source(shape);
        List<String> conditions = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (int i : columns.stream().toArray()) {
            Object value = values.get(i);
            if (value == null) {
                return null;
            }
            Column column = shape.columns().get(i);
            PostgresParameter type = PostgresParameters.of(column);
            conditions.add(
                    "t."
                            + PostgresStatement.quoted(column.name())
                            + " = ?::text::"
                            + type.castType());
            texts.add(type.text(value));
        }
        String sql = source.select() + " WHERE " + String.join(" AND ", conditions) + " LIMIT 1";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < texts.size(); i++) {
                query.setString(i + 1, texts.get(i));
            }
            List<Row> rows = source.list.rows(query);
            return rows.isEmpty() ? null : rows.getFirst();
        }
    }

    /// A row's version is the transaction that wrote it.
    @Override
    public List<VersionedRow> read(Connection connection, Shape shape, List<Row> identities)
            throws SQLException {
        Source source = source(shape);
        String sql =
                source.select(source.list.sql() + ", t.xmin::text")
                        + source.among(identities.size());
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            source.bind(query, identities);
            return source.list.versioned(query);
        }
    }

    @Override
    public List<Row> chunk(Connection connection, Shape shape, KeyRange range, int limit)
            throws SQLException {
        Source source = source(shape);
        return source.rows(
                connection,
                source.select() + source.within(range) + " LIMIT " + limit,
                Source.bounds(range));
    }

    @Override
    public @Nullable Row skip(Connection connection, Shape shape, KeyRange range, int rows)
            throws SQLException {
        Source source = source(shape);
        SelectList key = source.list.first(shape.keySize());
        String sql =
                source.select(key.sql()) + source.within(range) + " LIMIT 1 OFFSET " + (rows - 1);
        List<Row> found = source.rows(connection, key, sql, Source.bounds(range));
        return found.isEmpty() ? null : found.getFirst();
    }

    private Source source(Shape shape) {
        return sources.computeIfAbsent(shape, Source::of);
    }
}
