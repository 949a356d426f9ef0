package dev.duet.deploy.compare;

import dev.duet.apply.conflict.RowWrite;
import dev.duet.apply.conflict.RowWrite.Guard;
import dev.duet.apply.conflict.rules.DeleteRule;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.apply.conflict.rules.Values;
import dev.duet.deploy.compare.Verdict.Code;
import dev.duet.deploy.compare.Verdict.Left;
import dev.duet.deploy.compare.Verdict.Mend;
import dev.duet.deploy.compare.Verdict.Why;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Says what a record that differs shall be, by its entity's rules, as far as two rows tell. Pure.
///
/// @param names of the systems, in the order of the file
/// @param isAtWork whether a sync is: then it carries over itself what it has not yet
record Judge(Repairing wanted, List<String> names, boolean isAtWork) {
    Verdict of(Unlike it, EntityRules rules) {
        if (it.reason().code() == Reason.Code.HELD) {
            return new Left(it, Code.HELD, it.reason().words());
        }
        if (it.first().sight() instanceof Sight.Unreadable
                || it.second().sight() instanceof Sight.Unreadable) {
            return new Left(it, Code.UNREADABLE, it.reason().words());
        }
        if (!it.isSteady()) {
            return new Left(it, Code.CHANGING, "it has just changed: compare it again");
        }
        if (!it.isCertain() && isAtWork) {
            return new Left(
                    it,
                    Code.NOT_APPLIED,
                    "the sync has not come past it: what it has not carried over it will");
        }
        if (it.first().sight() instanceof Sight.Present first
                && it.second().sight() instanceof Sight.Present second) {
            return fields(it, rules, first.record(), second.record());
        }
        return presence(it, rules);
    }

    private Verdict presence(Unlike it, EntityRules rules) {
        boolean isInFirst = it.first().sight() instanceof Sight.Present;
        Row row =
                it.first().sight() instanceof Sight.Present first
                        ? first.record()
                        : ((Sight.Present) it.second().sight()).record();
        Side where = isInFirst ? Side.A : Side.B;
        String only = name(where);
        boolean isSaid = wanted.deleteExtraIn().contains(only);
        if (isSaid || wanted.lost() == where.peer()) {
            Sight other = (isInFirst ? it.second() : it.first()).sight();
            if (!isSaid && rules.ends(where, other instanceof Sight.Hidden) != DeleteRule.CARRIED) {
                return new Left(
                        it,
                        Code.NEEDS_A_WORD,
                        "it ended in %s, and by the file a person decides what becomes of it in %s: say --delete-extra-in %s, or insert it in %s again"
                                .formatted(name(where.peer()), only, only, name(where.peer())));
            }
            RowWrite delete = new RowWrite.Delete(it.record(), row, new BitSet());
            return new Mend(
                    it,
                    isInFirst ? delete : null,
                    isInFirst ? null : delete,
                    List.of(
                            new Why(
                                    Why.PRESENCE,
                                    isSaid
                                            ? "--delete-extra-in " + only
                                            : "deleted in " + name(where.peer()))));
        }
        RowWrite insert = new RowWrite.Insert(it.record(), row);
        return new Mend(
                it,
                isInFirst ? null : insert,
                isInFirst ? insert : null,
                List.of(new Why(Why.PRESENCE, "only in " + only)));
    }

    private Verdict fields(Unlike it, EntityRules rules, Row first, Row second) {
        Shape canonical = it.likeness().canonical();
        List<RowWrite.FieldWrite> inFirst = new ArrayList<>();
        List<RowWrite.FieldWrite> inSecond = new ArrayList<>();
        List<Why> why = new ArrayList<>();
        Set<String> unsaid = new LinkedHashSet<>();
        for (int i : it.likeness().fields(first, second).stream().toArray()) {
            String field = canonical.columns().get(i).name();
            Side lost = wanted.lost();
            boolean isOwned = rules.rule(i) instanceof FieldRule.Owner;
            if (lost != null && !isOwned) {
                set(lost, i, first, second, inFirst, inSecond);
                why.add(new Why(field, "changed in " + name(lost)));
                continue;
            }
            Optional<Side> ruled = winner(rules.rule(i), i, first, second);
            Side winner = ruled.orElse(wanted.prefer());
            if (winner == null) {
                unsaid.add(field + " (" + text(rules.rule(i), canonical) + ")");
                continue;
            }
            set(winner, i, first, second, inFirst, inSecond);
            why.add(
                    new Why(
                            field,
                            ruled.isPresent()
                                    ? text(rules.rule(i), canonical)
                                    : "--prefer " + name(winner)));
        }
        if (!unsaid.isEmpty()) {
            return new Left(
                    it,
                    Code.NEEDS_A_WORD,
                    "two rows do not tell who wins in "
                            + String.join(", ", unsaid)
                            + ": say --prefer "
                            + String.join(" or --prefer ", names));
        }
        return new Mend(it, update(it, first, inFirst), update(it, second, inSecond), why);
    }

    private static void set(
            Side winner,
            int field,
            Row first,
            Row second,
            List<RowWrite.FieldWrite> inFirst,
            List<RowWrite.FieldWrite> inSecond) {
        Object one = first.get(field);
        Object two = second.get(field);
        switch (winner) {
            case A -> inSecond.add(new RowWrite.Set(field, two, one, Guard.NONE));
            case B -> inFirst.add(new RowWrite.Set(field, one, two, Guard.NONE));
        }
    }

    private static @Nullable RowWrite update(
            Unlike it, Row expected, List<RowWrite.FieldWrite> fields) {
        if (fields.isEmpty()) {
            return null;
        }
        BitSet known = new BitSet();
        known.set(0, expected.size());
        return new RowWrite.Update(it.record(), expected, known, fields);
    }

    /// Nothing where the rule asks who wrote when, or what.
    private static Optional<Side> winner(FieldRule rule, int field, Row first, Row second) {
        return switch (rule) {
            case FieldRule.Owner owner -> Optional.of(owner.side());
            case FieldRule.Prefer prefer -> Optional.of(prefer.side());
            case FieldRule.Max _ -> greater(first.get(field), second.get(field));
            case FieldRule.Min _ -> greater(second.get(field), first.get(field));
            case FieldRule.Version version ->
                    greater(first.get(version.column()), second.get(version.column()));
            case FieldRule.Latest _, FieldRule.Sum _, FieldRule.Review _ -> Optional.empty();
        };
    }

    private static Optional<Side> greater(@Nullable Object first, @Nullable Object second) {
        int order = Values.compare(first, second);
        return order == 0 ? Optional.empty() : Optional.of(order > 0 ? Side.A : Side.B);
    }

    private String text(FieldRule rule, Shape canonical) {
        return switch (rule) {
            case FieldRule.Owner owner -> "owner: " + name(owner.side());
            case FieldRule.Prefer prefer -> "prefer: " + name(prefer.side());
            case FieldRule.Version version ->
                    "version: " + canonical.columns().get(version.column()).name();
            case FieldRule.Latest _,
                    FieldRule.Max _,
                    FieldRule.Min _,
                    FieldRule.Sum _,
                    FieldRule.Review _ ->
                    rule.text();
        };
    }

    private String name(Side side) {
        return names.get(side == Side.A ? 0 : 1);
    }
}
