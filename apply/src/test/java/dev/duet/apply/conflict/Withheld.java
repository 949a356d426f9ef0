package dev.duet.apply.conflict;

import dev.duet.apply.conflict.Oracle.Fact;
import dev.duet.apply.conflict.Simulation.Violation;
import dev.duet.apply.conflict.rules.DeleteRule;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.PresenceRule;
import dev.duet.apply.conflict.rules.PresenceRule.Life;
import dev.duet.apply.conflict.rules.SendRule;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/// What a side must hold that tells the other one of some records only, from the two logs alone:
/// what came last in its log, be it a write of its own clients or something of the other side's
/// that arrived there. The other side holds what the [Oracle] says, for which what was withheld
/// never was.
final class Withheld {
    private final EntityRules rules;
    private final List<LogLine> log;
    private final Oracle oracle;
    private final Side sender;

    private Withheld(EntityRules rules, List<LogLine> log, Oracle oracle, Side sender) {
        this.rules = rules;
        this.log = log;
        this.oracle = oracle;
        this.sender = sender;
    }

    /// What of a change the other side is told, as rows before and after.
    ///
    /// @return null for nothing
    static @Nullable Row @Nullable [] told(EntityRules rules, Side side, @Nullable Row[] image) {
        boolean was = fits(rules, side, image[0]);
        boolean is = fits(rules, side, image[1]);
        if (was && image[1] != null && !is) {
            return rules.ends(side.peer(), true) == DeleteRule.STAYS
                    ? null
                    : new Row[] {image[0], null};
        }
        return was || is ? new Row[] {was ? image[0] : null, image[1]} : null;
    }

    private static boolean fits(EntityRules rules, Side side, @Nullable Row row) {
        return row != null && rules.sends(side).fits(row);
    }

    /// Whether the other side is not told of all that a side does.
    static boolean mayDiffer(EntityRules rules, Side side) {
        return rules.sends(side) != SendRule.ALL;
    }

    /// @return whether the record is of such an entity
    static boolean check(EntityRules rules, Simulation simulation, Oracle oracle, long key) {
        for (Side side : Side.values()) {
            if (mayDiffer(rules, side)) {
                Withheld withheld =
                        new Withheld(rules, simulation.database(side).log(), oracle, side);
                withheld.checkTold(key, simulation);
                if (!simulation.holds.wasReleased(Oracle.key(key))) {
                    withheld.checkSender(key, simulation);
                }
                return true;
            }
        }
        return false;
    }

    private void checkTold(long key, Simulation simulation) {
        Row there = simulation.database(sender.peer()).rows().get(key);
        Row here = simulation.database(sender).rows().get(key);
        if (oracle.isPresent(key) != (there != null)) {
            throw new Violation("wrong presence", key + " in " + sender.peer());
        }
        if (there == null && fits(rules, sender, here)) {
            throw new Violation("not sent", key + " is " + Verdict.show(here));
        }
        for (int i = 1; there != null && i <= Setup.FIELDS; i++) {
            if (!Objects.equals(oracle.value(key, i), there.get(i))) {
                throw new Violation(
                        "wrong winner",
                        "%s.%s is %s, should be %s"
                                .formatted(key, i, there.get(i), oracle.value(key, i)));
            }
        }
    }

    private void checkSender(long key, Simulation simulation) {
        Row row = simulation.database(sender).rows().get(key);
        Standing standing = standing(key, Long.MAX_VALUE);
        if ((standing.presence == Presence.THERE) != (row != null)) {
            throw new Violation(
                    "wrong presence", key + " in " + sender + " is " + standing.presence);
        }
        for (int i = 1; row != null && i <= Setup.FIELDS; i++) {
            if (!rules.isOwned(i) && !Objects.equals(standing.values[i], row.get(i))) {
                throw new Violation(
                        "wrong value kept",
                        "%s.%s is %s, should be %s"
                                .formatted(key, i, row.get(i), standing.values[i]));
            }
        }
    }

    private enum Presence {
        THERE,
        NOWHERE,
        /// The other side may have it.
        PARTED
    }

    private static final class Standing {
        private Presence presence = Presence.NOWHERE;

        /// Whether the row is nothing that the other side knows.
        private boolean alone;

        /// The last told change of presence.
        private @Nullable Fact life;

        private final @Nullable Object[] values = new Object[Setup.FIELDS + 1];

        boolean isThere() {
            return presence == Presence.THERE;
        }
    }

    /// An update of a row that is the sender's alone is an insert for the other side.
    ///
    /// @param facts the sender's, in their order; what is before one is right already
    static void enter(
            EntityRules rules, Side sender, List<LogLine> log, Oracle oracle, List<Fact> facts) {
        if (mayDiffer(rules, sender)) {
            Withheld withheld = new Withheld(rules, log, oracle, sender);
            facts.replaceAll(withheld::entered);
        }
    }

