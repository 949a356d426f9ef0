package dev.duet.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

class SettingsTest {
    private static final Path FOLDER = Path.of("/tmp");

    @Test
    void theDefaultsAreTheDocumentedOnes() {
        assertThat(Settings.standard(FOLDER))
                .isEqualTo(
                        new Settings(
                                Duration.ofSeconds(5),
                                new Settings.Lease(Duration.ofSeconds(15)),
                                new Settings.Batch(5_000, DataSize.mebibytes(8), 1_000),
                                new Settings.Queue(20_000, DataSize.mebibytes(64)),
                                new Settings.Spill(20_000, DataSize.mebibytes(32), FOLDER),
                                new Settings.Retry(Duration.ofMillis(200), Duration.ofSeconds(30)),
                                new Settings.Quarantine(100, Duration.ofMinutes(5)),
                                new Settings.Brakes(
                                        Optional.of(
                                                new Settings.Brake(
                                                        1_000, 50, Duration.ofMinutes(1))),
                                        Optional.of(
                                                new Settings.Brake(
                                                        1_000, 10, Duration.ofMinutes(1)))),
                                new Settings.Loops(20, Duration.ofMinutes(1)),
                                Optional.of(new Settings.Verify(500, Duration.ofMinutes(1))),
                                Duration.ofSeconds(5),
                                Duration.ofMillis(5),
                                Duration.ZERO,
                                DataSize.gibibytes(10),
                                new Settings.Timeouts(
                                        Duration.ofSeconds(10),
                                        Duration.ofMinutes(5),
                                        Duration.ofMinutes(6))));
    }

    @Test
    void whatIsOutOfItsRangeIsRefused() {
        DataSize size = DataSize.mebibytes(8);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Settings.Lease(Duration.ZERO))
                .withMessageContaining("lease.ttl");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Settings.Batch(0, size, 1))
                .withMessageContaining("batch.max-rows");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Settings.Batch(1, size, 0))
                .withMessageContaining("batch.max-transactions");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Settings.Queue(1, new DataSize(1)))
                .withMessageContaining("queue.max-bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Settings.Spill(0, size, FOLDER))
                .withMessageContaining("spill.after-rows");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Settings.Quarantine(-1, Duration.ofMinutes(5)))
                .withMessageContaining("quarantine.budget");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Settings.Brake(1, 100, Duration.ofMinutes(1)))
                .withMessageContaining("brakes.percent");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Settings.Loops(1, Duration.ofMinutes(1)))
                .withMessageContaining("loops.most");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Settings.Verify(0, Duration.ofMinutes(1)))
                .withMessageContaining("verify.rows-per-second");
    }

    @Test
    void valuesThatDisagreeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Settings.Retry(Duration.ofSeconds(2), Duration.ofSeconds(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new Settings.Timeouts(
                                        Duration.ofSeconds(1),
                                        Duration.ofMinutes(1),
                                        Duration.ofMinutes(1)));
    }

    @Test
    void boundsHoldTheirEnds() {
        Bounds<Integer> bounds = new Bounds<>(1, 5, 10);

        assertThat(bounds.allows(1)).isTrue();
        assertThat(bounds.allows(10)).isTrue();
        assertThat(bounds.allows(0)).isFalse();
        assertThat(bounds.allows(11)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new Bounds<>(1, 0, 10));
    }
}
