package dev.duet.schemas.config;

/// How far a connection is protected. There is no mode that falls back to plaintext.
public enum TlsMode {
    /// Plaintext, only where the file asks for it.
    DISABLED("disabled"),
    /// Encrypted, the server's identity is not checked.
    REQUIRE("require"),
    /// Encrypted, the server's certificate comes from a trusted authority.
    VERIFY_CA("verify-ca"),
    /// As [#VERIFY_CA], and the certificate is for the host we asked for.
    VERIFY_FULL("verify-full");

    private final String word;

    TlsMode(String word) {
        this.word = word;
    }

    /// The word for it in the configuration file.
    public String word() {
        return word;
    }

    /// Whether the server's certificate is checked, so that a CA file has a use.
    public boolean verifies() {
        return switch (this) {
            case DISABLED, REQUIRE -> false;
            case VERIFY_CA, VERIFY_FULL -> true;
        };
    }
}
