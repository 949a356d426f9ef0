package dev.duet.deploy.connect.mysql;

import java.nio.file.Path;

/// The CA file of a system is missing or holds no PEM certificates.
public final class CannotReadCertificates extends RuntimeException {
    CannotReadCertificates(Path file, Exception cause) {
        super(
                "cannot read certificates from %s (%s); it must be a PEM file with BEGIN CERTIFICATE"
                        .formatted(file, cause.getMessage()),
                cause);
    }
}
