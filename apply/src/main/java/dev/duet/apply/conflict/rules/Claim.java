package dev.duet.apply.conflict.rules;

import org.jspecify.annotations.Nullable;

/// One side's change of one field.
///
/// @param position of its transaction in that side's log
/// @param clock the hybrid logical clock of that transaction
/// @param version the value of the column that the rule names, for [FieldRule.Version] alone
public record Claim(
        Side side, long position, long clock, @Nullable Object value, @Nullable Object version) {
    /// Says nothing of the values: they are people's data.
    @Override
    public String toString() {
        return "Claim[" + side + " " + position + " at " + clock + "]";
    }
}
