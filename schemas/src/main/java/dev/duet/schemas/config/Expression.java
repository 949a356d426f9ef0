package dev.duet.schemas.config;

/// What the file computes: an expression in CEL over the fields of a record.
///
/// @param place where it stands in the file, for messages: `duet.yaml:14:30`
public record Expression(String text, String place) implements ValidationRule.Test {
    /// More than anybody reads; it bounds what one evaluation can cost.
    public static final int LENGTH_MAX = 2_000;
}
