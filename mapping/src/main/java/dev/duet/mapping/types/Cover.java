package dev.duet.mapping.types;

/// How much of one column's values another column can hold.
public enum Cover {
    ALL,
    /// All that an application usually stores: what is left out are infinities, zero dates, far
    /// years, blanks at the end.
    ALL_BUT_ODD,
    SOME;

    /// The lesser of the two.
    Cover and(Cover other) {
        return compareTo(other) >= 0 ? this : other;
    }

    static Cover allIf(boolean condition) {
        return condition ? ALL : SOME;
    }

    static Cover allButOddUnless(boolean condition) {
        return condition ? ALL : ALL_BUT_ODD;
    }
}
