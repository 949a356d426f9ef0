package dev.duet.apply.brake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.schemas.config.Settings;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

class BrakesTest {
    private static final Settings.Brake LIMIT = new Settings.Brake(100, 50, Duration.ofMinutes(1));

    private final SettableClock clock = new SettableClock();
    private final Brakes brakes =
            new Brakes(new Settings.Brakes(Optional.of(LIMIT), Optional.of(LIMIT)), clock);

    @Test
    void bothTheNumberAndTheShareMustBePassed() {
        assertThat(brakes.check(deletes(100, 100))).as("the number only reached").isNull();
        assertThat(brakes.check(deletes(101, 202))).as("half, not more").isNull();

        Trip trip = trip(brakes.check(deletes(101, 201)));

        assertThat(trip.kind()).isEqualTo(Brakes.DELETES);
        assertThat(trip.counted()).isEqualTo(101);
        assertThat(trip.changes()).isEqualTo(201);
    }

    @Test
    void whatWasWrittenBeforeCountsForAsLongAsTheWindow() {
        for (int i = 0; i < 100; i++) {
            assertThat(brakes.check(deletes(1, 1))).isNull();
            brakes.passed(deletes(1, 1));
        }
        assertThat(brakes.check(deletes(1, 1))).isNotNull();
        assertThat(brakes.check(updates(1_000))).as("no delete is stopped by others").isNull();

        clock.passes(Duration.ofSeconds(61));

        assertThat(brakes.check(deletes(1, 1))).isNull();
    }

    @Test
    void changesThatAreNoDeletesDilute() {
        brakes.passed(updates(500));

        assertThat(brakes.check(deletes(400, 400))).isNull();
        assertThat(brakes.check(deletes(600, 600))).isNotNull();
    }

    @Test
    void conflictsAreCountedByThemselves() {
        brakes.passed(deletes(90, 90));

        assertThat(brakes.check(conflicts(90, 90))).isNull();
        assertThat(trip(brakes.check(conflicts(101, 101))).kind()).isEqualTo(Brakes.CONFLICTS);
    }

    @Test
    void theReasonNamesCountsAndTheEntityWithTheMost() {
        brakes.passed(new Tally(40, Map.of("order", 40L), Map.of()));

        Trip trip =
                trip(
                        brakes.check(
                                new Tally(
                                        1_400,
                                        Map.of("customer", 1_200L, "order", 100L),
                                        Map.of())));

        assertThat(trip.reason())
                .isEqualTo(
                        "1,340 deletes in 1,440 changes within 60 s, most of them of customer"
                                + " (1,200): more than 100 and more than 50 % of the changes");
    }

    @Test
    void whatAPersonHasLookedAtPassesAndNoMore() {
        brakes.passed(deletes(80, 80));
        Tally batch = deletes(70, 70);
        Trip trip = trip(brakes.check(batch));
        assertThat(trip.counted()).isEqualTo(150);

        brakes.begin(trip.kind(), trip.counted());

        assertThat(brakes.check(batch)).isNull();
        brakes.passed(batch);
        assertThat(brakes.check(deletes(80, 80))).as("80 are left to be allowed").isNull();
        brakes.passed(deletes(80, 80));
        assertThat(brakes.check(deletes(100, 100))).isNull();
        assertThat(brakes.check(deletes(101, 101))).isNotNull();
    }

    @Test
    void whatIsLeftOfAnAllowanceEndsWithTheWindow() {
        brakes.begin(Brakes.DELETES, 1_000);
        brakes.passed(deletes(200, 200));
        clock.passes(Duration.ofSeconds(59));
        brakes.passed(deletes(200, 200));
        clock.passes(Duration.ofSeconds(59));
        assertThat(brakes.check(deletes(500, 500))).isNull();

        clock.passes(Duration.ofSeconds(2));

        assertThat(brakes.check(deletes(500, 500))).isNotNull();
    }

    @Test
    void anAllowanceIsOfItsKindAlone() {
        brakes.begin(Brakes.DELETES, 1_000);

        assertThat(brakes.check(deletes(1_000, 1_000))).isNull();
        assertThat(brakes.check(conflicts(1_000, 1_000))).isNotNull();
    }

    @Test
    void whatIsOffStopsNothing() {
        Brakes none = new Brakes(new Settings.Brakes(Optional.empty(), Optional.empty()), clock);

        assertThat(none.check(deletes(1_000_000, 1_000_000))).isNull();
        assertThat(none.check(conflicts(1_000_000, 1_000_000))).isNull();
    }

    private static Trip trip(@Nullable Trip trip) {
        return Objects.requireNonNull(trip);
    }

    private static Tally deletes(long deletes, long changes) {
        return new Tally(changes, Map.of("customer", deletes), Map.of());
    }

    private static Tally conflicts(long conflicts, long changes) {
        return new Tally(changes, Map.of(), Map.of("customer", conflicts));
    }

    private static Tally updates(long changes) {
        return new Tally(changes, Map.of(), Map.of());
    }
}
