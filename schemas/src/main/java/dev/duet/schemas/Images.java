package dev.duet.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.duet.schemas.types.Kind;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Row images as JSON for people and for reading back: column name to the value's text, in the
/// shape's order.
public final class Images {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// No text in PostgreSQL holds a NUL, so these are never values.
    private static final String UNCHANGED = "\u0000unchanged";

    private static final String UNSAID = "\u0000unsaid";

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

    /// A key as JSON that [#key] reads.
    public static String keyJson(Shape shape, Key key) {
        return keyNode(shape, key).toString();
    }

    /// Keys as JSON that [#keys] reads.
    public static String keysJson(Shape shape, Collection<Key> keys) {
        ArrayNode array = JSON.createArrayNode();
        keys.forEach(key -> array.add(keyNode(shape, key)));
        return array.toString();
    }

    private static ArrayNode keyNode(Shape shape, Key key) {
        ArrayNode array = JSON.createArrayNode();
        for (int i = 0; i < shape.keySize(); i++) {
            Object value = key.get(i);
            array.add(value == null ? null : text(shape.columns().get(i), value));
        }
        return array;
    }

    /// Reads what [#keyJson] wrote.
    ///
    /// @throws IllegalArgumentException when it is no key of this shape
    public static Key key(Shape shape, String json) {
        return key(shape, read(shape, json));
    }

    /// Reads what [#keysJson] wrote.
    ///
    /// @throws IllegalArgumentException when they are no keys of this shape
    public static List<Key> keys(Shape shape, String json) {
        List<Key> keys = new ArrayList<>();
        read(shape, json).forEach(array -> keys.add(key(shape, array)));
        return keys;
    }

    private static Key key(Shape shape, JsonNode array) {
        if (!array.isArray() || array.size() != shape.keySize()) {
            throw new IllegalArgumentException("not a key of " + shape.entity());
        }
        @Nullable Object[] values = new Object[shape.keySize()];
        for (int i = 0; i < values.length; i++) {
            JsonNode value = array.get(i);
            values[i] = value.isNull() ? null : value(shape.columns().get(i), value.asText());
        }
        return Key.of(values);
    }

    private static JsonNode read(Shape shape, String json) {
        return read("an image of " + shape.entity(), json);
    }

    private static JsonNode read(String what, String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not " + what, e);
        }
    }

    /// The columns of an image.
    public static Set<String> names(String json) {
        Set<String> names = new LinkedHashSet<>();
        read("an image", json).fieldNames().forEachRemaining(names::add);
        return names;
    }

    /// An image with other names for the columns.
    public static @Nullable String named(@Nullable String json, UnaryOperator<String> names) {
        if (json == null) {
            return null;
        }
        ObjectNode named = JSON.createObjectNode();
        read("an image", json)
                .properties()
                .forEach(it -> named.set(names.apply(it.getKey()), it.getValue()));
        return named.toString();
    }

    /// Reads what [#toJson] wrote.
    public static @Nullable Row fromJson(Shape shape, @Nullable String json) {
        if (json == null) {
            return null;
        }
        JsonNode object = read(shape, json);
        @Nullable Object[] values = new Object[shape.size()];
        for (int i = 0; i < values.length; i++) {
            Column column = shape.columns().get(i);
            JsonNode value = object.get(column.name());
            values[i] = value == null || value.isNull() ? null : value(column, value.asText());
        }
        return Row.of(values);
    }

    /// One value, as it stands in an image.
    public static String text(Column column, Object value) {
        return switch (value) {
            case Unchanged unchanged ->
                    switch (unchanged) {
                        case VALUE -> UNCHANGED;
                        case UNSAID -> UNSAID;
                    };
            case Unreadable unreadable -> UNREADABLE + unreadable.reason();
            case PeerKey key -> key.toString();
            default -> column.kind().format(value);
        };
    }

    /// Reads what [#text] wrote; an `IllegalArgumentException` or `DateTimeException` when it is no
    /// value of the column's kind.
    public static Object value(Column column, String text) {
        if (text.startsWith(UNREADABLE)) {
            return new Unreadable(text.substring(UNREADABLE.length()));
        }
        return switch (text) {
            case UNCHANGED -> Unchanged.VALUE;
            case UNSAID -> Unchanged.UNSAID;
            default -> {
                Optional<PeerKey> key = mayBeKey(column) ? PeerKey.parse(text) : Optional.empty();
                yield key.isPresent() ? key.get() : column.kind().parse(text);
            }
        };
    }

    private static boolean mayBeKey(Column column) {
        return column.kind() == Kind.INTEGER || column.kind() == Kind.DECIMAL;
    }
}
