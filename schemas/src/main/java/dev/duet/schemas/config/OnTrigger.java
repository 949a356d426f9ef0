package dev.duet.schemas.config;

/// What becomes of what triggers of one side make of the rows that Duet writes there: `on-trigger`
/// of an entity.
public enum OnTrigger {
    /// What comes back other than it was written is written once more, and then stands.
    NOTICE("notice"),
    /// It stands on that side alone, and is nobody's change.
    IGNORE("ignore"),
    /// It is a change of that side, and goes to the other.
    CARRY_BACK("carry-back");

    public static final OnTrigger STANDARD = NOTICE;

    private final String text;

    OnTrigger(String text) {
        this.text = text;
    }

    /// As the file spells it.
    public String text() {
        return text;
    }
}
