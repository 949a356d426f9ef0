package dev.duet.deploy.config;

import dev.duet.schemas.config.Secret;

/// A secret is not where its reference says. The message names the reference, never a value.
public final class CannotReadSecret extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CannotReadSecret(Secret secret, String why, String hint) {
        super(secret.reference() + " " + why + "; " + hint);
    }

    CannotReadSecret(Secret secret, String why, String hint, Throwable cause) {
        super(secret.reference() + " " + why + "; " + hint, cause);
    }
}
