package dev.duet.apply.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.duet.schemas.Column;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.Unchanged;
import dev.duet.schemas.Unreadable;

import org.jspecify.annotations.Nullable;

/// Row images as JSON for people and for reading back: column name to the value's text, in the
/// shape's order.
public final class Images {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// No text in PostgreSQL holds a NUL, so these are never values.
    private static final String UNCHANGED = "\u0000unchanged";

    private static final String UNREADABLE = "\u0000unreadable: ";

    private Images() {}

    public static @Nullable String toJson(Shape shape, @Nullable Row row) {
        if (row == null) {
            return null;
        }
        ObjectNode object = JSON.createObjectNode();
        for (int i = 0; i < shape.size(); i++) {
            Column column = shape.columns().get(i);
            Object value = row.get(i);
            object.put(column.name(), value == null ? null : text(column, value));
        }
        try {
            return JSON.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The record's key as people read it: the values' texts, joined by commas.
    public static String keyText(Shape shape, Row row) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < shape.keySize(); i++) {
            Object value = row.get(i);
            text.append(i == 0 ? "" : ",")
                    .append(value == null ? "" : text(shape.columns().get(i), value));
        }
        return text.toString();
    }

    /// Reads what [#toJson] wrote.
    public static @Nullable Row fromJson(Shape shape, @Nullable String json) {
        if (json == null) {
            return null;
        }
        try {
            JsonNode object = JSON.readTree(json);
            @Nullable Object[] values = new Object[shape.size()];
            for (int i = 0; i < values.length; i++) {
                Column column = shape.columns().get(i);
                JsonNode value = object.get(column.name());
                values[i] = value == null || value.isNull() ? null : value(column, value.asText());
            }
            return Row.of(values);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a row image of " + shape.entity(), e);
        }
    }

    /// One value, as it stands in an image.
    public static String text(Column column, Object value) {
        return switch (value) {
            case Unchanged unchanged -> UNCHANGED;
            case Unreadable unreadable -> UNREADABLE + unreadable.reason();
            default -> column.kind().format(value);
        };
    }

    /// Reads what [#text] wrote; an `IllegalArgumentException` or `DateTimeException` when it is no
    /// value of the column's kind.
    public static Object value(Column column, String text) {
        if (text.startsWith(UNREADABLE)) {
            return new Unreadable(text.substring(UNREADABLE.length()));
        }
        return text.equals(UNCHANGED) ? Unchanged.VALUE : column.kind().parse(text);
    }
}
