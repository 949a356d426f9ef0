package dev.duet.schemas;

import org.jspecify.annotations.Nullable;

/// A stored position with what makes reading on from it exact: its clock and what had been seen by
/// then.
///
/// @param seen the peer's position named by the last marker at or before; null before the first
public record Anchor(Position position, long clock, @Nullable Position seen) {}
