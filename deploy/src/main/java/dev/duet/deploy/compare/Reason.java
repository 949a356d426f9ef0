package dev.duet.deploy.compare;

/// Why a record differs, as far as the databases tell. Immutable.
record Reason(Code code, String words) {
    /// For scripts.
    enum Code {
        /// It is in quarantine or waits for a person: expected.
        HELD,

        /// One side has a row under its key that `rows` leaves out.
        FILTERED,

        /// A value of it has no counterpart on the other side.
        UNREADABLE,

        /// The sync has not carried over what was written, or may not have.
        NOT_APPLIED,

        /// It was in conflict; that is no reason to differ, but a place to look.
        IN_CONFLICT,

        /// No log says why.
        UNKNOWN
    }
}
