package dev.duet.apply.mysql;

import dev.duet.apply.SelectList;
import dev.duet.apply.TableReader;
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

        /// The key begins with what is bound, column by column.
        String begins(int columns) {
            return key.stream()
                    .limit(columns)
                    .map(column -> column.is("="))
                    .collect(Collectors.joining(" AND "));
        }

        /// `a > ? OR a = ? AND b > ?`, and so on.
        String follows() {
            List<String> ways = new ArrayList<>();
            for (int i = 0; i < key.size(); i++) {
                String same = i == 0 ? "" : begins(i) + " AND ";
                ways.add(same + key.get(i).is(">"));
            }
            return String.join(" OR ", ways);
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
        int size = shape.keySize();
        String one = "(" + source.begins(size) + ")";
        String where = String.join(" OR ", Collections.nCopies(identities.size(), one));
        String sql = source.select() + " WHERE " + where + " FOR UPDATE";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            int p = 1;
            for (Row identity : identities) {
                p = source.bind(query, p, size, identity);
            }
            return source.list().rows(query);
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
    public List<Row> chunk(Connection connection, Shape shape, @Nullable Row after, int limit)
            throws SQLException {
        Source source = source(shape);
        String where = after == null ? "" : " WHERE " + source.follows();
        String order =
                source.key().stream()
                        .map(MysqlKeyColumn::name)
                        .collect(Collectors.joining(", ", " ORDER BY ", ""));
        String sql = source.select() + where + order + " LIMIT " + limit;
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            int p = 1;
            for (int i = 1; after != null && i <= shape.keySize(); i++) {
                p = source.bind(query, p, i, after);
            }
            return source.list().rows(query);
        }
    }

    private Source source(Shape shape) {
        return sources.computeIfAbsent(shape, Source::of);
    }
}
