package dev.duet.deploy.compare;

import java.time.Duration;
import java.util.function.LongSupplier;

/// A set number of rows in a second, on the average of any time in which there was enough to read.
/// One thread.
///
/// What was not read while something else was waited for is not made up for, so that no burst
/// follows a pause.
final class Throttle implements Pace {
    private static final double NANOS = Duration.ofSeconds(1).toNanos();

    /// A shorter wait is put off, for waking up costs more than a row.
    private static final long SHORTEST_NANOS = Duration.ofMillis(50).toNanos();

    private final double nanosForRow;
    private final LongSupplier nanoTime;
    private final Waiting waiting;

    /// When all that was read up to now may have been read.
    private double dueNanos;

    /// Waits; ends early by an interruption alone.
    interface Waiting {
        void await(Duration time) throws InterruptedException;
    }

    /// @param nanoTime as [System#nanoTime()]
    Throttle(long rowsPerSecond, LongSupplier nanoTime, Waiting waiting) {
        this.nanosForRow = NANOS / rowsPerSecond;
        this.nanoTime = nanoTime;
        this.waiting = waiting;
        this.dueNanos = nanoTime.getAsLong();
    }

    static Throttle of(long rowsPerSecond) {
        return new Throttle(rowsPerSecond, System::nanoTime, Thread::sleep);
    }

    @Override
    public void read(int rows) throws InterruptedException {
        long now = nanoTime.getAsLong();
        dueNanos = Math.max(dueNanos, now) + rows * nanosForRow;
        long early = (long) (dueNanos - now);
        if (early >= SHORTEST_NANOS) {
            waiting.await(Duration.ofNanos(early));
        }
    }
}
