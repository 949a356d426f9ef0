package dev.duet.apply.conflict;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Which transactions of a history are large.
///
/// @param salt which, among those of a history that has large ones at random
record Largeness(Kind kind, long salt) {
    static final Largeness NONE = new Largeness(Kind.NONE, 0);

    enum Kind {
        NONE,
        ALL,
        /// Those with more than one change.
        SEVERAL,
        /// Any of them.
        SOME,
        /// Any of them; others after a restart.
        SOME_AND_OTHERS
    }

    /// None in half of the histories.
    static Largeness random(RandomGenerator random) {
        if (random.nextBoolean()) {
            return NONE;
        }
        Kind[] kinds = Kind.values();
        return new Largeness(kinds[random.nextInt(kinds.length)], random.nextLong());
    }

    /// @param crashes how many there were
    Bulks.Rule rule(int crashes) {
        return switch (kind) {
            case NONE -> (position, changes) -> false;
            case ALL -> (position, changes) -> true;
            case SEVERAL -> (position, changes) -> changes.count() > 1;
            case SOME -> (position, changes) -> isChosen(position);
            case SOME_AND_OTHERS -> (position, changes) -> isChosen(position + 1000L * crashes);
        };
    }

    private boolean isChosen(long what) {
        return new SplittableRandom(salt + what).split().nextBoolean();
    }
}
