package dev.duet.deploy.compare;

import dev.duet.schemas.Row;

import java.util.List;

/// How many rows are read at once, so that they take about the same memory whatever they hold. One
/// thread.
final class ChunkSize {
    private static final long BYTES = 8L << 20;
    private static final int LEAST = 10;

    /// Until it is known what a row takes.
    private static final int FIRST = 200;

    private final int most;
    private int next;

    ChunkSize(int most) {
        this.most = most;
        this.next = Math.min(FIRST, most);
    }

    int next() {
        return next;
    }

    void read(List<Row> rows) {
        if (!rows.isEmpty()) {
            long fitting = BYTES / Row.weight(rows);
            next = Math.toIntExact(Math.clamp(fitting, Math.min(LEAST, most), most));
        }
    }
}
