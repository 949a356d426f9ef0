package dev.duet.deploy.config;

import dev.duet.schemas.config.Secret;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/// Fetches secrets when they are needed, each time anew, so that a rotated one is found. Safe on
/// any thread.
public final class SecretResolver {
    /// Longer than any password or token.
    private static final int MOST_BYTES = 64 << 10;

    private final Map<String, String> environment;

    /// @param environment usually `System.getenv()`
    public SecretResolver(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /// The secret's value; throws [CannotReadSecret] when there is none.
    public String resolve(Secret secret) {
        return switch (secret) {
            case Secret.FromEnvironment variable -> fromEnvironment(variable);
            case Secret.FromFile file -> fromFile(file);
        };
    }

    private String fromEnvironment(Secret.FromEnvironment secret) {
        String value = environment.get(secret.variable());
        if (value == null) {
            throw new CannotReadSecret(
                    secret, "is not set", "set the variable where Duet is started");
        }
        return nonEmpty(secret, value);
    }

    private static String fromFile(Secret.FromFile secret) {
        try {
            String text = text(secret);
            String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
            return nonEmpty(
                    secret, line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
        } catch (NoSuchFileException e) {
            throw new CannotReadSecret(
                    secret, "does not exist", "write the secret into the file", e);
        } catch (CharacterCodingException e) {
            throw new CannotReadSecret(secret, "is not UTF-8", "save the file as UTF-8", e);
        } catch (IOException e) {
            throw new CannotReadSecret(
                    secret,
                    "cannot be read (" + e.getClass().getSimpleName() + ")",
                    "let Duet's user read the file",
                    e);
        }
    }

    private static String text(Secret.FromFile secret) throws IOException {
        Path file = secret.file();
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] content = stream.readNBytes(MOST_BYTES + 1);
            if (content.length > MOST_BYTES) {
                throw new CannotReadSecret(secret, "is too large for a secret", "check the path");
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
        }
    }

    private static String nonEmpty(Secret secret, String value) {
        if (value.isEmpty()) {
            throw new CannotReadSecret(secret, "is empty", "write the secret there");
        }
        return value;
    }
}
