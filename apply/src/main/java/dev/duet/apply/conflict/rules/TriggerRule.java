package dev.duet.apply.conflict.rules;

/// What becomes of what triggers make of the rows that Duet writes (`on-trigger`).
public enum TriggerRule {
    /// There are none.
    NONE,
    /// It stands where they did it, and the sides may differ in it.
    STANDS,
    /// It goes to the other side as a change of theirs, but for fields that the other side owns:
    /// there it stands.
    CARRIED
}
