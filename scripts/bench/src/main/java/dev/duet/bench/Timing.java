package dev.duet.bench;

import java.util.Map;

/// One step of a catch-up, timed once.
///
/// @param round from 1
/// @param rowsPerSecond steady: from the first rows to the last
/// @param secondsInAll from when the reading (or writing) began, connecting included
/// @param heapPeakBytes the whole process, garbage included; 0 where it was not taken
/// @param cpuMicrosPerRow who spent how much processor time, where it was taken
record Timing(
        Step step,
        Way way,
        Variant variant,
        int round,
        long rows,
        double rowsPerSecond,
        double secondsInAll,
        long heapPeakBytes,
        Map<String, Double> cpuMicrosPerRow) {

    static Timing of(Step step, Way way, Variant variant, int round, Progress progress) {
        return new Timing(
                step,
                way,
                variant,
                round,
                progress.rows(),
                progress.rowsPerSecond(),
                progress.secondsInAll(),
                0,
                Map.of());
    }
}
