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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
        if (rules.sends().isEmpty()) {
            return false;
        }
        Map<Side, Withheld> sides = new EnumMap<>(Side.class);
        for (Side side : Side.values()) {
            sides.put(side, new Withheld(rules, simulation.database(side).log(), oracle, side));
        }
        sides.forEach(
                (side, withheld) -> {
                    if (mayDiffer(rules, side) && !simulation.holds.wasReleased(Oracle.key(key))) {
                        withheld.checkSender(key, simulation);
                    }
                    if (!withheld.hasAny(key)) {
                        withheld.checkToldAll(key, simulation);
                    }
                    withheld.checkSent(
                            key, simulation, Objects.requireNonNull(sides.get(side.peer())));
                });
        return true;
    }

    /// Whether the other side was not told of all that this side's clients did to a record, or of
    /// its row's end when that is there still.
    private boolean hasAny(long key) {
        for (LogLine line : log) {
            @Nullable Row[] image = own(line, key);
            @Nullable Row @Nullable [] told = image == null ? null : told(rules, sender, image);
            if (image != null && (told == null || (told[1] == null) != (image[1] == null))) {
                return true;
            }
        }
        return false;
    }

    /// A side that told all holds what the [Oracle] says.
    private void checkToldAll(long key, Simulation simulation) {
        Row row = simulation.database(sender).rows().get(key);
        if (oracle.isPresent(key) != (row != null)) {
            throw new Violation("wrong presence", key + " in " + sender);
        }
        for (int i = 1; row != null && i <= Setup.FIELDS; i++) {
            if (!Objects.equals(oracle.value(key, i), row.get(i))) {
                throw new Violation(
                        "wrong winner",
                        "%s.%s is %s, should be %s"
                                .formatted(key, i, row.get(i), oracle.value(key, i)));
            }
        }
    }

    /// What its side's clients left fitting, and fits still, is on the other side too, unless that
    /// has deleted it for itself, and said nothing since.
    private void checkSent(long key, Simulation simulation, Withheld peer) {
        Row here = simulation.database(sender).rows().get(key);
        Row there = simulation.database(sender.peer()).rows().get(key);
        if (there == null
                && fits(rules, sender, here)
                && fits(rules, sender, lastOwn(key))
                && !peer.standing(key, Long.MAX_VALUE).hasLeftForItself()) {
            throw new Violation("not sent", key + " is " + Verdict.show(here));
        }
    }

    private @Nullable Row lastOwn(long key) {
        Row last = null;
        for (LogLine line : log) {
            @Nullable Row[] image = own(line, key);
            last = image == null ? last : image[1];
        }
        return last;
    }

    /// What this side's clients did to a record in a transaction.
    private static @Nullable Row @Nullable [] own(LogLine line, long key) {
        @Nullable Row[] image =
                line.marker() == null ? NetImages.of(line.changes()).rows.get(key) : null;
        return image == null || Objects.equals(image[0], image[1]) ? null : image;
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

        /// Whether this side has deleted it, and the other side was told neither that nor anything
        /// since.
        private boolean leftForItself;

        /// The last told change of presence.
        private @Nullable Fact life;

        private final @Nullable Object[] values = new Object[Setup.FIELDS + 1];

        boolean isThere() {
            return presence == Presence.THERE;
        }

        boolean hasLeftForItself() {
            return presence == Presence.PARTED && leftForItself;
        }
    }

    /// An update of a row that is its side's alone is an insert for the other side. What was seen
    /// of the other side goes before what has seen it.
    ///
    /// @param facts each side's, in their order
    static void enter(
            EntityRules rules,
            List<LogLine> a,
            List<LogLine> b,
            Oracle oracle,
            Map<Side, List<Fact>> facts) {
        if (rules.sends().isEmpty()) {
            return;
        }
        Withheld inA = new Withheld(rules, a, oracle, Side.A);
        Withheld inB = new Withheld(rules, b, oracle, Side.B);
        List<Fact> ofA = Objects.requireNonNull(facts.get(Side.A));
        List<Fact> ofB = Objects.requireNonNull(facts.get(Side.B));
        int nextA = 0;
        int nextB = 0;
        while (nextA < ofA.size() || nextB < ofB.size()) {
            if (nextB == ofB.size() || nextA < ofA.size() && !ofA.get(nextA).saw(ofB.get(nextB))) {
                ofA.set(nextA, inA.entered(ofA.get(nextA)));
                nextA++;
            } else {
                ofB.set(nextB, inB.entered(ofB.get(nextB)));
                nextB++;
            }
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
        @Nullable Row[] image = own(line, key);
        if (image == null) {
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
                standing.leftForItself = true;
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
            standing.leftForItself = false;
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
