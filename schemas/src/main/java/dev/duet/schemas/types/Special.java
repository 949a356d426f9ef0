package dev.duet.schemas.types;

/// Values outside a kind's ordinary range, which one database knows and the other may not.
public enum Special {
    INFINITY,
    NEGATIVE_INFINITY,
    NAN,
    /// MySQL's `0000-00-00`.
    ZERO_DATE
}
