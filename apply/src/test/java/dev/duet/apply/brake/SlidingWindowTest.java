package dev.duet.apply.brake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class SlidingWindowTest {
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final SettableClock clock = new SettableClock();
    private final SlidingWindow window = new SlidingWindow(WINDOW, clock);

    @Test
    void whatIsOlderThanTheWindowIsForgotten() {
        window.add(3);
        clock.passes(Duration.ofSeconds(40));
        window.add(4);
        assertThat(window.count()).isEqualTo(7);

        clock.passes(Duration.ofSeconds(21));
        assertThat(window.count()).isEqualTo(4);

        clock.passes(Duration.ofSeconds(40));
        assertThat(window.count()).isZero();
    }

    @Test
    void whatComesCloseTogetherIsForgottenNoLaterThanTheLastOfIt() {
        for (int i = 0; i < 10_000; i++) {
            window.add(1);
            clock.passes(Duration.ofMillis(1));
        }
        assertThat(window.count()).isEqualTo(10_000);

        clock.passes(WINDOW.minus(Duration.ofSeconds(5)));
        assertThat(window.count()).isBetween(4_800L, 5_000L);

        clock.passes(Duration.ofSeconds(5));
        assertThat(window.count()).isZero();
    }

    @Test
    void itCanBeginAnew() {
        window.add(5);

        window.clear();

        assertThat(window.count()).isZero();
        window.add(2);
        assertThat(window.count()).isEqualTo(2);
    }
}
