package dev.duet.schemas.config;

/// `non-owner`: what becomes of what the system that does not own a field writes there.
public enum NonOwner {
    /// It is put back to the owner's value.
    REVERT("revert"),
    /// It stays there until the owner writes the field again.
    KEEP("keep");

    public static final NonOwner STANDARD = REVERT;

    private final String text;

    NonOwner(String text) {
        this.text = text;
    }

    /// As the file spells it.
    public String text() {
        return text;
    }
}
