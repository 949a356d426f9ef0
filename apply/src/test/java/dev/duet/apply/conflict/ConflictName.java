package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.Side;

import java.util.Objects;

/// Names the conflict of two changes, by their positions in the logs of A and B.
final class ConflictName {
    private ConflictName() {}

    static String of(long key, int column, long inA, long inB) {
        return key + "." + column + ": " + inA + ", " + inB;
    }

    static String of(Ruling ruling) {
        boolean a = ruling.theirs().side() == Side.A;
        return of(
                (Long) Objects.requireNonNull(ruling.key().key().get(0)),
                ruling.column(),
                (a ? ruling.theirs() : ruling.ours()).position(),
                (a ? ruling.ours() : ruling.theirs()).position());
    }
}
