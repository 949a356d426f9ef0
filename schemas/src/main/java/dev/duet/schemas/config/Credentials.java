package dev.duet.schemas.config;

/// A database user and where its password is kept.
public record Credentials(String user, Secret password) {
    public Credentials {
        if (user.isBlank()) {
            throw new IllegalArgumentException("a user needs a name");
        }
    }
}
