package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Row;
import dev.duet.schemas.Unchanged;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What a side's clients write into fields of the other side's that are kept there: each such value
/// is a loser, recorded where it stands. Stateless.
final class Keeping {
    private Keeping() {}

    /// The other half of the pair is the last that the change had seen of the owner's: no change of
    /// the owner's need be in the way.
    static List<Ruling> rulings(EntityRules rules, NetChange change, SourceTransaction at) {
        Row after = change.after();
        if (after == null || !keeps(rules, at.side(), change)) {
            return List.of();
        }
        List<Ruling> rulings = new ArrayList<>();
        for (int i = rules.keySize(); i < rules.size(); i++) {
            if (keeps(rules, at.side(), change, i)) {
                Side owner = at.side().peer();
                Row before = change.before();
                Object replaced = before == null ? initial(rules.rule(i)) : before.get(i);
                rulings.add(
                        new Ruling(
                                change.key(),
                                i,
                                rules.rule(i).text(),
                                owner,
                                new Ruling.Mark(owner, at.seen(), at.clock(), replaced),
                                new Ruling.Mark(at.side(), at.position(), at.clock(), after.get(i)),
                                new Ruling.Images(before, after, after),
                                owner
                                        + " owns the field; what the other side wrote stays there"
                                        + " until the owner writes it"));
            }
        }
        return rulings;
    }

    static boolean keeps(EntityRules rules, Side side, NetChange change) {
        for (int i = rules.keySize(); i < rules.size(); i++) {
            if (keeps(rules, side, change, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean keeps(EntityRules rules, Side side, NetChange change, int column) {
        if (!rules.isKept(column) || rules.isOwnedBy(column, side)) {
            return false;
        }
        return switch (change) {
            case NetChange.Updated update -> update.touched().get(column);
            case NetChange.Inserted insert ->
                    differs(insert.after().get(column), rules.rule(column));
            case NetChange.Deleted delete -> false;
            case NetChange.Released released -> false;
        };
    }

    private static boolean differs(@Nullable Object value, FieldRule rule) {
        return !(value instanceof Unchanged) && !Objects.equals(value, initial(rule));
    }

    private static @Nullable Object initial(FieldRule rule) {
        return rule instanceof FieldRule.Owner owner ? owner.initial() : null;
    }
}
