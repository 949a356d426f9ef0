package dev.duet.apply.conflict;

import dev.duet.schemas.Key;

/// Names one record on both sides: the entity and its key in the entity's common terms.
public record RecordKey(String entity, Key key) {
    @Override
    public String toString() {
        return entity + " " + key;
    }
}
