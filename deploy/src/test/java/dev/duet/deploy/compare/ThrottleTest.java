package dev.duet.deploy.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The clock is the test's, and waiting moves it on.
final class ThrottleTest {
    private final List<Duration> waits = new ArrayList<>();
    private long nanos = Duration.ofDays(1).toNanos();
    private final Throttle throttle = new Throttle(1_000, () -> nanos, this::await);

    private void await(Duration time) {
        waits.add(time);
        nanos += time.toNanos();
    }

    @Test
    void soManyRowsTakeTheirTimeHoweverTheyCome() throws InterruptedException {
        long began = nanos;
        for (int i = 0; i < 2_000; i++) {
            throttle.read(1);
        }
        throttle.read(3_000);

        assertThat(Duration.ofNanos(nanos - began)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void shortWaitsAreMadeTogether() throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            throttle.read(1);
        }

        assertThat(waits).containsExactly(Duration.ofMillis(50), Duration.ofMillis(50));
    }

    @Test
    void whatTookLongAnywayIsNotWaitedForAgain() throws InterruptedException {
        throttle.read(40);
        nanos += Duration.ofMillis(40).toNanos();
        throttle.read(40);

        assertThat(waits).isEmpty();
    }

    @Test
    void aPauseIsFollowedByNoBurst() throws InterruptedException {
        nanos += Duration.ofMinutes(1).toNanos();
        throttle.read(1_000);

        assertThat(waits).containsExactly(Duration.ofSeconds(1));
    }

    @Test
    void anInterruptionEndsTheWait() {
        var interrupted =
                new Throttle(
                        1,
                        () -> nanos,
                        _ -> {
                            throw new InterruptedException();
                        });

        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> interrupted.read(1));
    }
}
