package dev.duet.deploy.connect;

import dev.duet.schemas.config.Secret;
import dev.duet.schemas.config.Secret.FromEnvironment;
import dev.duet.schemas.config.Secret.FromFile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/// Turns a reference to a secret into the secret. Immutable.
public final class SecretReader {
    private static final int MOST_BYTES = 64 << 10;

    private final Map<String, String> environment;

    public SecretReader(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /// @throws CannotReadSecret when there is nothing to read where it points
    public String read(Secret secret) {
        return switch (secret) {
            case FromEnvironment from -> fromEnvironment(from);
            case FromFile from -> fromFile(from);
        };
    }

    private String fromEnvironment(FromEnvironment from) {
        String value = environment.get(from.variable());
        if (value == null) {
            throw new CannotReadSecret(
                    "%s: the environment variable %s is not set; set it for the process that runs duet"
                            .formatted(from.reference(), from.variable()));
        }
        return value;
    }

    private static String fromFile(FromFile from) {
        try {
            String content = text(from, content(from.file()));
            return content.replaceFirst("\r?\n\\z", "");
        } catch (NoSuchFileException e) {
            throw new CannotReadSecret(from.reference() + ": there is no such file");
        } catch (IOException e) {
            throw new CannotReadSecret(
                    "%s: the file cannot be read (%s)"
                            .formatted(from.reference(), e.getClass().getSimpleName()));
        }
    }

    private static byte[] content(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            return stream.readNBytes(MOST_BYTES + 1);
        }
    }

    private static String text(FromFile from, byte[] content) {
        if (content.length > MOST_BYTES) {
            throw new CannotReadSecret(from.reference() + ": the file is too large for a password");
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
        } catch (CharacterCodingException e) {
            throw new CannotReadSecret(from.reference() + ": the file is not UTF-8 text");
        }
    }
}