    private Fact entered(Fact fact) {
        Standing before = fact.isUpdate() ? standing(fact.key(), fact.position() - 1) : null;
        return before != null && before.alone && before.isThere()
                ? new Fact(
                        fact.side(),
                        fact.position(),
                        fact.clock(),
                        fact.seen(),
                        fact.key(),
                        null,
                        fact.after(),
                        false)
                : fact;
    }

    private Standing standing(long key, long upTo) {
        Standing standing = new Standing();
        long seen = 0;
        for (LogLine line : log) {
            if (line.position() > upTo) {
                break;
            }
            if (line.marker() == null) {
                own(standing, key, line);
            } else {
                long from = seen;
                seen = line.marker().position().ordinal();
                for (Fact fact : at(sender.peer(), key, from, seen)) {
                    arrives(standing, fact, line.position());
                }
            }
        }
        return standing;
    }

    private List<Fact> at(Side side, long key, long from, long to) {
        return oracle.of(side, key)
                .filter(fact -> fact.position() > from && fact.position() <= to)
                .sorted(Comparator.comparing(Fact::position))
                .toList();
    }

    private void own(Standing standing, long key, LogLine line) {
        @Nullable Row[] image = NetImages.of(line.changes()).rows.get(key);
        if (image == null || Objects.equals(image[0], image[1])) {
            return;
        }
        Row after = image[1];
        List<Fact> told = at(sender, key, line.position() - 1, line.position());
        if (told.isEmpty()) {
            withheld(standing, image[0], after);
        } else {
            told(standing, told.getFirst(), after);
        }
        boolean isNew = image[0] == null || (!told.isEmpty() && told.getFirst().isInsert());
        for (int i = 1; after != null && i <= Setup.FIELDS; i++) {
            if (isNew || !Objects.equals(image[0].get(i), after.get(i))) {
                standing.values[i] = after.get(i);
            }
        }
    }

    private void withheld(Standing standing, @Nullable Row before, @Nullable Row after) {
        if (after == null) {
            if (standing.alone && standing.isThere()) {
                standing.presence = Presence.NOWHERE;
            } else {
                if (standing.presence != Presence.NOWHERE) {
                    standing.life = null;
                }
                standing.presence = Presence.PARTED;
            }
        } else if (before == null && !standing.isThere()) {
            standing.alone = isDelete(standing.life);
            standing.presence = Presence.THERE;
        }
    }

    private static boolean isDelete(@Nullable Fact fact) {
        return fact != null && fact.isDelete();
    }

    private void told(Standing standing, Fact fact, @Nullable Row after) {
        boolean isLife = !fact.isUpdate() || rules.presence().updatesCount();
        standing.alone = fact.isDelete() ? after != null : standing.alone && !fact.isInsert();
        if (isLife) {
            standing.life = fact;
            standing.presence = after == null ? Presence.NOWHERE : Presence.THERE;
        }
    }

    private void arrives(Standing standing, Fact theirs, long position) {
        Fact life = standing.life;
        boolean isUnseen = life != null && !theirs.saw(life);
        Life ours = isUnseen ? life(Objects.requireNonNull(life)) : null;
        PresenceRule rule = rules.presence();
        if (standing.alone && standing.isThere()) {
            if (!rule.alive(false, life(theirs), ours)) {
                return;
            }
        }
        standing.alone = false;
        boolean wasThere = standing.isThere();
        if (standing.presence != Presence.PARTED || theirs.isInsert()) {
            boolean alive = rule.alive(wasThere, life(theirs), ours);
            standing.presence =
                    alive ? Presence.THERE : ours == null ? Presence.PARTED : Presence.NOWHERE;
        }
        Row after = theirs.after();
        for (int i = 1; after != null && i <= Setup.FIELDS; i++) {
            if (theirs.touches(i)) {
                int column = i;
                Fact own =
                        oracle.of(sender, theirs.key())
                                .filter(fact -> fact.position() < position)
                                .filter(fact -> !theirs.saw(fact) && fact.touches(column))
                                .reduce((first, second) -> second)
                                .orElse(null);
                standing.values[i] = merged(column, theirs, own);
            }
        }
    }

    private @Nullable Object merged(int column, Fact theirs, @Nullable Fact own) {
        FieldRule rule = rules.rule(column);
        boolean isA = theirs.side() == Side.A;
        Fact winner =
                own == null || rule instanceof FieldRule.Owner
                        ? theirs
                        : Oracle.winner(rule, column, isA ? theirs : own, isA ? own : theirs);
        return Objects.requireNonNull(winner.after()).get(column);
    }

    private static Life life(Fact fact) {
        return new Life(
                fact.side(),
                fact.position(),
                fact.clock(),
                fact.isInsert()
                        ? PresenceRule.Kind.INSERT
                        : fact.isDelete() ? PresenceRule.Kind.DELETE : PresenceRule.Kind.UPDATE);
    }
}
