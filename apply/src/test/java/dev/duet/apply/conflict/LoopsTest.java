package dev.duet.apply.conflict;

import static dev.duet.apply.conflict.rules.Side.A;
import static dev.duet.apply.conflict.rules.Side.B;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.apply.conflict.SideState.Incoming;
import dev.duet.apply.conflict.Step.Action;
import dev.duet.apply.conflict.Step.RowStep;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.PresenceRule;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Row;

import org.junit.jupiter.api.Test;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

class LoopsTest {
    private static final int MOST = 5;
    private static final long WINDOW = 1_000;
    private static final FieldRule LATEST = new FieldRule.Latest();

    /// Its third field is a counter.
    private static final EntityRules RULES =
            new EntityRules(
                    Setup.SHAPE.entity(),
                    1,
                    List.of(LATEST, LATEST, LATEST, new FieldRule.Sum()),
                    new PresenceRule.Update());

    private final Loops loops = new Loops();
    private final Map<Side, Long> positions = new EnumMap<>(Map.of(A, 10L, B, 10L));
    private long clock = 100;

    LoopsTest() {
        loops.over(MOST, WINDOW);
    }

    @Test
    void answersToAnswersAreFoundWhenThereAreTooMany() {
        assertThat(change(A)).isFalse();
        for (int i = 0; i < MOST; i++) {
            assertThat(change(i % 2 == 0 ? B : A)).as("answer %s", i + 1).isFalse();
        }
        assertThat(change(A)).isTrue();
        assertThat(change(B)).as("counted anew").isFalse();
    }

    /// A program that writes twice, say.
    @Test
    void anAnswerMayBeOfSeveralTransactions() {
        boolean isFound = false;
        for (int i = 0; i <= MOST + 1; i++) {
            Side side = i % 2 == 0 ? A : B;
            isFound = change(side);
            isFound |= change(side);
        }
        assertThat(isFound).isTrue();
    }

    @Test
    void oneSideMayChangeARecordAsOftenAsItLikes() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(change(A)).isFalse();
        }
        for (int i = 0; i < MOST; i++) {
            assertThat(change(i % 2 == 0 ? B : A)).isFalse();
        }
    }

    @Test
    void peopleMayAnswerEachOtherSlowly() {
        for (int i = 0; i < 100; i++) {
            clock += WINDOW / MOST + 1;
            assertThat(change(i % 2 == 0 ? A : B)).isFalse();
        }
    }

    @Test
    void whatHadNotSeenTheOthersLastChangeIsNoAnswer() {
        for (int i = 0; i < 100; i++) {
            Side side = i % 2 == 0 ? A : B;
            boolean isConcurrent = i % MOST == 0;
            long seen = last(side.peer()) - (isConcurrent ? 1 : 0);
            assertThat(change(side, 0, 1, seen)).isFalse();
        }
    }

    @Test
    void whatOnlyRaisesCountersIsNotLookedAt() {
        for (int i = 0; i < 100; i++) {
            assertThat(change(i % 2 == 0 ? A : B, 0, 3, Long.MAX_VALUE)).isFalse();
        }
    }

    @Test
    void eachRecordIsCountedByItself() {
        for (int i = 0; i < 100; i++) {
            assertThat(change(i % 2 == 0 ? A : B, i / 2, 1, Long.MAX_VALUE)).isFalse();
        }
    }

    @Test
    void withoutALimitNothingIsFound() {
        Loops unlimited = new Loops();
        for (int i = 0; i < 100; i++) {
            assertThat(unlimited.goesRound(RULES, incoming(i % 2 == 0 ? A : B, 0, 1, clock)))
                    .isFalse();
        }
    }

    @Test
    void aRecordThatGoesRoundIsNotWrittenAndOthersAre() {
        Simulation simulation = new Simulation(new Setup(RULES, 2, 3, true), new Variant());
        simulation.core.loopsOver(MOST, Long.MAX_VALUE);
        client(simulation, A, Action.INSERT, 0);
        for (int i = 0; i < MOST; i++) {
            client(simulation, i % 2 == 0 ? B : A, Action.UPDATE, 0);
        }
        simulation.run(
                List.of(
                        new Step.Client(A, 1_000, List.of(step(Action.UPDATE, 0, 99))),
                        new Step.Client(A, 1_001, List.of(step(Action.INSERT, 1, 99))),
                        new Step.Read(A, 9)));

        TargetTransaction planned = Objects.requireNonNull(simulation.core.planApply(A, 3));

        assertThat(planned.carried().looping()).containsExactly(Oracle.key(0));
        assertThat(planned.carried().plain()).containsExactly(Oracle.key(1));
        assertThat(planned.writes()).extracting(RowWrite::key).isSubsetOf(Set.of(Oracle.key(1)));
    }

    private void client(Simulation simulation, Side side, Action action, long key) {
        clock += 5;
        simulation.take(new Step.Client(side, clock, List.of(step(action, key, clock))));
        simulation.rest();
    }

    private static RowStep step(Action action, long key, long value) {
        return new RowStep(key, action, 7, value, value, value);
    }

    private long last(Side side) {
        return Objects.requireNonNull(positions.get(side));
    }

    /// A change that has seen all.
    private boolean change(Side side) {
        return change(side, 0, 1, last(side.peer()));
    }

    private boolean change(Side side, long key, int column, long seen) {
        return loops.goesRound(RULES, incoming(side, key, column, seen));
    }

    private Incoming incoming(Side side, long key, int column, long seen) {
        long position = last(side) + 1;
        positions.put(side, position);
        clock++;
        BitSet touched = new BitSet();
        touched.set(column);
        Row before = Row.of(key, 1L, 1L, 1L);
        NetChange change =
                new NetChange.Updated(
                        Oracle.key(key), before, Row.of(key, 2L, 2L, 2L), touched, before);
        return new Incoming(
                change,
                new SourceTransaction(
                        side,
                        position,
                        clock,
                        seen,
                        List.of(change),
                        SourceTransaction.Steps.of(List.of(), Set.of())));
    }
}
