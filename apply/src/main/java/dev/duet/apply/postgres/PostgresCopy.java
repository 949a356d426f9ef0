package dev.duet.apply.postgres;

import dev.duet.apply.RowText;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.postgresql.PGConnection;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/// Rows into one table by `COPY`. Immutable.
///
/// @param types how each column of the shape is written
record PostgresCopy(Shape shape, List<PostgresParameter> types) {
    void run(Connection connection, List<Row> rows) throws SQLException {
        // Bytes: of characters the driver encodes each block alone, and loses one that two share.
        var text = new RowText(rows, shape.size(), (i, value) -> types.get(i).text(value));
        try {
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql(), text);
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory cannot be read", e);
        }
        text.requireWhole();
    }

    private String sql() {
        String columns =
                shape.columns().stream()
                        .map(column -> PostgresStatement.quoted(column.name()))
                        .collect(Collectors.joining(", "));
        return "COPY " + PostgresStatement.quoted(shape) + " (" + columns + ") FROM STDIN";
    }
}
