package dev.duet.deploy.run;

import java.time.Duration;

/// When a direction is due to move its checkpoint though there is nothing to write. One thread.
///
/// Steady and slow, and never because a heartbeat was read: else two idle sides would answer each
/// other for ever.
public final class Heartbeat {
    private final long everyNanos;
    private long lastNanos;

    public Heartbeat(Duration every) {
        this.everyNanos = every.toNanos();
        this.lastNanos =
                System.nanoTime()
                        - everyNanos; // the first is due at once: it carries the resume positions
    }

    public Duration untilDue() {
        return Duration.ofNanos(Math.max(0, lastNanos + everyNanos - System.nanoTime()));
    }

    public boolean isDue() {
        return System.nanoTime() - lastNanos >= everyNanos;
    }

    /// Notes that a marker was written, which is as good as a heartbeat.
    public void written() {
        lastNanos = System.nanoTime();
    }
}
