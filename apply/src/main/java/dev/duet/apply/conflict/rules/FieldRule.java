package dev.duet.apply.conflict.rules;

import org.jspecify.annotations.Nullable;

/// What decides a field that both sides changed, neither having seen the other's change.
public sealed interface FieldRule {
    /// As the configuration spells it, but for what only that can name: a side is A or B, a field
    /// is its column's index.
    String text();

    /// Only this side's value counts; what the other side writes is reverted there, or kept there
    /// until the owner writes the field.
    ///
    /// @param initial what the field of a record that the other side inserts begins with
    /// @param keeps whether the other side keeps what it writes
    record Owner(Side side, @Nullable Object initial, boolean keeps) implements FieldRule {
        private static final String TEXT = "owner: ";

        public Owner(Side side, @Nullable Object initial) {
            this(side, initial, false);
        }

        /// Whether a ruling under that rule is about what the other side keeps.
        public static boolean isIn(String rule) {
            return rule.startsWith(TEXT);
        }

        @Override
        public String text() {
            return TEXT + side;
        }
    }

    record Prefer(Side side) implements FieldRule {
        @Override
        public String text() {
            return "prefer: " + side;
        }
    }

    record Latest() implements FieldRule {
        public static final String TEXT = "latest";

        @Override
        public String text() {
            return TEXT;
        }
    }

    /// The change whose image has the greater value in that column.
    ///
    /// @param column its index in the entity's columns
    record Version(int column) implements FieldRule {
        @Override
        public String text() {
            return "version: " + column;
        }
    }

    record Max() implements FieldRule {
        @Override
        public String text() {
            return "max";
        }
    }

    record Min() implements FieldRule {
        @Override
        public String text() {
            return "min";
        }
    }

    /// A counter: both sides' differences are added up, and it is never null.
    record Sum() implements FieldRule {
        @Override
        public String text() {
            return "sum";
        }
    }

    /// A person decides. The later change would stand, and the ruling says that it waits: the
    /// record is to be held.
    record Review() implements FieldRule {
        public static final String TEXT = "review";

        /// Whether a ruling under that rule waits for a person: also `review: ...`, where another
        /// rule could not decide.
        public static boolean isAsked(String rule) {
            return rule.equals(TEXT) || rule.startsWith(TEXT + ": ");
        }

        @Override
        public String text() {
            return TEXT;
        }
    }
}
