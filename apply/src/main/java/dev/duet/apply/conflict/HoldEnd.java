package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.Side;

/// Where a record was released. To be stored in the target transaction that carries the release
/// over, and to be given to the core again after a restart, until [ConflictCore#isSpent]; then the
/// holds that it ended are deleted first, and it after them.
///
/// @param side in whose log the release lies
/// @param position its place there
public record HoldEnd(RecordKey key, Side side, long position) {}
