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

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;

/// Properties of the decision, over random claims.
class DecisionTest {
    /// Under the rule review each side keeps its own; who would stand is the same on both.
    private static final Fold WOULD_STAND = new ReviewMutations.TakesTheWinner();

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

    /// Two changes of each side, of any kind, none of which has seen one of the other side's.
    @Test
    void bothSidesComeToTheSameWhateverEachDid() {
        for (int i = 0; i < TRIES; i++) {
            EntityRules rules = rules();
            Row start = random.nextInt(3) == 0 ? null : Row.of(0L, 1L, 1L, 1L);
            List<List<Change>> ofA = changes(start);
            List<List<Change>> ofB = changes(start);

            TrackedRecord onA = TrackedRecord.here(rules, first(ofA, ofB), Side.A, Image.of(start));
            TrackedRecord onB = TrackedRecord.here(rules, first(ofA, ofB), Side.B, Image.of(start));
            List<SourceTransaction> fromA = local(onA, Side.A, ofA);
            List<SourceTransaction> fromB = local(onB, Side.B, ofB);
            merge(onA, fromB);
            merge(onB, fromA);

            String what = rules + " " + fromA + " " + fromB;
            assertThat(onA.shadow.isAlive()).as(what).isEqualTo(onB.shadow.isAlive());
            if (onA.shadow.isAlive()) {
                assertThat(onA.shadow.row()).as(what).isEqualTo(onB.shadow.row());
            }
        }
    }

    /// But for counters, which count each change: what a marker stands for is merged once.
    @Test
    void mergingTwiceChangesNothing() {
        for (int i = 0; i < TRIES; i++) {
            List<FieldRule> columns = List.of(rule(), rule(), rule(), rule());
            EntityRules rules = new EntityRules(Setup.SHAPE.entity(), 1, columns, presence());
            Row start = Row.of(0L, 1L, 1L, 1L);
            List<List<Change>> ofA = changes(start);
            List<List<Change>> ofB = changes(start);
            TrackedRecord record =
                    TrackedRecord.here(rules, first(ofA, ofB), Side.A, Image.of(start));
            local(record, Side.A, ofA);
            TrackedRecord other =
                    TrackedRecord.here(rules, first(ofA, ofB), Side.B, Image.of(start));
            List<SourceTransaction> fromB = local(other, Side.B, ofB);
            List<SourceTransaction> last =
                    fromB.subList(Math.max(0, fromB.size() - 1), fromB.size());

            merge(record, fromB);
            Shadow once = record.shadow.copy();
            merge(record, last);

            assertThat(record.shadow.isAlive()).as(rules + " " + fromB).isEqualTo(once.isAlive());
            assertThat(record.shadow.row()).as(rules + " " + fromB).isEqualTo(once.row());
        }
    }

    @Test
    void valuesThatOnlyCompareEqualHaveOneWinner() {
        for (FieldRule rule : List.of(new FieldRule.Max(), new FieldRule.Min())) {
            Claim a = new Claim(Side.A, 1, 5, new BigDecimal("1.0"), null);
            Claim b = new Claim(Side.B, 1, 6, new BigDecimal("1.00"), null);

            assertThat(FieldDecision.decide(rule, a, b).value()).isEqualTo(b.value());
            assertThat(FieldDecision.decide(rule, b, a).value()).isEqualTo(b.value());
        }
    }

    @Test
    void aRulingSaysThatItAsksForReview() {
        EntityRules rules =
                new EntityRules(
                        Setup.SHAPE.entity(),
                        1,
                        List.of(
                                new FieldRule.Latest(),
                                new FieldRule.Review(),
                                new FieldRule.Latest(),
                                new FieldRule.Latest()),
                        new PresenceRule.Review());
        Row start = Row.of(0L, 1L, 1L, 1L);
        List<Ruling> rulings = new ArrayList<>();
        for (Row ofB : new Row[] {Row.of(0L, 3L, 3L, 1L), null}) {
            TrackedRecord onA = TrackedRecord.here(rules, net(start, ofB), Side.A, Image.of(start));
            local(onA, Side.A, List.of(List.of(change(start, Row.of(0L, 2L, 2L, 1L)))));
            TrackedRecord onB = TrackedRecord.here(rules, net(start, ofB), Side.B, Image.of(start));
            for (SourceTransaction from :
                    local(onB, Side.B, List.of(List.of(change(start, ofB))))) {
                Fold.Meeting meeting =
                        new Fold.Meeting(rules, onA.shadow, onA.own, from, rulings::add);
                from.changes().forEach(change -> new Fold().merge(meeting, change));
            }
        }

        assertThat(rulings)
                .filteredOn(Ruling::asksForReview)
                .extracting(Ruling::column)
                .containsExactlyInAnyOrder(1, Ruling.PRESENCE);
        assertThat(rulings).hasSize(3); // the other field's rule asks nobody
    }

    private List<List<Change>> changes(@Nullable Row start) {
        List<List<Change>> changes = new ArrayList<>();
        Row row = start;
        int count = 1 + random.nextInt(2);
        while (changes.size() < count) {
            Row next =
                    random.nextInt(4) == 0
                            ? null
                            : Row.of(0L, (Object) value(), (Object) value(), (Object) value());
            if (!Objects.equals(row, next)) {
                changes.add(List.of(change(row, next)));
                row = next;
            }
        }
        return changes;
    }

    private static Change change(@Nullable Row before, @Nullable Row after) {
        if (before == null) {
            return new Change.Insert(Setup.SHAPE, Objects.requireNonNull(after));
        }
        return after == null
                ? new Change.Delete(Setup.SHAPE, before)
                : new Change.Update(Setup.SHAPE, before, after);
    }

    private static NetChange net(@Nullable Row before, @Nullable Row after) {
        return Netting.net(List.of(change(before, after))).getFirst();
    }

    /// What tells what both sides began with.
    private static NetChange first(List<List<Change>> ofA, List<List<Change>> ofB) {
        return Netting.net((ofA.isEmpty() ? ofB : ofA).getFirst()).getFirst();
    }

    /// Folds a side's own changes.
    private List<SourceTransaction> local(
            TrackedRecord record, Side side, List<List<Change>> changes) {
        List<SourceTransaction> carried = new ArrayList<>();
        long position = 10;
        for (List<Change> step : changes) {
            position += 2;
            long clock = position / 2 + random.nextInt(3);
            NetChange change = Netting.net(step).getFirst();
            if (!Fold.isForNobody(record.rules, side, change)) {
                List<NetChange> net = new ArrayList<>();
                SourceTransaction transaction =
                        new SourceTransaction(
                                side,
                                position,
                                clock,
                                0,
                                net,
                                SourceTransaction.Steps.of(List.of(), Set.of()));
                net.add(new Fold().local(record, change, transaction));
                carried.add(transaction);
            }
        }
        return carried;
    }

    private static void merge(TrackedRecord record, List<SourceTransaction> stood) {
        for (SourceTransaction from : stood) {
            Fold.Meeting meeting =
                    new Fold.Meeting(record.rules, record.shadow, record.own, from, ruling -> {});
            from.changes().forEach(change -> WOULD_STAND.merge(meeting, change));
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
        Fold fold = WOULD_STAND;
        TrackedRecord record = TrackedRecord.here(rules, own, at.side(), Image.of(own.before()));
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
        return new SourceTransaction(
                side,
                10,
                1 + random.nextInt(3),
                0,
                List.of(change),
                SourceTransaction.Steps.of(List.of(), Set.of()));
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
