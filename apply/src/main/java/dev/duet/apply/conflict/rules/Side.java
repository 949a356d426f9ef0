package dev.duet.apply.conflict.rules;

import java.util.List;

/// One of the two systems: A is the one listed first in the configuration.
public enum Side {
    A,
    B;

    public Side peer() {
        return this == A ? B : A;
    }

    /// What is this side's of two things, A's being the first.
    public <T> T of(List<T> both) {
        return both.get(ordinal());
    }
}
