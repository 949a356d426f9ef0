package dev.duet.apply;

import dev.duet.mapping.Mapped;
import dev.duet.schemas.Origin;

/// One source transaction, mapped: its changes in order, each ready for the target or refused by
/// the mapping.
///
/// @param changes read once for each attempt; they may come from a file
/// @param count how many changes there are
public record MappedTransaction(Origin origin, Iterable<Mapped> changes, long count) {}
