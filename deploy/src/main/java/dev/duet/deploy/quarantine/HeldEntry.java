package dev.duet.deploy.quarantine;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.duet.apply.Direction;
import dev.duet.apply.store.QuarantineStore.Entry;

/// One entry of either quarantine, with the direction it came along.
public record HeldEntry(Direction direction, Entry entry) {
    /// What a person types: each database counts its own entries, so its name stands before the
    /// number.
    public String id() {
        return direction.target() + ":" + entry.id();
    }

    /// The change in a few words.
    String words() {
        return id() + " " + entry.entity() + " " + entry.key() + " " + entry.operation();
    }

    /// Whether a person's word for an entry means this one.
    boolean isNamed(String word) {
        return word.equals(id()) || word.equals(Long.toString(entry.id()));
    }

    /// Adds what scripts need; the images are the source's rows.
    ObjectNode toJson(ObjectNode json) {
        return json.put("id", id())
                .put("direction", direction.toString())
                .put("entity", entry.entity())
                .put("key", entry.key())
                .put("operation", entry.operation())
                .put("status", entry.status())
                .put("code", entry.code())
                .put("reason", entry.reason())
                .put("heldAt", entry.heldAt())
                .put("position", entry.position())
                .put("transaction", entry.transaction())
                .put("before", entry.before())
                .put("after", entry.after())
                .put("settledAt", entry.settledAt())
                .put("settledBy", entry.settledBy());
    }
}
