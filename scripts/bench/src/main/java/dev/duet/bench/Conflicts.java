package dev.duet.bench;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How fast two backlogs of updates, written while Duet was stopped, are brought together when a
/// share of the rows was changed on both sides. Both ways at once, no rule but the system listed
/// first.
final class Conflicts {
    private static final int[] SHARES = {0, 1, 10};
    private static final int BACKLOG = 1_000_000;
    private static final int FIRST_VERSION = 5_000;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Testbed testbed;
    private final Ids ids;
    private final Console console;
    private final Backlog backlog;
    private final Rows rows;
    private final List<Joined> joined = new ArrayList<>();
    private final List<Behind.Held> held = new ArrayList<>();

    /// One pair of backlogs.
    ///
    /// @param share percent of the changes that are in conflict
    /// @param changes of both sides together
    /// @param changesPerSecond from the start of Duet until all of both logs was dealt with
    record Joined(
            int round, int share, long changes, double changesPerSecond, long heapPeakBytes) {}

    Conflicts(Testbed testbed, Ids ids, Console console) {
        this.testbed = testbed;
        this.ids = ids;
        this.console = console;
        this.backlog = new Backlog(testbed);
        this.rows = new Rows(testbed);
    }

    List<Joined> joined() {
        return joined;
    }

    /// What the core holds while one side is far behind.
    List<Behind.Held> held() {
        return held;
    }

    void far() {
        held.add(new Behind(BACKLOG).run());
        Behind.Held found = held.getLast();
        console.say(
                "one side far behind a backlog of %,d changes: %,d in flight, %d MiB",
                found.changes(), found.inFlight(), found.bytes() >> 20);
    }

    /// @param count rows that are changed on each side
    void round(int round, int count) throws SQLException, InterruptedException {
        int first = ids.take(2 * count);
        backlog.write(Testbed.POSTGRES, Variant.INSERTS_BY_100, first, 2 * count, 0);
        try (var duet = new DuetRun(testbed)) {
            duet.follow(Map.of(Way.TO_MYSQL, 2 * count));
            rows.sendThrough(Way.TO_POSTGRES, ids.take(1));
        }
        for (int i = 0; i < SHARES.length; i++) {
            joined.add(join(round, SHARES[i], first, count, FIRST_VERSION + 10 * round + 2 * i));
            console.say(
                    "round %d: %d %% in conflict: %,.0f changes/s",
                    round, SHARES[i], joined.getLast().changesPerSecond());
        }
    }

    private Joined join(int round, int share, int first, int count, int version)
            throws SQLException, InterruptedException {
        int shared = count * share / 100;
        backlog.write(Testbed.POSTGRES, Variant.UPDATES_BY_100, first, count, version);
        backlog.write(
                Testbed.MYSQL, Variant.UPDATES_BY_100, first + count - shared, count, version + 1);
        var heap = new HeapMeter();
        long began = System.nanoTime();
        try (var duet = new DuetRun(testbed)) {
            duet.awaitReading();
            rows.sendThrough(Way.TO_MYSQL, ids.take(1));
            rows.sendThrough(Way.TO_POSTGRES, ids.take(1));
            double seconds = (System.nanoTime() - began) / 1e9;
            requireEqualSoon(first, duet);
            return new Joined(round, share, 2L * count, 2L * count / seconds, heap.peakBytes());
        }
    }

    /// A repair may still be under way.
    private void requireEqualSoon(int first, DuetRun duet)
            throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            duet.requireAlive();
            try {
                rows.requireEqual(first);
                return;
            } catch (BenchFailed different) {
                if (System.nanoTime() > deadline) {
                    throw different;
                }
                Thread.sleep(200);
            }
        }
    }
}
