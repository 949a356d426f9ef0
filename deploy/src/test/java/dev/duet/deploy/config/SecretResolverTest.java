package dev.duet.deploy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duet.schemas.config.Secret;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

class SecretResolverTest {
    private final SecretResolver resolver =
            new SecretResolver(Map.of("CRM_PASSWORD", "hunter2", "EMPTY", ""));

    @TempDir private Path folder;

    @Test
    void aVariableIsFetched() {
        assertThat(resolver.resolve(new Secret.FromEnvironment("CRM_PASSWORD")))
                .isEqualTo("hunter2");
    }

    @Test
    void aVariableThatIsNotSetOrEmptyIsRefused() {
        assertThatThrownBy(() -> resolver.resolve(new Secret.FromEnvironment("NONE")))
                .isInstanceOf(CannotReadSecret.class)
                .hasMessage("${env:NONE} is not set; set the variable where Duet is started");
        assertThatThrownBy(() -> resolver.resolve(new Secret.FromEnvironment("EMPTY")))
                .isInstanceOf(CannotReadSecret.class)
                .hasMessageContaining("is empty");
    }

    @Test
    void aFileIsFetchedWithoutItsLastLineEnd() throws IOException {
        assertThat(resolver.resolve(secret("hunter2\n"))).isEqualTo("hunter2");
        assertThat(resolver.resolve(secret("hunter2\r\n"))).isEqualTo("hunter2");
        assertThat(resolver.resolve(secret(" two words \n\n"))).isEqualTo(" two words \n");
    }

    @Test
    void aFileIsReadAnewEachTime() throws IOException {
        Secret secret = secret("old");
        resolver.resolve(secret);
        secret("new");

        assertThat(resolver.resolve(secret)).isEqualTo("new");
    }

    @Test
    void aFileThatGivesNoSecretIsRefused() throws IOException {
        assertRefused(new Secret.FromFile(folder.resolve("none")), "does not exist");
        assertRefused(new Secret.FromFile(folder), "cannot be read");
        assertRefused(secret("\n"), "is empty");
        assertRefused(secret("x".repeat(70_000)), "too large");
        Path latin1 = Files.write(folder.resolve("latin1"), new byte[] {'t', (byte) 0xE9, 'l'});
        assertRefused(new Secret.FromFile(latin1), "not UTF-8");
    }

    private void assertRefused(Secret secret, String why) {
        assertThatThrownBy(() -> resolver.resolve(secret))
                .isInstanceOf(CannotReadSecret.class)
                .hasMessageContaining(why);
    }

    private Secret secret(String content) throws IOException {
        return new Secret.FromFile(Files.writeString(folder.resolve("secret"), content));
    }
}
