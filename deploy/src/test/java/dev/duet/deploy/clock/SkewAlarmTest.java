package dev.duet.deploy.clock;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class SkewAlarmTest {
    private final List<@Nullable Duration> told = new ArrayList<>();
    private final SkewAlarm alarm = new SkewAlarm("crm", "erp", Duration.ofSeconds(5), told::add);

    @Test
    void itTellsWhileTheClocksAreTooFarApartAndOnceWhenTheyAreNotAnyMore() {
        alarm.sampled("crm", sample(100_000, 1));
        alarm.sampled("erp", sample(104_000, 1));
        assertThat(told).isEmpty();

        alarm.sampled("erp", sample(112_000, 0));
        assertThat(told).containsExactly(Duration.ofSeconds(12));

        for (int look = 0; look < 8; look++) {
            alarm.sampled("erp", sample(100_500, 1));
        }
        assertThat(told.getLast()).isNull();
        int before = told.size();
        alarm.sampled("crm", sample(100_000, 1));
        assertThat(told).hasSize(before);
    }

    @Test
    void theQuickestLookCounts() {
        alarm.sampled("crm", sample(0, 1));
        alarm.sampled("erp", sample(10, 1));

        alarm.sampled("erp", sample(9_000, 8_000)); // a pause of this host, most likely

        assertThat(told).isEmpty();
    }

    @Test
    void whatMayBeTheRoundTripIsNoSkew() {
        assertThat(skew(5_900, 1_000).exceeds(Duration.ofSeconds(5))).isFalse();
        assertThat(skew(6_100, 1_000).exceeds(Duration.ofSeconds(5))).isTrue();
        assertThat(skew(-6_100, 1_000).exceeds(Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void itSaysWhoIsAhead() {
        assertThat(skew(12_000, 1).text("crm", "erp"))
                .isEqualTo("erp is 12000 ms ahead of crm (± 1 ms)");
        assertThat(skew(-3, 2).text("crm", "erp")).isEqualTo("crm is 3 ms ahead of erp (± 2 ms)");
    }

    private static ClockSkew skew(long aheadMillis, long uncertaintyMillis) {
        return ClockSkew.between(sample(0, 0), sample(aheadMillis, uncertaintyMillis));
    }

    private static ClockSample sample(long aheadMillis, long uncertaintyMillis) {
        return new ClockSample(
                Duration.ofMillis(aheadMillis), Duration.ofMillis(uncertaintyMillis));
    }
}
