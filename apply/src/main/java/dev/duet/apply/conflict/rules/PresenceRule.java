package dev.duet.apply.conflict.rules;

import org.jspecify.annotations.Nullable;

/// What decides whether a record exists that one side deleted while the other changed it
/// (`update-vs-delete`). Presence is one more field (PROTOCOL 2.4).
public sealed interface PresenceRule {
    /// What a change does to the presence of its record.
    enum Kind {
        INSERT,
        UPDATE,
        DELETE
    }

    /// One side's change of the presence of a record.
    record Life(Side side, long position, long clock, Kind kind) {
        boolean isLaterThan(Life other) {
            return clock != other.clock ? clock > other.clock : side == Side.A;
        }
    }

    /// As the configuration spells it.
    String text();

    /// Whether a delete wins over a concurrent insert or update.
    boolean deleteWins(Life delete, Life other);

    /// Whether an update counts as a sign of life. Where deletes win it does not: it is lost with
    /// the record.
    default boolean updatesCount() {
        return true;
    }

    record Delete() implements PresenceRule {
        @Override
        public String text() {
            return "delete";
        }

        @Override
        public boolean deleteWins(Life delete, Life other) {
            return true;
        }

        @Override
        public boolean updatesCount() {
            return false;
        }
    }

    record Update() implements PresenceRule {
        @Override
        public String text() {
            return "update";
        }

        @Override
        public boolean deleteWins(Life delete, Life other) {
            return false;
        }
    }

    record Latest() implements PresenceRule {
        @Override
        public String text() {
            return FieldRule.Latest.TEXT;
        }

        @Override
        public boolean deleteWins(Life delete, Life other) {
            return delete.isLaterThan(other);
        }
    }

    record Prefer(Side side) implements PresenceRule {
        @Override
        public String text() {
            return "prefer: " + side;
        }

        @Override
        public boolean deleteWins(Life delete, Life other) {
            return delete.side() == side;
        }
    }

    /// A person decides. The record would stay, and the ruling says that it waits: it is to be
    /// held.
    record Review() implements PresenceRule {
        @Override
        public String text() {
            return FieldRule.Review.TEXT;
        }

        @Override
        public boolean deleteWins(Life delete, Life other) {
            return false;
        }
    }

    /// Whether the record exists after `theirs`.
    ///
    /// @param alive whether it did before
    /// @param ours this side's last change of its presence, when `theirs` had not seen it
    default boolean alive(boolean alive, Life theirs, @Nullable Life ours) {
        boolean deletedHere =
                ours != null && ours.kind() == Kind.DELETE && deleteWins(ours, theirs);
        return switch (theirs.kind()) {
            case DELETE -> ours != null && ours.kind() != Kind.DELETE && !deleteWins(theirs, ours);
            case INSERT -> !deletedHere;
            case UPDATE -> updatesCount() ? !deletedHere : alive;
        };
    }
}
