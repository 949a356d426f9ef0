package dev.duet.apply;

import dev.duet.schemas.Column;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The columns of a shape as a SELECT names them and as its results become rows. Immutable.
public record SelectList(List<SelectedColumn> columns) {
    public SelectList {
        columns = List.copyOf(columns);
    }

    public static SelectList of(Shape shape, Function<Column, SelectedColumn> selected) {
        return new SelectList(shape.columns().stream().map(selected).toList());
    }

    /// What stands between SELECT and FROM.
    public String sql() {
        return columns.stream().map(SelectedColumn::expression).collect(Collectors.joining(", "));
    }

    public List<Row> rows(PreparedStatement query) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (ResultSet results = query.executeQuery()) {
            while (results.next()) {
                rows.add(row(results));
            }
        }
        return rows;
    }

    /// Of a query that gives the row's version as one more column.
    public List<VersionedRow> versioned(PreparedStatement query) throws SQLException {
        List<VersionedRow> rows = new ArrayList<>();
        try (ResultSet results = query.executeQuery()) {
            while (results.next()) {
                rows.add(new VersionedRow(row(results), results.getString(columns.size() + 1)));
            }
        }
        return rows;
    }

    /// The first of the columns alone.
    public SelectList first(int some) {
        return new SelectList(columns.subList(0, some));
    }

    private Row row(ResultSet result) throws SQLException {
        @Nullable Object[] values = new Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = columns.get(i).read(result, i + 1);
        }
        return Row.of(values);
    }
}
