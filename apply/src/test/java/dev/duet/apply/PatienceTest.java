package dev.duet.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.apply.conflict.RecordKey;
import dev.duet.schemas.Key;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

class PatienceTest {
    private static final RecordKey RECORD = new RecordKey("order", Key.of(1L));
    private static final Duration LONG = Patience.LIMIT.plusMillis(1);

    private Instant now = Instant.EPOCH;
    private final Patience patience = new Patience(() -> now);

    @Test
    void itIsOverWhenARecordWasKeptBackForLong() {
        keptBack();
        assertThat(patience.isOver(RECORD)).isFalse();

        now = now.plus(LONG);
        keptBack();

        assertThat(patience.isOver(RECORD)).isTrue();
    }

    @Test
    void aRecordThatWasWrittenInBetweenBeginsAnew() {
        keptBack();
        patience.tried(List.of(RECORD), Set.of());
        now = now.plus(LONG);

        keptBack();

        assertThat(patience.isOver(RECORD)).isFalse();
    }

    private void keptBack() {
        patience.tried(List.of(RECORD), Set.of(RECORD));
    }
}
