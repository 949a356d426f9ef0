package dev.duet.apply.conflict.rules;

/// One of the two systems: A is the one listed first in the configuration.
public enum Side {
    A,
    B;

    public Side peer() {
        return this == A ? B : A;
    }
}
