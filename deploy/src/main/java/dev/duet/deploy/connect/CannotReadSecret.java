package dev.duet.deploy.connect;

/// A password that the configuration refers to cannot be read. The message names the reference,
/// never the content.
public final class CannotReadSecret extends RuntimeException {
    CannotReadSecret(String message) {
        super(message);
    }
}
