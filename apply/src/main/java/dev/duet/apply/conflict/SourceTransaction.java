package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.Side;

import java.util.List;
import java.util.Set;

/// One client's transaction of one side's log, netted.
///
/// @param position its place in that log
/// @param clock its hybrid logical clock
/// @param seen what of the peer's log the side had when it was written; 0 for nothing
/// @param changes one for each record
/// @param steps what they do not say
record SourceTransaction(
        Side side, long position, long clock, long seen, List<NetChange> changes, Steps steps) {
    /// What netting has lost of a transaction.
    ///
    /// @param moves its key changes, which are the end of one record and the beginning of another
    /// @param reduced the records that it did more to than the net change says: several steps, or
    ///   what is nothing for the other side
    record Steps(List<Move> moves, Set<RecordKey> reduced) {
        static final Steps SINGLE = new Steps(List.of(), Set.of());
    }

    record Move(RecordKey from, RecordKey to) {}
}
