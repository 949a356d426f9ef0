package dev.duet.apply.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.apply.conflict.rules.Claim;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldDecision;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.PresenceRule;
import dev.duet.apply.conflict.rules.PresenceRule.Life;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.apply.conflict.rules.Values;
import dev.duet.schemas.Change;
import dev.duet.schemas.Row;
import dev.duet.schemas.types.Kind;
import dev.duet.schemas.types.Special;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Properties of the decision, over random claims.
class DecisionTest {
    private static final int TRIES = 20_000;

    private final SplittableRandom random = new SplittableRandom(3);

    @Test
    void theSameWinsWhicheverSideDecides() {
        for (int i = 0; i < TRIES; i++) {
            FieldRule rule = rule();
            Claim a = claim(Side.A);
            Claim b = claim(Side.B);

            FieldDecision onB = FieldDecision.decide(rule, a, b);
            FieldDecision onA = FieldDecision.decide(rule, b, a);

            assertThat(onB.value()).as(rule.text()).isEqualTo(onA.value());
        }
    }

    @Test
    void decidingTwiceChangesNothing() {
        for (int i = 0; i < TRIES; i++) {
            FieldRule rule = rule();
            Claim theirs = claim(Side.A);
            Claim ours = claim(Side.B);
            FieldDecision once = FieldDecision.decide(rule, theirs, ours);
            Claim standing =
                    once instanceof FieldDecision.Theirs
                            ? theirs
                            : new Claim(
                                    theirs.side(),
                                    theirs.position(),
                                    ours.clock(),
                                    ours.value(),
                                    ours.version());

            FieldDecision twice = FieldDecision.decide(rule, theirs, ours);
            FieldDecision withItself = FieldDecision.decide(rule, standing, standing);

            assertThat(twice).isEqualTo(once);
            assertThat(withItself.value()).isEqualTo(once.value());
        }
    }

    @Test
    void presenceIsTheSameWhicheverSideDecides() {
        for (int i = 0; i < TRIES; i++) {
            PresenceRule rule = presence();
            Life a = life(Side.A, rule);
            Life b = life(Side.B, rule);
            boolean aliveOnA = a.kind() != PresenceRule.Kind.DELETE;
            boolean aliveOnB = b.kind() != PresenceRule.Kind.DELETE;

            assertThat(rule.alive(aliveOnB, a, b))
                    .as(rule.text() + " " + a + " " + b)
                    .isEqualTo(rule.alive(aliveOnA, b, a));
        }
    }

    /// Concurrent changes of one record, merged before or after this side's own, in either order of
    /// arrival: the same shadow.
    @Test
    void theOrderOfArrivalDoesNotMatter() {
        for (int i = 0; i < TRIES; i++) {
            EntityRules rules = rules();
            Row start = Row.of(0L, 1L, 1L, 1L);
            NetChange ofA = update(start);
            NetChange ofB = update(start);
            SourceTransaction fromA = transaction(Side.A, ofA);
            SourceTransaction fromB = transaction(Side.B, ofB);

            Shadow onA = both(rules, ofA, fromA, ofB, fromB);
            Shadow onB = both(rules, ofB, fromB, ofA, fromA);

            assertThat(onA.row()).as(rules.toString()).isEqualTo(onB.row());
            assertThat(onA.isAlive()).isEqualTo(onB.isAlive());
        }
    }

    @Test
    void valuesHaveATotalOrder() {
        List<Object> ascending =
                List.of(
                        Special.NEGATIVE_INFINITY,
                        Special.ZERO_DATE,
                        BigDecimal.valueOf(-1),
                        BigDecimal.TEN,
                        Special.INFINITY,
                        Special.NAN);

        assertThat(Values.compare(null, ascending.getFirst())).isNegative();
        assertThat(Values.compare(null, null)).isZero();
        for (int i = 0; i < ascending.size(); i++) {
            for (int j = 0; j < ascending.size(); j++) {
                assertThat(Integer.signum(Values.compare(ascending.get(i), ascending.get(j))))
                        .isEqualTo(Integer.compare(i, j));
            }
        }
    }

