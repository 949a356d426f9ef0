package dev.duet.deploy.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.duet.apply.conflict.rules.PresenceRule.Kind;
import dev.duet.deploy.run.Touches.Noted;
import dev.duet.deploy.run.Touches.Stamp;
import dev.duet.deploy.run.Touches.Touch;
import dev.duet.schemas.Column;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What was done to one record last, as JSON: fields go by their names, so that it can be read
/// though the file has other fields by then. Stateless.
final class TouchText {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FIELDS = "fields";
    private static final String LIFE = "life";
    private static final String KIND = "kind";
    private static final String UPDATED = "updated";
    private static final String UNREAD = "unread";
    private static final String NOTED = "noted";
    private static final String LAST = "last";
    private static final String UNSEEN = "unseen";

    private TouchText() {}

    static String write(Shape canonical, Touch touch) {
        ObjectNode json = JSON.createObjectNode();
        ObjectNode fields = json.putObject(FIELDS);
        for (int i = 0; i < touch.fields().length; i++) {
            put(fields, canonical.columns().get(i).name(), touch.fields()[i]);
        }
        put(json, LIFE, touch.life());
        json.put(KIND, touch.kind().name());
        put(json, UPDATED, touch.updated());
        put(json, UNREAD, touch.unread());
        ArrayNode noted = json.putArray(NOTED);
        for (Noted it : touch.noted()) {
            ObjectNode one = noted.addObject();
            put(one, LAST, it.last());
            it.fields().stream().sorted().forEach(one.putArray(FIELDS)::add);
        }
        if (touch.isUnseen()) {
            json.put(UNSEEN, true);
        }
        return json.toString();
    }

    /// What two say together, the second one the later.
    static String merge(Shape canonical, String one, String two) {
        return write(canonical, read(canonical, one).with(read(canonical, two)));
    }

    private static void put(ObjectNode json, String name, @Nullable Stamp stamp) {
        if (stamp != null) {
            ArrayNode array = json.putArray(name).add(stamp.at()).add(stamp.clock());
            Long seen = stamp.seen();
            if (seen != null) {
                array.add(seen);
            }
        }
    }

    static Touch read(Shape canonical, String text) {
        JsonNode json = parse(text);
        List<Column> columns = canonical.columns();
        @Nullable Stamp[] fields = new Stamp[columns.size()];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = stamp(json.path(FIELDS).path(columns.get(i).name()));
        }
        return new Touch(
                fields,
                stamp(json.path(LIFE)),
                Kind.valueOf(json.path(KIND).asText()),
                stamp(json.path(UPDATED)),
                stamp(json.path(UNREAD)),
                noted(json.path(NOTED)),
                json.path(UNSEEN).asBoolean());
    }

    private static List<Noted> noted(JsonNode array) {
        List<Noted> noted = new ArrayList<>();
        for (JsonNode one : array) {
            Stamp last = stamp(one.path(LAST));
            if (last != null) {
                Set<String> fields = new HashSet<>();
                one.path(FIELDS).forEach(name -> fields.add(name.asText()));
                noted.add(new Noted(fields, last));
            }
        }
        return noted;
    }

    private static @Nullable Stamp stamp(JsonNode array) {
        if (!array.isArray()) {
            return null;
        }
        @Nullable Long seen = array.has(2) ? (Long) array.get(2).asLong() : null;
        return new Stamp(array.get(0).asLong(), array.get(1).asLong(), seen);
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException("duet.parked holds what Duet did not write", e);
        }
    }
}
