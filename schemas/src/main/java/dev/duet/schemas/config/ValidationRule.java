package dev.duet.schemas.config;

import java.util.Map;
import java.util.regex.Pattern;

/// `validate`: what a record of an entity has to meet, on either side.
///
/// @param name by which the quarantine knows it; no code of its own looks like one
/// @param test what holds of good records
/// @param message what it asks for, for people
public record ValidationRule(String name, Test test, String message, Severity severity) {
    public static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    public ValidationRule {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a name for a rule: " + name);
        }
    }

    /// What is asked of a record: an expression over its fields, or that what it names is there.
    public sealed interface Test permits Expression, Link {
        /// As the file spells it.
        String text();
    }

    /// The record of another entity that a field names is there, where this one is written.
    ///
    /// @param field one with `references`
    public record Link(String field, String entity) implements Test {
        @Override
        public String text() {
            return field + " references " + entity;
        }
    }

    /// What becomes of a record that does not meet it.
    public sealed interface Severity {
        /// As the file spells it.
        default String text() {
            return switch (this) {
                case Quarantine _ -> "quarantine";
                case Reject _ -> "reject";
                case Warn _ -> "warn";
                case Repair _ -> "repair";
            };
        }
    }

    /// It is held on both sides until a person has decided, or what it names is there.
    public record Quarantine() implements Severity {}

    /// It is held, and then becomes again on its own side what the other side has.
    public record Reject() implements Severity {}

    /// It goes over, and is named in the log.
    public record Warn() implements Severity {}

    /// It counts as the record with these fields set. Where what it names is not there, they are
    /// set in its row, which then goes over.
    ///
    /// @param set by field; over the record as it was
    public record Repair(Map<String, Expression> set) implements Severity {
        public Repair {
            set = FileOrder.copyOf(set);
            if (set.isEmpty()) {
                throw new IllegalArgumentException("a repair of nothing");
            }
        }
    }
}
