package dev.duet.deploy.conflicts;

import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.store.ConflictHistory.Action;
import dev.duet.apply.store.RecordedConflict;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One conflict, as one database or both have recorded it, with what people did about it.
/// Immutable.
///
/// @param main the entry that is looked at
/// @param twin the other database's entry about the same two changes
/// @param actions oldest first
record Conflict(Located main, @Nullable Located twin, List<Action> actions) {
    Conflict {
        actions = List.copyOf(actions);
    }

    /// An entry and the system in whose database it is.
    record Located(String system, RecordedConflict entry) {
        /// What a person types: each database counts its own entries.
        String id() {
            return system + ":" + entry.id();
        }

        boolean isMeantBy(Action action) {
            return action.system().equals(system) && action.id() == entry.id();
        }
    }

    /// What has become of a conflict.
    enum State {
        DECIDED("decided"),
        /// Two records want one unique value; the quarantine says whether one still waits for it.
        UNDECIDED("undecided"),
        OPEN("open review"),
        RESOLVED("resolved"),
        REVERTED("reverted");

        private final String text;

        State(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /// One side's change, as far as the entry has it.
    ///
    /// @param value what it wrote into the field; null also when it is not about one
    record Part(@Nullable String value, String position, long clock) {}

    RecordedConflict entry() {
        return main.entry;
    }

    String id() {
        return main.id();
    }

    List<Located> entries() {
        return twin == null ? List.of(main) : List.of(main, twin);
    }

    List<String> ids() {
        return entries().stream().map(Located::id).toList();
    }

    String source() {
        return main.entry.source();
    }

    String winner() {
        return main.entry.winner();
    }

    String loser() {
        return peer(winner());
    }

    String peer(String system) {
        return system.equals(source()) ? main.system : source();
    }

    /// What a system's change was; null for the one that a held change met.
    @Nullable Part part(String system) {
        RecordedConflict entry = main.entry;
        if (system.equals(source())) {
            return new Part(entry.sourceValue(), entry.position(), entry.clock());
        }
        RecordedConflict.Met met = entry.target();
        return met == null || main.entry.isOfUniqueValue()
                ? null
                : new Part(
                        met.value(),
                        twin == null ? met.position() : twin.entry.position(), // as a DBA knows it
                        met.clock());
    }

    @Nullable String value(String system) {
        Part part = part(system);
        return part == null ? null : part.value();
    }

    /// Whether that system's change was the delete.
    boolean isDeleter(String system) {
        return system.equals(source()) == (main.entry.images().after() == null);
    }

    boolean isReview() {
        return entries().stream().anyMatch(it -> FieldRule.Review.isAsked(it.entry.rule()));
    }

    State state() {
        if (actions.isEmpty()) {
            return isReview()
                    ? State.OPEN
                    : entry().isOfUniqueValue() ? State.UNDECIDED : State.DECIDED;
        }
        return actions.getLast().action().equals("resolved") ? State.RESOLVED : State.REVERTED;
    }
}
