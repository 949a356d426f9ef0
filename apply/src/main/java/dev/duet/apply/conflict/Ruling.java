package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/// Two changes of one field, or of a record's presence, neither of which had seen the other: which
/// stands, and why. What `duet.conflict` records, once for each pair of positions and column.
///
/// @param column the field's index; [#PRESENCE] for the record's presence
/// @param rule as the configuration spells it
/// @param theirs position and clock of the incoming change, in its own log
/// @param ours the same of the change it met
/// @param images the rows it was about, as they were known then; two rulings are equal without them
/// @param reason in words, without values
public record Ruling(
        RecordKey key,
        int column,
        String rule,
        Side winner,
        Mark theirs,
        Mark ours,
        Images images,
        String reason) {
    public static final int PRESENCE = -1;

    /// The rows that a ruling is about.
    ///
    /// @param before of the incoming change; null for an insert
    /// @param after of the incoming change; null for a delete
    /// @param stood what the other side had made of it; null when there was none
    public record Images(@Nullable Row before, @Nullable Row after, @Nullable Row stood) {}

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Ruling ruling
                && key.equals(ruling.key)
                && column == ruling.column
                && winner == ruling.winner
                && theirs.equals(ruling.theirs)
                && ours.equals(ruling.ours);
    }

    @Override
    public int hashCode() {
        return Objects.hash(key, column, winner, theirs, ours);
    }

    /// A change: its side, its place in that side's log, its clock, and what it wrote into the
    /// field.
    public record Mark(Side side, long position, long clock, @Nullable Object value) {
        /// Without the value: it is people's data.
        @Override
        public String toString() {
            return side + " " + position + " at " + clock;
        }
    }

    /// Whether a person is to decide: the winner is who would stand, and nothing is written.
    public boolean asksForReview() {
        return FieldRule.Review.isAsked(rule);
    }

    /// The same where the databases' clocks are so far apart that they do not tell which change was
    /// the later one; null when they are not.
    Ruling underSkew(@Nullable Duration apart) {
        return apart == null || !rule.equals(FieldRule.Latest.TEXT)
                ? this
                : new Ruling(
                        key,
                        column,
                        FieldRule.Review.TEXT
                                + ": latest, but the clocks differ by "
                                + words(apart),
                        winner,
                        theirs,
                        ours,
                        images,
                        reason + ", by clocks that differ");
    }

    private static String words(Duration apart) {
        return apart.toSeconds() > 0
                ? apart.plusMillis(500).toSeconds() + " s"
                : apart.toMillis() + " ms";
    }

    static String reasons(List<Ruling> rulings) {
        return rulings.stream().map(Ruling::reason).distinct().collect(Collectors.joining("; "));
    }
}
