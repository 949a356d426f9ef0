package dev.duet.deploy.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

class DurationTextTest {

    @ParameterizedTest
    @CsvSource({
        "200ms,PT0.2S,200ms",
        "5s,PT5S,5s",
        "90s,PT90S,90s",
        "5m,PT5M,5m",
        "60m,PT1H,1h",
        "1500ms,PT1.5S,1500ms"
    })
    void aNumberWithItsUnitIsRead(String text, Duration duration, String shortest) {
        assertThat(DurationText.parse(text)).contains(duration);
        assertThat(DurationText.format(duration)).isEqualTo(shortest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "5", "s", "5 s", "-5s", "5S", "1.5s", "5d", "1h30m", "9999999999999s"})
    void anythingElseIsNot(String text) {
        assertThat(DurationText.parse(text)).isEmpty();
    }
}
