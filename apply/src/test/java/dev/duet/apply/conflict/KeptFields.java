package dev.duet.apply.conflict;

import dev.duet.apply.conflict.Oracle.Fact;
import dev.duet.apply.conflict.Simulation.Violation;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/// What the side that does not own a field keeps in it, from the two logs alone: what came last in
/// that side's log, be it a write of its own clients or the owner's arriving there.
final class KeptFields {
    private final EntityRules rules;
    private final Simulation simulation;
    private final Oracle oracle;

    /// @param by the client's change of that side's own which it is from; null for the owner's
    private record Standing(@Nullable Object value, @Nullable Fact by) {}

    KeptFields(EntityRules rules, Simulation simulation, Oracle oracle) {
        this.rules = rules;
        this.simulation = simulation;
        this.oracle = oracle;
    }

    /// Whether the sides may differ in a field.
    static boolean mayDiffer(EntityRules rules, int column) {
        return rules.rule(column) instanceof FieldRule.Owner owner && owner.keeps();
    }

    void check(long key) {
        for (int i = 1; i <= Setup.FIELDS; i++) {
            if (rules.rule(i) instanceof FieldRule.Owner owner && owner.keeps()) {
                check(key, i, owner.side().peer());
            }
        }
    }

    private void check(long key, int column, Side here) {
        Row row = simulation.database(here).rows().get(key);
        if (row == null) {
            return;
        }
        Standing standing = standing(key, column, here);
        if (!Objects.equals(standing.value, row.get(column))) {
            throw new Violation(
                    "wrong value kept",
                    "%s.%s in %s is %s, should be %s"
                            .formatted(key, column, here, row.get(column), standing.value));
        }
        Fact by = standing.by;
        if (by != null && isWritten(by, column) && !isRelease(by)) {
            String pair =
                    here == Side.A
                            ? ConflictName.of(key, column, by.position(), by.seen())
                            : ConflictName.of(key, column, by.seen(), by.position());
            if (!simulation.database(here).hasRuling(pair)) {
                throw new Violation("kept and not recorded", here + " " + pair);
            }
        }
    }

    /// A new record whose field is as any other's begins says nothing of it.
    private boolean isWritten(Fact fact, int column) {
        return fact.isUpdate()
                || !(rules.rule(column) instanceof FieldRule.Owner owner
                        && Objects.equals(
                                owner.initial(), Objects.requireNonNull(fact.after()).get(column)));
    }

    /// What people decide is nobody's loss.
    private boolean isRelease(Fact fact) {
        HoldEnd release = simulation.holds.last(Oracle.key(fact.key()));
        return release != null
                && release.side() == fact.side()
                && release.position() == fact.position();
    }

    private Standing standing(long key, int column, Side here) {
        Standing standing = new Standing(null, null);
        long seen = 0;
        for (LogLine line : simulation.database(here).log()) {
            if (line.marker() == null) {
                for (Fact own : at(here, key, line.position() - 1, line.position())) {
                    Row after = own.after();
                    if (after != null && own.touches(column)) {
                        standing = new Standing(after.get(column), own);
                    }
                }
                continue;
            }
            long from = seen;
            seen = line.marker().position().ordinal();
            for (Fact peers : at(here.peer(), key, from, seen)) {
                Row after = peers.after();
                if (after != null
                        && (peers.isInsert()
                                || peers.touches(column)
                                || revives(peers, line.position()))) {
                    standing = new Standing(after.get(column), null);
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

    /// Whether a change of the owner's brings the record back where it was deleted.
    private boolean revives(Fact peers, long arrives) {
        return !isThere(peers, arrives, peers.position() - 1)
                && isThere(peers, arrives, peers.position());
    }

    private boolean isThere(Fact peers, long arrives, long upTo) {
        return oracle.isPresent(
                peers.key(),
                fact ->
                        fact.side() == peers.side()
                                ? fact.position() <= upTo
                                : fact.position() < arrives);
    }
}
