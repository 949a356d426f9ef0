package dev.duet.bench;

/// When how many rows had come through. One thread writes, any reads.
///
/// The steady rate leaves out what came first, and so all that happens once: connecting, finding
/// the place, the first batch.
final class Progress {
    private final long begun = System.nanoTime();
    private volatile long rows;
    private volatile long lastNanos;
    private long firstRows;
    private long firstNanos;

    /// @param total all rows that have come through by now
    void reached(long total) {
        if (total == rows) {
            return;
        }
        lastNanos = System.nanoTime();
        if (rows == 0) {
            firstNanos = lastNanos;
            firstRows = total;
        }
        rows = total;
    }

    long rows() {
        return rows;
    }

    /// From the first rows to the last. All rows at once have no steady rate; they count from the
    /// beginning.
    double rowsPerSecond() {
        return rows == firstRows
                ? rows / seconds(begun, lastNanos)
                : (rows - firstRows) / seconds(firstNanos, lastNanos);
    }

    /// From the beginning, connecting included, to the last rows.
    double secondsInAll() {
        return seconds(begun, lastNanos);
    }

    private static double seconds(long from, long to) {
        return Math.max(1, to - from) / 1e9;
    }
}
