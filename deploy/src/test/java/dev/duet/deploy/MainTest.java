package dev.duet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;

final class MainTest {
    private final StringWriter out = new StringWriter();
    private final CommandLine duet =
            Main.commandLine()
                    .setOut(new PrintWriter(out))
                    .setErr(new PrintWriter(new StringWriter()));

    @Test
    void versionIsTheOneThatMavenBuilt() {
        int exit = duet.execute("--version");

        assertThat(exit).isZero();
        assertThat(out.toString()).matches("duet \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R");
    }

    @Test
    void missingCommandIsWrongUse() {
        assertThat(duet.execute()).isEqualTo(2);
    }
}
