package dev.duet.apply;

import dev.duet.schemas.Column;
import dev.duet.schemas.Unreadable;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Function;

/// How one column is read, chosen once per table: what stands for it in a SELECT, and what a result
/// of that is as a canonical value. Immutable.
///
/// Results are taken as text or as bytes alone, for which drivers have no opinions of their own.
public final class SelectedColumn {
    private final Column column;
    private final String expression;
    private final Source source;

    /// A value that is there, or null.
    @FunctionalInterface
    private interface Source {
        @Nullable Object take(ResultSet result, int index) throws SQLException;
    }

    private SelectedColumn(Column column, String expression, Source source) {
        this.column = column;
        this.expression = expression;
        this.source = source;
    }

    /// A column whose expression gives text.
    public static SelectedColumn text(
            Column column, String expression, Function<String, @Nullable Object> value) {
        return new SelectedColumn(
                column,
                expression,
                (result, index) -> {
                    String text = result.getString(index);
                    return text == null ? null : value.apply(text);
                });
    }

    /// A column whose expression gives text of ASCII characters alone, taken as bytes: for a text
    /// MySQL's driver makes a reader of texts anew each time.
    public static SelectedColumn ascii(
            Column column, String expression, Function<String, @Nullable Object> value) {
        return bytes(
                column,
                expression,
                bytes -> value.apply(new String(bytes, StandardCharsets.ISO_8859_1)));
    }

    /// A column whose expression gives bytes.
    public static SelectedColumn bytes(
            Column column, String expression, Function<byte[], @Nullable Object> value) {
        return new SelectedColumn(
                column,
                expression,
                (result, index) -> {
                    byte[] bytes = result.getBytes(index);
                    return bytes == null ? null : value.apply(bytes);
                });
    }

    public String expression() {
        return expression;
    }

    /// The canonical value; [Unreadable] where the log would give that.
    @Nullable Object read(ResultSet result, int index) throws SQLException {
        try {
            return source.take(result, index);
        } catch (RuntimeException e) {
            return Unreadable.of(column, e);
        }
    }
}
