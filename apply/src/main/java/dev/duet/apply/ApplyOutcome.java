package dev.duet.apply;

/// What became of a batch that was committed.
///
/// @param transactions source transactions in it
/// @param rows rows written
/// @param conflicts changes whose before-image did not hold any more
/// @param quarantined changes that were parked
/// @param refused those of them that were refused themselves, and do not only follow one that was
/// @param sightings records that the log says more of than its rows do
public record ApplyOutcome(
        int transactions,
        long rows,
        long conflicts,
        long quarantined,
        long refused,
        long sightings) {
    /// Nothing was committed: a brake has paused the direction.
    static final ApplyOutcome NOTHING = new ApplyOutcome(0, 0, 0, 0, 0, 0);
}
