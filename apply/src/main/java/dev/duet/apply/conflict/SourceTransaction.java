package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.Side;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// One client's transaction of one side's log, netted.
///
/// @param position its place in that log
/// @param clock its hybrid logical clock
/// @param seen what of the peer's log the side had when it was written; 0 for nothing
/// @param changes one for each record that is not held; shrinks when a hold begins
/// @param steps what they do not say
record SourceTransaction(
        Side side, long position, long clock, long seen, List<NetChange> changes, Steps steps) {
    boolean isRelease() {
        return changes.stream().anyMatch(NetChange.Released.class::isInstance);
    }

    /// Takes a record out of it that is held.
    ///
    /// @return whether it was there
    boolean leaveOut(RecordKey key) {
        return changes.removeIf(change -> change.key().equals(key));
    }

    /// What the changes do not say of a transaction.
    ///
    /// @param moves its key changes, which are the end of one record and the beginning of another
    /// @param reduced the records that it did more to than the net change says: several steps, or
    ///   what is nothing for the other side
    /// @param held the records that it changed while they were held
    record Steps(List<Move> moves, Set<RecordKey> reduced, Set<RecordKey> held) {
        static Steps of(List<Move> moves, Set<RecordKey> reduced) {
            return new Steps(moves, reduced, HashSet.newHashSet(0));
        }
    }

    record Move(RecordKey from, RecordKey to) {}
}
