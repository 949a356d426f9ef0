package dev.duet.apply.conflict;

import dev.duet.apply.conflict.Oracle.Fact;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.PresenceRule;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/// Where the last changes of a record, one of each side, had not seen each other: what the [Oracle]
/// says of conflicts.
///
/// @param last one side's last change of the record that is of a kind
record Meetings(EntityRules rules, long key, Last last) {
    interface Last {
        @Nullable Fact of(Side side, Predicate<Fact> which);
    }

    /// The conflicts that decided the end of a record: each must have been recorded on both sides.
    List<String> conflicts() {
        return conflicts(
                rule -> !(rule instanceof FieldRule.Sum || rule instanceof FieldRule.Owner), true);
    }

    /// Those that a person is to decide: there are none of a record that is not held.
    List<String> reviews() {
        return conflicts(
                FieldRule.Review.class::isInstance,
                rules.presence() instanceof PresenceRule.Review);
    }

    /// Where a side of a record that waits does not hold what its own clients wrote last, although
    /// something of the other side's was in conflict with it.
    List<String> lost(Side side, @Nullable Row row) {
        List<String> lost = new ArrayList<>();
        Fact newest = last.of(side, fact -> true);
        if (newest == null) {
            return lost;
        }
        boolean mayBeEmptied = rules.isNoneWithoutValue() && row == null; // field by field
        if (rules.presence() instanceof PresenceRule.Review
                && !mayBeEmptied
                && newest.isDelete() != (row == null)
                && isMet(newest, other -> other.isDelete() != newest.isDelete())) {
            lost.add(key + " in " + side + ": " + newest.position());
        }
        for (int i = 1; i <= Setup.FIELDS && row != null && !newest.isDelete(); i++) {
            int column = i;
            Fact own = last.of(side, fact -> fact.touches(column));
            if (rules.rule(i) instanceof FieldRule.Review
                    && own != null
                    && !Objects.equals(row.get(column), value(own, column))
                    && isMet(own, other -> differ(own, other, column))) {
                lost.add(key + "." + column + " in " + side + ": " + own.position());
            }
        }
        return lost;
    }

    private static boolean differ(Fact own, Fact other, int column) {
        return other.touches(column) && !Objects.equals(value(own, column), value(other, column));
    }

    private static @Nullable Object value(Fact fact, int column) {
        return Objects.requireNonNull(fact.after()).get(column);
    }

    /// Whether a change of the other side's, of a kind, is in conflict with this one.
    private boolean isMet(Fact own, Predicate<Fact> which) {
        return last.of(
                        own.side().peer(),
                        other -> which.test(other) && !other.saw(own) && !own.saw(other))
                != null;
    }

    private List<String> conflicts(Predicate<FieldRule> which, boolean presence) {
        List<String> conflicts = new ArrayList<>();
        Predicate<Fact> life =
                fact -> !fact.isUpdate() || !(rules.presence() instanceof PresenceRule.Delete);
        if (presence) {
            add(conflicts, Ruling.PRESENCE, life, (a, b) -> a.isDelete() != b.isDelete());
        }
        for (int i = 1; i <= Setup.FIELDS; i++) {
            int column = i;
            if (which.test(rules.rule(i))) {
                add(
                        conflicts,
                        i,
                        fact -> fact.touches(column),
                        (a, b) -> !Objects.equals(value(a, column), value(b, column)));
            }
        }
        return conflicts;
    }

    private void add(
            List<String> conflicts,
            int column,
            Predicate<Fact> which,
            BiPredicate<Fact, Fact> differ) {
        Fact a = last.of(Side.A, which);
        Fact b = last.of(Side.B, which);
        if (a != null && b != null && !a.saw(b) && !b.saw(a) && differ.test(a, b)) {
            conflicts.add(ConflictName.of(key, column, a.position(), b.position()));
        }
    }
}
