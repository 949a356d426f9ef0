package dev.duet.deploy.conflicts;

import dev.duet.apply.store.ConflictHistory.Action;
import dev.duet.deploy.Person;
import dev.duet.deploy.conflicts.Conflict.Located;

import org.jspecify.annotations.Nullable;

/// What a person does, and why. Immutable.
///
/// @param action `resolved` or `reverted`
record Deed(String action, String reason) {
    Action about(Located entry, @Nullable String written) {
        return new Action(
                entry.system(), entry.entry().id(), action, written, reason, Person.here(), null);
    }
}
