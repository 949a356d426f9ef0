package dev.duet.apply.conflict.rules;

/// What becomes of a record on one side when clients of the other side delete it (`deletes`). A
/// change of its key is no delete.
public enum DeleteRule {
    /// It is deleted here, too.
    CARRIED,
    /// It stays here, and the other side hears no more of it until it is inserted again.
    STAYS,
    /// It stays until a person has decided.
    REVIEW;

    /// How a ruling names that a person is to decide about a delete.
    public static final String ASKED = FieldRule.Review.TEXT + ": deletes";
}
