package dev.duet.apply.mysql;

import dev.duet.apply.KeyRange;
import dev.duet.apply.SelectList;
import dev.duet.apply.TableReader;
import dev.duet.apply.VersionedRow;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Reads rows from MySQL; a chunk begins behind a key by a condition for each of its columns, for
/// MySQL finds no range of an index by a comparison of rows. One thread.
final class MysqlTableReader implements TableReader {
    private final Map<Shape, Source> sources = new HashMap<>();

    private record Source(SelectList list, List<MysqlKeyColumn> key, Shape shape) {
        static Source of(Shape shape) {
            return new Source(
                    SelectList.of(shape, MysqlSelection::of),
                    shape.columns().stream()
                            .limit(shape.keySize())
                            .map(MysqlKeyColumn::of)
                            .toList(),
                    shape);
        }

        String select() {
            return "SELECT " + list.sql() + " FROM " + MysqlName.of(shape);
        }

        String among(int identities) {
            String one = "(" + begins(key.size()) + ")";
            return " WHERE " + String.join(" OR ", Collections.nCopies(identities, one));
        }

        void bindAll(PreparedStatement query, List<Row> identities) throws SQLException {
            int p = 1;
            for (Row identity : identities) {
                p = bind(query, p, key.size(), identity);
            }
        }

        /// The key begins with what is bound, column by column.
        String begins(int columns) {
            return key.stream()
                    .limit(columns)
                    .map(column -> column.is("="))
                    .collect(Collectors.joining(" AND "));
        }

        /// `a > ? OR a = ? AND b > ?`, and so on.
        String beyond(String comparison, boolean including) {
            List<String> ways = new ArrayList<>();
            for (int i = 0; i < key.size(); i++) {
                String same = i == 0 ? "" : begins(i) + " AND ";
                ways.add(same + key.get(i).is(comparison));
            }
            if (including) {
                ways.add(begins(key.size()));
            }
            return "(" + String.join(" OR ", ways) + ")";
        }

        int bindBeyond(PreparedStatement query, int first, boolean including, Row row)
                throws SQLException {
            int p = first;
            for (int i = 1; i <= key.size(); i++) {
                p = bind(query, p, i, row);
            }
            return including ? bind(query, p, key.size(), row) : p;
        }

        /// A query for a part of the table, in the key's order.
        String within(SelectList some, KeyRange range) {
            List<String> conditions = new ArrayList<>();
            if (range.from() != null) {
                conditions.add(beyond(">", range.including()));
            }
            if (range.upTo() != null) {
                conditions.add(beyond("<", true));
            }
            return "SELECT "
                    + some.sql()
                    + " FROM "
                    + MysqlName.of(shape)
                    + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions))
                    + key.stream()
                            .map(MysqlKeyColumn::name)
                            .collect(Collectors.joining(", ", " ORDER BY ", ""));
        }

        void bind(PreparedStatement query, KeyRange range) throws SQLException {
            int p = 1;
            if (range.from() != null) {
                p = bindBeyond(query, p, range.including(), range.from());
            }
            if (range.upTo() != null) {
                bindBeyond(query, p, true, range.upTo());
            }
        }

        List<Row> rows(Connection connection, SelectList some, KeyRange range, String limit)
                throws SQLException {
            try (PreparedStatement query =
                    connection.prepareStatement(within(some, range) + limit)) {
                bind(query, range);
                return some.rows(query);
            }
        }

        /// Binds the first columns of the key.
        int bind(PreparedStatement query, int first, int columns, Row row) throws SQLException {
            int p = first;
            for (int i = 0; i < columns; i++) {
                query.setObject(p++, key.get(i).bound(row.get(i)));
            }
            return p;
        }
    }

    @Override
    public @Nullable Row lock(Connection connection, Shape shape, Row identity)
            throws SQLException {
        Source source = source(shape);
        int size = shape.keySize();
        String sql = source.select() + " WHERE " + source.begins(size) + " FOR UPDATE";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            source.bind(query, 1, size, identity);
            List<Row> rows = source.list().rows(query);
            return rows.isEmpty() ? null : rows.getFirst();
        }
    }

    @Override
    public List<Row> lock(Connection connection, Shape shape, List<Row> identities)
            throws SQLException {
        Source source = source(shape);
        String sql = source.select() + source.among(identities.size()) + " FOR UPDATE";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            source.bindAll(query, identities);
            return source.list().rows(query);
        }
    }

    @Override
    public List<VersionedRow> read(Connection connection, Shape shape, List<Row> identities)
            throws SQLException {
        Source source = source(shape);
        String sql = source.select() + source.among(identities.size());
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            source.bindAll(query, identities);
            return source.list().rows(query).stream()
                    .map(row -> new VersionedRow(row, ""))
                    .toList();
        }
    }

    @Override
    public @Nullable Row find(Connection connection, Shape shape, BitSet columns, Row values)
            throws SQLException {
        Source source = source(shape);
        List<MysqlKeyColumn> wanted =
                columns.stream().mapToObj(i -> MysqlKeyColumn.of(shape.columns().get(i))).toList();
        String where =
                wanted.stream().map(column -> column.is("=")).collect(Collectors.joining(" AND "));
        String sql = source.select() + " WHERE " + where + " LIMIT 1";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            int p = 1;
            for (int i : columns.stream().toArray()) {
                query.setObject(p, wanted.get(p - 1).bound(values.get(i)));
                p++;
            }
            List<Row> rows = source.list().rows(query);
            return rows.isEmpty() ? null : rows.getFirst();
        }
    }

    @Override
    public List<Row> chunk(Connection connection, Shape shape, KeyRange range, int limit)
            throws SQLException {
        Source source = source(shape);
        return source.rows(connection, source.list(), range, " LIMIT " + limit);
    }

    @Override
    public @Nullable Row skip(Connection connection, Shape shape, KeyRange range, int rows)
            throws SQLException {
        Source source = source(shape);
        SelectList key = source.list().first(shape.keySize());
        List<Row> found = source.rows(connection, key, range, " LIMIT 1 OFFSET " + (rows - 1));
        return found.isEmpty() ? null : found.getFirst();
    }

    private Source source(Shape shape) {
        return sources.computeIfAbsent(shape, Source::of);
    }
}
