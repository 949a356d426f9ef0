package dev.duet.deploy.compare;

/// What came of a record that differed. Immutable.
///
/// @param words why it is not as it shall be; empty where it is
record Repaired(Verdict verdict, State state, String words) {
    /// Whether both sides have it alike now.
    boolean isMended() {
        return state == State.REPAIRED || state == State.ALIKE;
    }

    enum State {
        /// Both sides have it alike now.
        REPAIRED,

        /// It had changed since it was compared, was not touched, and is alike now.
        ALIKE,

        /// Nothing was to be written, or it was not its turn.
        LEFT,

        /// It had changed since it was compared, and was not touched.
        CHANGED,

        /// A database does not take it.
        REFUSED,

        /// It was written, and differs again.
        PUT_BACK
    }
}
