package dev.duet.apply.conflict;

import static dev.duet.apply.conflict.rules.Side.A;
import static dev.duet.apply.conflict.rules.Side.B;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duet.apply.conflict.Step.Action;
import dev.duet.apply.conflict.Step.RowStep;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.PresenceRule;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.LogEntry;
import dev.duet.schemas.Lsn;
import dev.duet.schemas.Origin;
import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// A record whose write is refused is held until people have decided; then both sides are what they
/// have decided, in every field.
class HoldTest {
    private static final FieldRule LATEST = new FieldRule.Latest();
    private static final Setup SETUP =
            new Setup(
                    new EntityRules(
                            Setup.SHAPE.entity(),
                            1,
                            List.of(
                                    LATEST,
                                    LATEST,
                                    new FieldRule.Sum(),
                                    new FieldRule.Owner(A, 0L)),
                            new PresenceRule.Update()),
                    1,
                    1,
                    false);

    private final Simulation simulation = new Simulation(SETUP, new Variant());
    private long time = 1000;

    /// A's update is refused by B, which has changed the record also.
    @BeforeEach
    void bRefuses() {
        client(A, Action.INSERT, 1, 1, 1);
        simulation.rest();
        client(A, Action.UPDATE, 2, 1, 1);
        client(B, Action.UPDATE, 1, 2, 1);
        take(new Step.Read(A, 9), new Step.PlanApply(A), new Step.ExecuteRefused(B, 0));
        take(new Step.Acknowledge(B));
    }

    @Test
    void whatIsDoneToAHeldRecordIsKeptForPeopleAndTheLogsMoveOn() {
        client(A, Action.UPDATE, 5, 5, 5);
        client(B, Action.UPDATE, 6, 6, 6);
        simulation.rest(); // also: nothing in flight, and the resume positions are at the end

        assertThat(simulation.core.isHeld(A, Oracle.key(0))).isTrue();
        assertThat(row(A)).isNotEqualTo(row(B));
        assertThat(simulation.holds.parked()).hasSize(3); // B's of before the hold among them
    }

    @Test
    void bothSidesAreWhatWasReleasedInEveryField() {
        client(A, Action.UPDATE, 5, 5, 5);
        release(B, Row.of(0L, 7L, 8L, 9L)); // the last is A's field
        simulation.rest();

        assertThat(row(A)).isEqualTo(Row.of(0L, 7L, 8L, 9L)).isEqualTo(row(B));
        assertThat(simulation.core.isHeld(A, Oracle.key(0))).isFalse();
        assertThat(simulation.core.isHeld(B, Oracle.key(0))).isFalse();
    }

    @Test
    void aReleaseThatTheLogShowsNothingOfCountsAlike() {
        client(A, Action.UPDATE, 5, 5, 5);
        Row asItIs = Objects.requireNonNull(row(B));
        release(B, asItIs);
        simulation.rest();

        assertThat(row(A)).isEqualTo(asItIs).isEqualTo(row(B));
    }

    @Test
    void aRecordCanBeReleasedAsGone() {
        simulation.take(new Step.Release(A, time, 0, false));
        simulation.rest();

        assertThat(row(A)).isNull();
        assertThat(row(B)).isNull();
    }

    @Test
    void itIsHeldAfterARestartAndReleasedThen() {
        take(new Step.Crash());
        client(A, Action.UPDATE, 5, 5, 5);
        simulation.rest();
        assertThat(row(A)).isNotEqualTo(row(B));
        release(A, Row.of(0L, 7L, 8L, 9L));
        take(new Step.Read(A, 9), new Step.Crash(), new Step.Read(A, 9), new Step.PlanApply(A));
        take(new Step.Execute(B), new Step.Crash());
        simulation.rest();

        assertThat(row(B)).isEqualTo(Row.of(0L, 7L, 8L, 9L)).isEqualTo(row(A));
    }

    /// It has not seen the release: what it changed was not the released record.
    @Test
    void theOtherSidesChangeBeforeTheReleaseArrivesIsKeptForPeople() {
        release(A, Row.of(0L, 7L, 8L, 9L));
        client(B, Action.UPDATE, 3, 3, 3);
        simulation.rest();

        assertThat(row(B)).isEqualTo(Row.of(0L, 7L, 8L, 9L)).isEqualTo(row(A));
        long last =
                simulation.database(B).log().stream()
                        .filter(LogLine::isClients)
                        .mapToLong(LogLine::position)
                        .max()
                        .orElseThrow();
        assertThat(simulation.holds.parked())
                .contains(new ModelHolds.Parked(B, last, Oracle.key(0)));
    }

    @Test
    void theOtherSidesChangeAfterItCounts() {
        release(A, Row.of(0L, 7L, 8L, 9L));
        take(new Step.Read(A, 9), new Step.PlanApply(A), new Step.Execute(B));
        client(B, Action.UPDATE, 3, 3, 3);
        simulation.rest();

        assertThat(row(A)).isEqualTo(Row.of(0L, 3L, 10L, 9L)).isEqualTo(row(B)); // 8 + 3 - 1
    }

    @Test
    void aReleaseThatIsRefusedHoldsAgain() {
        release(A, Row.of(0L, 7L, 8L, 9L));
        take(new Step.Read(A, 9), new Step.PlanApply(A), new Step.ExecuteRefused(B, 0));
        take(new Step.Acknowledge(B), new Step.Crash());
        simulation.rest();
        assertThat(simulation.core.isHeld(A, Oracle.key(0))).isTrue();
        assertThat(row(B)).isNotEqualTo(row(A));

        release(B, Row.of(0L, 4L, 4L, 4L));
        simulation.rest();
        assertThat(row(A)).isEqualTo(Row.of(0L, 4L, 4L, 4L)).isEqualTo(row(B));
    }

    @Test
    void nothingIsReadWhileAHoldBegins() {
        release(A, Row.of(0L, 7L, 8L, 9L));
        take(new Step.Read(A, 9), new Step.PlanApply(A), new Step.ExecuteRefused(B, 0));
        Origin origin = new Origin("B", new Lsn(100), "t", Instant.EPOCH, 1, null);
        LogEntry entry = new LogEntry.Passed(origin);

        assertThat(simulation.core.canRead(B, entry)).isFalse();
        assertThatThrownBy(() -> simulation.core.read(B, entry)).hasMessageContaining("canRead");
    }

    private void client(Side side, Action action, long x, long y, long z) {
        time += 5;
        RowStep row = new RowStep(0, action, 7, x, y, z);
        take(new Step.Client(side, time, List.of(row)));
    }

    private void release(Side side, Row row) {
        time += 5;
        long x = (Long) Objects.requireNonNull(row.get(1));
        long y = (Long) Objects.requireNonNull(row.get(2));
        long z = (Long) Objects.requireNonNull(row.get(3));
        take(new Step.Release(side, time, 0, true, x, y, z));
    }

    private void take(Step... steps) {
        simulation.run(List.of(steps));
    }

    private @Nullable Row row(Side side) {
        return simulation.database(side).rows().get(0L);
    }
}
