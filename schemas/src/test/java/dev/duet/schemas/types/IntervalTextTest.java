package dev.duet.schemas.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IntervalTextTest {
    @ParameterizedTest
    @CsvSource({
        "P1Y2M3DT4H5M6.789S, P1Y2M3DT4H5M6.789S",
        "P0Y-1M3DT0H0M-0.000001S, P-1M3DT-0.000001S",
        "PT0S, PT0S",
        "P14M, P1Y2M",
        "P2W, P14D",
        "PT90M, PT1H30M",
        "PT-36H, PT-36H",
        "P-178000000Y, P-178000000Y",
        "PT0.1000S, PT0.1S",
    })
    void normalFormIsOne(String text, String normal) {
        assertThat(IntervalText.normal(text)).isEqualTo(normal);
        assertThat(IntervalText.normal(normal)).isEqualTo(normal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "P",
                "1 day",
                "P1",
                "P1X",
                "PT1.0000001S",
                "PT99999999999999H",
                "infinity"
            })
    void nonsenseIsRefused(String text) {
        assertThatThrownBy(() -> IntervalText.normal(text))
                .isInstanceOfAny(IllegalArgumentException.class, ArithmeticException.class);
    }
}
