package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.EntityRules;

import java.util.List;

/// The protocol as it is; a mutation overrides what it takes away.
class Variant {
    ConflictCore core(EntityRules rules, Durable durable) {
        return new ConflictCore(List.of(rules), durable);
    }

    /// What a core is told at its start.
    Durable known(Durable durable) {
        return durable;
    }

    boolean showsReleases() {
        return true;
    }

    boolean showsManifests() {
        return true;
    }

    boolean guards() {
        return true;
    }

    boolean marks(TargetTransaction transaction) {
        return true;
    }

    /// The records that are held since a person is to decide.
    List<RecordKey> held(TargetTransaction transaction) {
        return transaction.carried().reviews().stream()
                .filter(TargetTransaction.Review::isHeld)
                .map(TargetTransaction.Review::key)
                .toList();
    }

    boolean mergesClocks() {
        return true;
    }

    boolean answersHeartbeats() {
        return false;
    }

    boolean loadsUnderLock() {
        return true;
    }

    /// Whether a core that has no large transactions goes along: [Twin].
    boolean hasTwin() {
        return false;
    }
}
