package dev.duet.deploy.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.schemas.Row;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

class PaceTest {
    private static final Row SMALL = Row.of(1L, "a");

    @Test
    void aQuickChunkIsFollowedByALargerOneUpToTheMost() {
        var pace = new Pace(1_000);
        for (int i = 0; i < 5; i++) {
            pace.took(rows(pace.next(), SMALL), Duration.ofMillis(1));
        }

        assertThat(pace.next()).isEqualTo(1_000);
    }

    @Test
    void aSlowChunkIsFollowedByOneThatTakesAQuarterOfASecond() {
        var pace = new Pace(100_000);
        pace.took(rows(200, SMALL), Duration.ofSeconds(1));

        assertThat(pace.next()).isEqualTo(50);
    }

    @Test
    void largeRowsComeFewAtATime() {
        var pace = new Pace(100_000);
        pace.took(rows(4, Row.of(1L, "x".repeat(1 << 20))), Duration.ofMillis(1));

        assertThat(pace.next()).isBetween(2, 10);
    }

    @Test
    void whatWaitedIsTriedWithHalfOfIt() {
        var pace = new Pace(100_000);
        pace.waited();

        assertThat(pace.next()).isEqualTo(100);
    }

    private static List<Row> rows(int count, Row row) {
        return Collections.nCopies(count, row);
    }
}
