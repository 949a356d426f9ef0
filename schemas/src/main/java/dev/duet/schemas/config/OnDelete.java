package dev.duet.schemas.config;

/// `deletes`: what becomes of a record in one system when the other deletes it.
public enum OnDelete {
    /// It is deleted here, too.
    PROPAGATE("propagate"),
    /// It stays here, and the other system hears no more of it until it is inserted again.
    IGNORE("ignore"),
    /// It stays until a person has decided.
    REVIEW("review");

    public static final OnDelete STANDARD = PROPAGATE;

    private final String text;

    OnDelete(String text) {
        this.text = text;
    }

    /// As the file spells it.
    public String text() {
        return text;
    }
}
