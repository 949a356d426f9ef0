package dev.duet.deploy.conflicts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.duet.apply.store.ConflictHistory.Action;
import dev.duet.apply.store.RecordedConflict;
import dev.duet.deploy.conflicts.Conflict.Part;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/// Conflicts for scripts. Stateless.
record ConflictJson(Legend legend) {
    private static final ObjectMapper JSON = new ObjectMapper();

    ArrayNode all(List<Conflict> conflicts) {
        ArrayNode all = JSON.createArrayNode();
        conflicts.forEach(it -> fill(all.addObject(), it));
        return all;
    }

    ObjectNode one(Conflict conflict) {
        return fill(JSON.createObjectNode(), conflict);
    }

    private ObjectNode fill(ObjectNode json, Conflict it) {
        RecordedConflict entry = it.entry();
        json.put("id", it.id());
        ArrayNode ids = json.putArray("ids");
        it.ids().forEach(ids::add);
        json.put("state", it.state().text())
                .put("decidedAt", entry.decidedAt().toString())
                .put("entity", entry.entity())
                .put("key", entry.key())
                .put("field", legend.of(entry))
                .put("winner", it.winner())
                .put("loser", it.loser())
                .put("rule", entry.rule())
                .put("reason", entry.reason())
                .put("operation", entry.operation())
                .put("source", it.source())
                .put("transaction", entry.transaction())
                .put("seen", entry.seen());
        ObjectNode changes = json.putObject("changes");
        for (String system : List.of(it.source(), it.peer(it.source()))) {
            Part part = it.part(system);
            if (part != null) {
                changes.putObject(system)
                        .put("value", part.value())
                        .put("position", legend.position(system, part.position()))
                        .put("clock", part.clock())
                        .put("time", Words.time(part.clock()).toString());
            }
        }
        json.set("before", image(entry.images().before()));
        json.set("after", image(entry.images().after()));
        json.set("existing", image(entry.images().existing()));
        ArrayNode actions = json.putArray("actions");
        for (Action action : it.actions()) {
            actions.addObject()
                    .put("action", action.action())
                    .put("written", action.written())
                    .put("reason", action.reason())
                    .put("by", action.by())
                    .put("at", String.valueOf(action.at()));
        }
        return json;
    }

    private static @Nullable JsonNode image(@Nullable String json) {
        try {
            return json == null ? null : JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException("not a row image", e);
        }
    }
}
