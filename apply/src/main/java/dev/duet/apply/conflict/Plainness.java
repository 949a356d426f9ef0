package dev.duet.apply.conflict;

import dev.duet.apply.conflict.SideState.Incoming;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.apply.conflict.rules.TriggerRule;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/// Whether writing the source's changes as they are comes to the same as writing what was decided:
/// each finds what it found at the source, and together they end where the fold ends. Stateless.
///
/// Then they may go the way of many rows in one statement. That way sets fields: an update of a
/// counter, which is a difference here, is never plain.
final class Plainness {
    private Plainness() {}

    /// @param before what the target's row must be before the batch
    /// @param after what it must be after it
    static boolean isPlain(EntityRules rules, List<Incoming> batch, Shadow before, Shadow after) {
        if (rules.triggers() != TriggerRule.NOTICED) {
            return false; // what they make of the first change, the next would find
        }
        Shadow row = before.copy();
        for (Incoming incoming : batch) {
            Side target = incoming.from().side().peer();
            if (!meets(rules, row, incoming.change(), target)
                    || writesOwned(rules, incoming.change(), target)) {
                return false;
            }
            take(rules, row, incoming.change());
        }
        return row.mayBeThere() == after.mayBeThere()
                && (!row.mayBeThere() || agree(rules, row, after));
    }

    /// Whether a change finds in the target what it found at its source.
    private static boolean meets(EntityRules rules, Shadow row, NetChange change, Side target) {
        return switch (change) {
            case NetChange.Released released -> false;
            case NetChange.Inserted insert -> !row.isAlive();
            case NetChange.Deleted delete -> {
                for (int i = rules.keySize(); i < rules.size(); i++) {
                    boolean mayDiffer =
                            rules.isKept(i) // nothing of it is guarded, and a move takes it along
                                    && !(delete.moved() && rules.isOwnedBy(i, target));
                    if (!mayDiffer && !found(row, i, delete.before().get(i))) {
                        yield false;
                    }
                }
                yield row.mayBeThere();
            }
            case NetChange.Updated update ->
                    row.mayBeThere()
                            && update.touched().stream()
                                    .allMatch(
                                            i ->
                                                    !rules.isSum(i)
                                                            && found(
                                                                    row,
                                                                    i,
                                                                    update.before().get(i)));
        };
    }

    /// Whether a change, as it is, would write a field that the target owns.
    private static boolean writesOwned(EntityRules rules, NetChange change, Side target) {
        return switch (change) {
            case NetChange.Deleted delete -> false;
            case NetChange.Released released -> true;
            case NetChange.Updated update ->
                    update.touched().stream().anyMatch(i -> rules.isOwnedBy(i, target));
            case NetChange.Inserted insert -> {
                for (int i = rules.keySize(); i < rules.size(); i++) {
                    if (rules.rule(i) instanceof FieldRule.Owner owner
                            && owner.side() == target
                            && !Objects.equals(owner.initial(), insert.after().get(i))) {
                        yield true;
                    }
                }
                yield false;
            }
        };
    }

    private static boolean found(Shadow row, int column, @Nullable Object value) {
        return row.knows(column) && Objects.equals(row.get(column), value);
    }

    private static void take(EntityRules rules, Shadow row, NetChange change) {
        switch (change) {
            case NetChange.Inserted insert -> row.become(insert.after(), rules.keySize());
            case NetChange.Released released -> row.begin(released.after(), rules.keySize());
            case NetChange.Deleted delete -> row.presence(false);
            case NetChange.Updated update ->
                    update.touched().stream().forEach(i -> row.set(i, update.after().get(i)));
        }
    }

    private static boolean agree(EntityRules rules, Shadow row, Shadow after) {
        for (int i = rules.keySize(); i < rules.size(); i++) {
            if (after.knows(i) && !found(row, i, after.get(i))) {
                return false;
            }
        }
        return true;
    }
}
