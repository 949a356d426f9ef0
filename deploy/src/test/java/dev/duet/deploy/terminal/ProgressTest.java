package dev.duet.deploy.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;

final class ProgressTest {
    @Test
    void aBarSaysHowFarItIsAndHowLongItTakes() {
        assertThat(Progress.line("customer", 500, 2_000, Duration.ofSeconds(5), true))
                .isEqualTo(
                        "customer  [######..................] 25 %  500 rows, 100 rows/s, about 15"
                                + " s left");
    }

    @Test
    void anEstimateMayBeShortOfIt() {
        assertThat(Progress.line("customer", 3_000, 2_000, Duration.ofSeconds(5), false))
                .isEqualTo("customer  99 %  3,000 rows, 600 rows/s, about 0.0 s left");
        assertThat(Progress.line("customer", 3_000, 0, Duration.ofSeconds(5), true))
                .isEqualTo("customer  3,000 rows, 600 rows/s");
    }

    @Test
    void elsewhereThanOnATerminalAreLines() {
        var text = new StringWriter();
        var progress = new Progress(new PrintWriter(text), false);

        progress.begin("customer", 0);
        progress.say("waits");
        progress.say("waits");
        progress.end();

        assertThat(text.toString().lines()).containsExactly("waits");
    }
}
