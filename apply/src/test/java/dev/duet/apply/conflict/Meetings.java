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

    /// Where a side of a record that waits does not hold what its own clients wrote last.
    List<String> lost(@Nullable Row inA, @Nullable Row inB) {
        List<String> lost = new ArrayList<>();
        boolean areAlive = isAlive(Side.A, inA) && isAlive(Side.B, inB);
        boolean isPresenceAsked = rules.presence() instanceof PresenceRule.Review;
        if (isPresenceAsked) {
            add(
                    lost,
                    Ruling.PRESENCE,
                    fact -> true,
                    (a, b) ->
                            a.isDelete() != b.isDelete()
                                    && (a.isDelete() != (inA == null)
                                            || b.isDelete() != (inB == null)));
        }
        for (int i = 1; i <= Setup.FIELDS; i++) {
            int column = i;
            if (rules.rule(i) instanceof FieldRule.Review && areAlive) {
                add(
                        lost,
                        i,
                        fact -> fact.touches(column),
                        (a, b) ->
                                Oracle.after(a, column) != Oracle.after(b, column)
                                        && (!Objects.equals(
                                                        inA.get(column), Oracle.after(a, column))
                                                || !Objects.equals(
                                                        inB.get(column), Oracle.after(b, column))));
            }
        }
        return lost;
    }

    /// Whether a side has a row that its own clients had left there.
    private boolean isAlive(Side side, @Nullable Row row) {
        Fact newest = last.of(side, fact -> true);
        return row != null && newest != null && !newest.isDelete();
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
                        (a, b) -> Oracle.after(a, column) != Oracle.after(b, column));
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
            conflicts.add(ModelDatabase.pair(key, column, a.position(), b.position()));
        }
    }
}
