package dev.duet.deploy.check;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a catalog query answered, as text. Immutable.
public record Rows(List<Row> rows) {
    public Rows {
        rows = List.copyOf(rows);
    }

    /// One row; column names in lower case.
    public record Row(Map<String, @Nullable String> values) {
        /// The text, empty for NULL.
        public String text(String column) {
            String value = values.get(column);
            return value == null ? "" : value;
        }

        /// Whether it is true, as either database spells it.
        public boolean is(String column) {
            return List.of("t", "1", "true", "YES", "ON").contains(text(column));
        }

        public long number(String column) {
            return Long.parseLong(text(column));
        }
    }

    public static Rows of(Connection connection, String sql, String... parameters)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                query.setString(i + 1, parameters[i]);
            }
            try (ResultSet results = query.executeQuery()) {
                return read(results);
            }
        }
    }

    public Optional<Row> first() {
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
    }

    private static Rows read(ResultSet results) throws SQLException {
        ResultSetMetaData columns = results.getMetaData();
        var rows = new ArrayList<Row>();
        while (results.next()) {
            var values = new LinkedHashMap<String, @Nullable String>();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                values.put(
                        columns.getColumnLabel(i).toLowerCase(Locale.ROOT), results.getString(i));
            }
            rows.add(new Row(values));
        }
        return new Rows(rows);
    }
}
