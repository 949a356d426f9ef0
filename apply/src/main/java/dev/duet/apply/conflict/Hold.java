package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.Side;

/// A record is held back from here on: what clients do to it is passed over on both sides until it
/// is released. To be stored in the target transaction in which it begins ([ConflictCore#hold]) and
/// to be given to the core again after a restart.
///
/// @param readA how far A's log had been read when it was asked for; only a release beyond ends
///   this hold
/// @param readB the same of B's
public record Hold(RecordKey key, long readA, long readB) {
    long read(Side side) {
        return side == Side.A ? readA : readB;
    }

    /// Whether a release comes after this hold began, and ends it.
    public boolean isEndedBy(HoldEnd end) {
        return key.equals(end.key()) && end.position() > read(end.side());
    }
}
