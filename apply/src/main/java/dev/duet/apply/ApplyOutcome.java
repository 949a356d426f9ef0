package dev.duet.apply;

/// What became of a batch that was committed.
///
/// @param transactions source transactions in it
/// @param rows rows written
/// @param conflicts changes whose before-image did not hold any more
/// @param quarantined changes that were parked
public record ApplyOutcome(int transactions, long rows, long conflicts, long quarantined) {}
