package dev.duet.deploy.load;

import dev.duet.schemas.Row;

import java.time.Duration;
import java.util.List;

/// How many rows a chunk has: so many that the sync, which waits for it, waits about a quarter of a
/// second, and that they fit into memory. One thread.
final class Pace {
    private static final Duration WANTED = Duration.ofMillis(250);
    private static final long BYTES = 8L << 20;

    /// Until it is known what a row takes.
    private static final int FIRST = 200;

    private static final int LEAST = 10;

    private final int most;
    private int next;

    Pace(int most) {
        this.most = most;
        this.next = Math.min(FIRST, most);
    }

    int next() {
        return next;
    }

    /// A chunk was committed.
    void took(List<Row> rows, Duration time) {
        if (rows.isEmpty()) {
            return;
        }
        long fitting = BYTES / Row.weight(rows);
        long inTime = rows.size() * WANTED.toMillis() / Math.max(1, time.toMillis());
        next = bounded(Math.min(2L * next, Math.min(fitting, inTime)));
    }

    /// A chunk had to wait for somebody, and was taken back.
    void waited() {
        next = bounded(next / 2);
    }

    private int bounded(long rows) {
        return Math.toIntExact(Math.clamp(rows, Math.min(LEAST, most), most));
    }
}
