package dev.duet.mapping.types;

import dev.duet.schemas.types.JsonText;
import dev.duet.schemas.types.TypeText;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/// The rules for JSON and for arrays.
record Documents(Bridges bridge) {
    private static final JsonDocuments MYSQL = new JsonDocuments(false);
    private static final JsonDocuments POSTGRES = new JsonDocuments(true);

    TypePair json() {
        boolean hstore = bridge.left().text().name().endsWith("hstore");
        return switch (bridge.right().kind()) {
            case JSON -> hstore ? hstoreAsJson() : bridge.same();
            case TEXT -> hstore ? bridge.refused() : jsonAsText();
            default -> bridge.refused();
        };
    }

    private TypePair hstoreAsJson() {
        return bridge.conversion(
                "an object of strings and nulls",
                Cover.SOME,
                "other JSON is refused",
                ValueFunction.IDENTITY,
                bridge.back()
                        .into(POSTGRES)
                        .then(
                                bridge.back()
                                        .parsing(
                                                "an object of strings and nulls",
                                                Documents::flat)));
    }

    private static @Nullable Object flat(Object value) {
        boolean flat =
                JsonText.parse((String) value) instanceof Map<?, ?> map
                        && map.values().stream()
                                .allMatch(member -> member == null || member instanceof String);
        return flat ? value : null;
    }

    private TypePair jsonAsText() {
        return bridge.respelling(
                "JSON in its normal form: no white space, keys in order",
                Cover.ALL_BUT_ODD,
                "texts that are no JSON are refused",
                bridge.there().into(bridge.right().domain()),
                bridge.back()
                        .parsing("JSON", value -> JsonText.normal((String) value))
                        .then(bridge.back().into(POSTGRES)));
    }

    /// PostgreSQL's text to MySQL's JSON.
    TypePair jsonInText() {
        return bridge.respelling(
                "JSON in its normal form: no white space, keys in order",
                Cover.SOME,
                "texts that are no JSON are refused",
                bridge.there()
                        .parsing("JSON", value -> JsonText.normal((String) value))
                        .then(bridge.there().into(MYSQL)),
                bridge.back().into(bridge.left().domain()));
    }

    TypePair arrays() {
        TypeText element = bridge.left().text().element();
        if (!ArrayElements.allowed(element)) {
            return new TypePair.Refused(
                    "PostgreSQL may spell an array of "
                            + element.name()
                            + " otherwise than it was written",
                    "use an array of numbers, booleans, text, uuid, date or enum, or a jsonb"
                            + " column");
        }
        return switch (bridge.right().kind()) {
            case JSON -> arrayAsJson(ArrayElements.of(element));
            case SET ->
                    element.name().equals("text")
                                    || element.name().equals("character varying")
                                    || element.name().equals("enum")
                            ? arrayAsSet()
                            : bridge.refused();
            default -> bridge.refused();
        };
    }

    private TypePair arrayAsJson(ArrayElements elements) {
        return bridge.conversion(
                "a JSON array, nested for each dimension",
                Cover.SOME,
                "arrays that do not begin at 1, and JSON of another shape, are refused",
                bridge.there()
                        .parsing("an array that begins at 1", value -> fromOne((String) value))
                        .then(bridge.there().into(MYSQL)),
                bridge.back()
                        .into(POSTGRES)
                        .then(
                                bridge.back()
                                        .parsing(
                                                "an array of " + elements.name(),
                                                value -> elements.normal((String) value))));
    }

    private TypePair arrayAsSet() {
        Labels members = (Labels) bridge.right().domain();
        return bridge.respelling(
                "the array's elements as members",
                Cover.SOME,
                "order and repetition are the set's; other elements are refused",
                bridge.there()
                        .parsing(
                                "a list of members",
                                value -> members.ordered(strings((String) value)))
                        .then(bridge.there().into(members)),
                value -> JsonText.write(Labels.members((String) value)));
    }

    /// An array with other bounds keeps PostgreSQL's own text, which is no JSON.
    private static @Nullable Object fromOne(String array) {
        return array.charAt(array.length() - 1) == '}' ? null : array;
    }

    private static List<String> strings(String array) {
        if (JsonText.parse(array) instanceof List<?> list) {
            return list.stream()
                    .map(
                            element -> {
                                if (element instanceof String text && text.indexOf(',') < 0) {
                                    return text;
                                }
                                throw new IllegalArgumentException("no member");
                            })
                    .toList();
        }
        throw new IllegalArgumentException("no array");
    }
}
