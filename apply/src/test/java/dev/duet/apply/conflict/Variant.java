package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.schemas.Checkpoint;

import java.util.List;

/// The protocol as it is; a mutation overrides what it takes away.
class Variant {
    ConflictCore core(EntityRules rules, Checkpoint inA, Checkpoint inB) {
        return new ConflictCore(List.of(rules), inA, inB);
    }

    boolean guards() {
        return true;
    }

    boolean marks(TargetTransaction transaction) {
        return true;
    }

    boolean mergesClocks() {
        return true;
    }

    boolean answersHeartbeats() {
        return false;
    }

    /// Whether a core that has no large transactions goes along: [Twin].
    boolean hasTwin() {
        return false;
    }
}
