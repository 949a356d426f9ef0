package dev.duet.deploy.compare;

import dev.duet.apply.conflict.RowWrite;
import dev.duet.apply.conflict.RowWrite.Guard;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.Side;
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

/// Says what a record that differs shall be, by its entity's rules, as far as a witness tells.
///
/// @param names of the systems, in the order of the file
/// @param isAtWork whether a sync is: then it carries over itself what it has not yet
record Judge(Repairing wanted, List<String> names, boolean isAtWork, Witness witness) {
    /// Where two rows are all that is known.
    Judge(Repairing wanted, List<String> names, boolean isAtWork) {
        this(wanted, names, isAtWork, Witness.ROWS);
    }

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
        Side only = it.first().sight() instanceof Sight.Present ? Side.A : Side.B;
        if (wanted.deleteExtraIn().contains(name(only))) {
            return delete(it, only, "--delete-extra-in " + name(only));
        }
        Sight other = (only == Side.A ? it.second() : it.first()).sight();
        Optional<String> asks = witness.asks(only, other instanceof Sight.Hidden, rules);
        if (asks.isPresent()) {
            return new Left(it, Code.NEEDS_A_WORD, asks.get());
        }
        Optional<Witness.Word> said = witness.presence(it.record(), only, rules);
        Side winner = said.map(Witness.Word::winner).orElse(wanted.prefer());
        if (said.isEmpty() && witness.isAboutLogs()) {
            if (winner == null) {
                return needsAWord(it, "whether it is to be there");
            }
            String why = "--prefer " + name(winner);
            return winner == only ? insert(it, only, why) : delete(it, only, why);
        }
        String why = said.map(Witness.Word::why).orElse("only in " + name(only));
        return said.isPresent() && winner != only ? delete(it, only, why) : insert(it, only, why);
    }

    private static Row row(Unlike it, Side side) {
        Seen seen = side == Side.A ? it.first() : it.second();
        return ((Sight.Present) seen.sight()).record();
    }

    private static Mend delete(Unlike it, Side in, String why) {
        return mend(it, in, new RowWrite.Delete(it.record(), row(it, in), new BitSet()), why);
    }

    private static Mend insert(Unlike it, Side from, String why) {
        return mend(it, from.peer(), new RowWrite.Insert(it.record(), row(it, from)), why);
    }

    private static Mend mend(Unlike it, Side in, RowWrite write, String why) {
        return new Mend(
                it,
                in == Side.A ? write : null,
                in == Side.B ? write : null,
                List.of(new Why(Why.PRESENCE, why)));
    }

    private Left needsAWord(Unlike it, String about) {
        return new Left(
                it,
                Code.NEEDS_A_WORD,
                witness.doubt()
                        + " "
                        + about
                        + ": say --prefer "
                        + String.join(" or --prefer ", names));
    }

    private Verdict fields(Unlike it, EntityRules rules, Row first, Row second) {
        Shape canonical = it.likeness().canonical();
        List<RowWrite.FieldWrite> inFirst = new ArrayList<>();
        List<RowWrite.FieldWrite> inSecond = new ArrayList<>();
        List<Why> why = new ArrayList<>();
        Set<String> unsaid = new LinkedHashSet<>();
        for (int i : it.likeness().fields(first, second).stream().toArray()) {
            String field = canonical.columns().get(i).name();
            Optional<Witness.Word> said = witness.field(it.record(), i, rules, first, second);
            Optional<Side> ruled = said.map(Witness.Word::winner);
            Side winner = ruled.orElse(wanted.prefer());
            if (winner == null) {
                unsaid.add(field + " (" + text(rules.rule(i), canonical) + ")");
                continue;
            }
            Object one = first.get(i);
            Object two = second.get(i);
            switch (winner) {
                case A -> inSecond.add(new RowWrite.Set(i, two, one, Guard.NONE));
                case B -> inFirst.add(new RowWrite.Set(i, one, two, Guard.NONE));
            }
            why.add(
                    new Why(
                            field,
                            said.map(word -> words(word, rules.rule(i), canonical))
                                    .orElseGet(() -> "--prefer " + name(winner))));
        }
        if (!unsaid.isEmpty()) {
            return needsAWord(it, "who wins in " + String.join(", ", unsaid));
        }
        return new Mend(it, update(it, first, inFirst), update(it, second, inSecond), why);
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

    private String words(Witness.Word word, FieldRule rule, Shape canonical) {
        return word.why().isEmpty() ? text(rule, canonical) : word.why();
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
        return side.of(names);
    }
}
