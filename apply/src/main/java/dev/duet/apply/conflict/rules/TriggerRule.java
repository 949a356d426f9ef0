package dev.duet.apply.conflict.rules;

/// What becomes of what triggers make of the rows that Duet writes (`on-trigger`).
public enum TriggerRule {
    /// What comes back other than it was written is repaired once, and then stands: all that is
    /// done where there may be no triggers.
    NOTICED,
    /// It stands where they did it, and the sides may differ in it.
    STANDS,
    /// It goes to the other side as a change of theirs, but for fields that the other side owns:
    /// there it stands.
    CARRIED
}
