package dev.duet.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;

class SecretTest {

    @Test
    void referencesAreRead() {
        assertThat(Secret.parse("${env:CRM_PASSWORD}"))
                .contains(new Secret.FromEnvironment("CRM_PASSWORD"));
        assertThat(Secret.parse("${file:/run/secrets/my erp}"))
                .contains(new Secret.FromFile(Path.of("/run/secrets/my erp")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hunter2",
                "${env:}",
                "${env:1A}",
                "${env:A-B}",
                "${file:}",
                "${vault:a}",
                "x${env:A}",
                "${env:A}x",
                "${env:A}\n",
                "$env:A",
                "${file:/a\u0000b}",
                "${file:${env:A}}",
                "${ENV:A}"
            })
    void anythingElseIsNot(String text) {
        assertThat(Secret.parse(text)).isEmpty();
    }

    @Test
    void itShowsTheReference() {
        assertThat(new Secret.FromEnvironment("A")).hasToString("${env:A}");
        assertThat(new Secret.FromFile(Path.of("/a"))).hasToString("${file:/a}");
        assertThat(Configs.USER)
                .hasToString("Credentials[user=duet, password=${env:CRM_PASSWORD}]");
    }

    @Test
    void aVariableHasAName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Secret.FromEnvironment("hunter 2"))
                .withMessageNotContaining("hunter");
    }
}
