package dev.duet.deploy.compare;

import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.PresenceRule;
import dev.duet.apply.conflict.rules.PresenceRule.Kind;
import dev.duet.apply.conflict.rules.PresenceRule.Life;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.deploy.run.Touches.Stamp;
import dev.duet.deploy.run.Touches.Touch;
import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.Optional;

/// Who changed what last, as both logs have it: the rules of the core, asked once more.
///
/// A field that one side's clients changed, and the other side's have not since, is as that side
/// has it; of two changes that had not seen each other the rule decides. One that had not seen all
/// that came before the other log begins to be read decides nothing.
///
/// @param first nothing where that side's log cannot be read again
/// @param reading reads both logs up to their ends
public record Evidence(@Nullable Account first, @Nullable Account second, CatchUp reading)
        implements Witness {
    @FunctionalInterface
    public interface CatchUp {
        void run() throws SQLException, InterruptedException;
    }

    /// What is known of one side's log.
    public interface Account {
        Optional<Touch> of(RecordKey record);

        /// Whether Duet itself wrote a field there.
        boolean isWritten(RecordKey record, int field);

        /// Whether it knows all that a change of the other side had not seen of this log.
        boolean covers(Stamp change);
    }

    @Override
    public Optional<Word> field(RecordKey record, int field, EntityRules rules, Row one, Row two) {
        FieldRule rule = rules.rule(field);
        if (rule instanceof FieldRule.Owner owner) {
            return Optional.of(new Word(owner.side(), ""));
        }
        if (rule instanceof FieldRule.Sum || isUnread(first, record) || isUnread(second, record)) {
            return Optional.empty();
        }
        Stamp inFirst = stamp(touch(first, record), field);
        Stamp inSecond = stamp(touch(second, record), field);
        if (inFirst != null && inSecond != null) {
            if (inFirst.hasSeen(inSecond)) {
                return Optional.of(new Word(Side.A, "changed last"));
            }
            if (inSecond.hasSeen(inFirst)) {
                return Optional.of(new Word(Side.B, "changed last"));
            }
            return concurrent(rule, field, inFirst, inSecond, one, two);
        }
        return inFirst == null && inSecond == null
                ? untouched(record, field)
                : alone(inFirst, inSecond).map(it -> new Word(it, "changed last"));
    }

    /// Where no client changed it, and Duet wrote it on one side alone: the other one still has
    /// what both had.
    private Optional<Word> untouched(RecordKey record, int field) {
        if (first == null || second == null) {
            return Optional.empty();
        }
        boolean inFirst = first.isWritten(record, field);
        boolean inSecond = second.isWritten(record, field);
        return inFirst == inSecond
                ? Optional.empty()
                : Optional.of(new Word(inFirst ? Side.B : Side.A, "no client changed it"));
    }

    private static Optional<Word> concurrent(
            FieldRule rule, int field, Stamp inFirst, Stamp inSecond, Row one, Row two) {
        if (rule instanceof FieldRule.Latest) {
            Side later = inFirst.clock() >= inSecond.clock() ? Side.A : Side.B;
            return Optional.of(new Word(later, ""));
        }
        return Witness.winner(rule, field, one, two).map(it -> new Word(it, ""));
    }

    /// The side that alone has changed it, where the other cannot have done so unread.
    private Optional<Side> alone(@Nullable Stamp inFirst, @Nullable Stamp inSecond) {
        if (inFirst != null && inSecond == null && covers(second, inFirst)) {
            return Optional.of(Side.A);
        }
        if (inSecond != null && inFirst == null && covers(first, inSecond)) {
            return Optional.of(Side.B);
        }
        return Optional.empty();
    }

    /// Whether all that a change had not seen of the other log was read.
    private static boolean covers(@Nullable Account other, Stamp change) {
        return other != null && other.covers(change);
    }

    @Override
    public Optional<Word> presence(RecordKey record, Side only, EntityRules rules) {
        if (isUnread(first, record) || isUnread(second, record)) {
            return Optional.empty();
        }
        Account here = only == Side.A ? first : second;
        Account there = only == Side.A ? second : first;
        Touch life = touch(here, record);
        Touch end = touch(there, record);
        Stamp lived = life == null ? null : life.updated() != null ? life.updated() : life.life();
        Stamp ended = end != null && end.kind() == Kind.DELETE ? end.life() : null;
        if (ended != null && lived != null) {
            if (lived.hasSeen(ended)) {
                return Optional.of(new Word(only, "written after it was deleted"));
            }
            return ended.hasSeen(lived)
                    ? ended(only, rules, "deleted last")
                    : concurrent(only, rules, life, lived, ended);
        }
        if (ended != null) {
            return covers(here, ended) ? ended(only, rules, "deleted last") : Optional.empty();
        }
        return lived != null && covers(there, lived)
                ? Optional.of(new Word(only, "written last"))
                : Optional.empty();
    }

    private static Optional<Word> concurrent(
            Side only, EntityRules rules, @Nullable Touch life, Stamp lived, Stamp ended) {
        PresenceRule rule = rules.presence();
        if (rule instanceof PresenceRule.Review) {
            return Optional.empty();
        }
        Kind kind = life == null || life.updated() != null ? Kind.UPDATE : life.kind();
        Life there = new Life(only.peer(), ended.at(), ended.clock(), Kind.DELETE);
        Life here = new Life(only, lived.at(), lived.clock(), kind);
        String why = "update-vs-delete: " + rule.text();
        return rule.deleteWins(there, here)
                ? ended(only, rules, why)
                : Optional.of(new Word(only, why));
    }

    /// What the other side deleted ends here, too, where the file says so.
    private static Optional<Word> ended(Side only, EntityRules rules, String why) {
        return switch (rules.deletes(only)) {
            case CARRIED -> Optional.of(new Word(only.peer(), why));
            case STAYS, REVIEW -> Optional.empty();
        };
    }

    private static @Nullable Touch touch(@Nullable Account account, RecordKey record) {
        return account == null ? null : account.of(record).orElse(null);
    }

    private static @Nullable Stamp stamp(@Nullable Touch touch, int field) {
        return touch == null || field >= touch.fields().length ? null : touch.fields()[field];
    }

    /// Whether the mapping could not read what was done to it: nobody knows which fields that was.
    private static boolean isUnread(@Nullable Account account, RecordKey record) {
        Touch touch = touch(account, record);
        return touch != null && touch.unread() != null;
    }

    @Override
    public void catchUp() throws SQLException, InterruptedException {
        reading.run();
    }

    @Override
    public boolean isAboutLogs() {
        return true;
    }

    @Override
    public String doubt() {
        return "what was read of the logs does not tell";
    }
}