    /// What is said to have an order compares as its values do; only numbers are summed up.
    @Test
    void whatHasAnOrderIsComparable() {
        for (Kind kind : Kind.values()) {
            boolean compares = Comparable.class.isAssignableFrom(kind.carrier());
            assertThat(Values.order(kind) == Values.Order.NONE || compares).as("%s", kind).isTrue();
            assertThat(!Values.isSummable(kind) || Values.order(kind) == Values.Order.NATURAL)
                    .as("%s", kind)
                    .isTrue();
        }
    }

    @Test
    void aNullCountsAsNothingInASum() {
        assertThat(Values.plus(null, 3L)).isEqualTo(3L);
        assertThat(Values.minus(null, 3L)).isEqualTo(-3L);
        assertThat(Values.plus(new BigDecimal("1.5"), 2L)).isEqualTo(new BigDecimal("3.5"));
        assertThat(Values.plus(Values.plus(Long.MAX_VALUE, 1L), -1L)).isEqualTo(Long.MAX_VALUE);
    }

    private static Shadow both(
            EntityRules rules,
            NetChange own,
            SourceTransaction at,
            NetChange theirs,
            SourceTransaction from) {
        Fold fold = new Fold();
        TrackedRecord record = new TrackedRecord(rules, own, Image.of(own.before()));
        fold.local(record, own, at);
        fold.merge(new Fold.Meeting(rules, record.shadow, record.own, from, ruling -> {}), theirs);
        return record.shadow;
    }

    private NetChange update(Row start) {
        while (true) {
            Row after = Row.of(0L, value(), value(), value());
            List<NetChange> net =
                    Netting.net(List.of(new Change.Update(Setup.SHAPE, start, after)));
            if (!net.isEmpty()) {
                return net.getFirst();
            }
        }
    }

    private SourceTransaction transaction(Side side, NetChange change) {
        return new SourceTransaction(side, 10, 1 + random.nextInt(3), 0, List.of(change));
    }

    private EntityRules rules() {
        List<FieldRule> columns = new ArrayList<>();
        for (int i = 0; i <= Setup.FIELDS; i++) {
            columns.add(random.nextInt(5) == 0 ? new FieldRule.Sum() : rule());
        }
        return new EntityRules(Setup.SHAPE.entity(), 1, columns, presence());
    }

    private Claim claim(Side side) {
        return new Claim(side, 1, 1 + random.nextInt(3), value(), value());
    }

    private Life life(Side side, PresenceRule rule) {
        PresenceRule.Kind kind = PresenceRule.Kind.values()[random.nextInt(3)];
        PresenceRule.Kind counts =
                kind == PresenceRule.Kind.UPDATE && !rule.updatesCount()
                        ? PresenceRule.Kind.INSERT
                        : kind;
        return new Life(side, 1, 1 + random.nextInt(3), counts);
    }

    private Long value() {
        return (long) random.nextInt(3);
    }

    private FieldRule rule() {
        return switch (random.nextInt(7)) {
            case 0 -> new FieldRule.Latest();
            case 1 -> new FieldRule.Prefer(Setup.side(random));
            case 2 -> new FieldRule.Max();
            case 3 -> new FieldRule.Min();
            case 4 -> new FieldRule.Version(1 + random.nextInt(Setup.FIELDS));
            case 5 -> new FieldRule.Review();
            default -> new FieldRule.Owner(Setup.side(random), 0L);
        };
    }

    private PresenceRule presence() {
        return switch (random.nextInt(5)) {
            case 0 -> new PresenceRule.Delete();
            case 1 -> new PresenceRule.Update();
            case 2 -> new PresenceRule.Latest();
            case 3 -> new PresenceRule.Review();
            default -> new PresenceRule.Prefer(Setup.side(random));
        };
    }
}
