package dev.duet.schemas.config;

import java.nio.file.Path;
import java.util.Optional;

/// The protection of a system's connections; without a CA file the Java runtime's authorities are
/// trusted.
public record Tls(TlsMode mode, Optional<Path> caFile) {
    public static final Tls DEFAULT = new Tls(TlsMode.VERIFY_FULL, Optional.empty());

    public Tls {
        if (caFile.isPresent() && !mode.verifies()) {
            throw new IllegalArgumentException("a CA file has no use with tls: " + mode.word());
        }
    }
}
