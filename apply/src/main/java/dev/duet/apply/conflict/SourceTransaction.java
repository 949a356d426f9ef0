package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.Side;

import java.util.List;

/// One client's transaction of one side's log, netted.
///
/// @param position its place in that log
/// @param clock its hybrid logical clock
/// @param seen what of the peer's log the side had when it was written; 0 for nothing
/// @param changes one for each record
record SourceTransaction(
        Side side, long position, long clock, long seen, List<NetChange> changes) {}
