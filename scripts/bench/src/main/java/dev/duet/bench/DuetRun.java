package dev.duet.bench;

import dev.duet.apply.Direction;
import dev.duet.deploy.run.DirectionMeter;
import dev.duet.deploy.run.DirectionState;
import dev.duet.deploy.run.Sync;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Duet, both directions, in this process as `duet run` has them. Ended by [#close()].
final class DuetRun implements AutoCloseable {
    private static final Duration STALL = Duration.ofSeconds(120);
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(1);

    private final Sync sync;
    private final Thread thread;
    private volatile @Nullable Exception failure;

    DuetRun(Testbed testbed) {
        this.sync = new Sync(testbed.config(), testbed.sides(), Sync.Variations.NONE);
        this.thread = Thread.ofPlatform().name("bench-duet").start(this::run);
    }

    private void run() {
        try {
            sync.run();
        } catch (SQLException | InterruptedException | RuntimeException e) {
            failure = e;
        }
    }

    /// Waits until both logs are being read.
    void awaitReading() throws InterruptedException {
        long deadline = System.nanoTime() + STALL.toNanos();
        while (!(isReading(Way.TO_MYSQL) && isReading(Way.TO_POSTGRES))) {
            requireAlive();
            if (System.nanoTime() > deadline) {
                throw new BenchFailed("Duet did not begin to read: " + sync.states());
            }
            tick();
        }
    }

    private boolean isReading(Way way) {
        return sync.states().get(direction(way)) instanceof DirectionState.Running;
    }

    private @Nullable Direction direction(Way way) {
        return sync.states().keySet().stream()
                .filter(direction -> direction.source().equals(way.source()))
                .findFirst()
                .orElse(null);
    }

    /// How far each way had come when, and who spent how much processor time on a row (from the
    /// first rows to the last).
    record Followed(Map<Way, Progress> progress, Map<String, Double> cpuMicrosPerRow) {}

    /// Follows the counts from the start until so many rows have been committed in each way.
    ///
    /// @throws BenchFailed when nothing moves any more, or a change was not simply applied
    Followed follow(Map<Way, Integer> wanted) throws InterruptedException {
        Map<Way, Progress> progress = new EnumMap<>(Way.class);
        wanted.keySet().forEach(way -> progress.put(way, new Progress()));
        @Nullable CpuMeter cpu = null;
        long moved = System.nanoTime();
        long before = 0;
        long metered = 0;
        boolean complete = false;
        while (!complete) {
            tick();
            requireAlive();
            complete = true;
            long all = 0;
            for (Map.Entry<Way, Integer> each : wanted.entrySet()) {
                long rows = applied(each.getKey());
                Objects.requireNonNull(progress.get(each.getKey())).reached(rows);
                all += rows;
                complete &= rows >= each.getValue();
            }
            if (all != before) {
                if (cpu == null) {
                    cpu = new CpuMeter();
                    metered = all;
                }
                before = all;
                moved = System.nanoTime();
            }
            if (System.nanoTime() - moved > STALL.toNanos()) {
                throw new BenchFailed(
                        "Duet has stood still for %d s: %s %s"
                                .formatted(STALL.toSeconds(), sync.states(), sync.meters()));
            }
        }
        return new Followed(
                progress, cpu == null ? Map.of() : cpu.microsPerRow(Math.max(1, before - metered)));
    }

    private long applied(Way way) {
        for (DirectionMeter.Reading reading : sync.meters()) {
            if (reading.direction().source().equals(way.source())) {
                if (reading.conflicts() + reading.quarantined() > 0) {
                    throw new BenchFailed("not every change was simply applied: " + reading);
                }
                return reading.rows();
            }
        }
        return 0;
    }

    /// @throws BenchFailed when it has ended
    void requireAlive() {
        Exception cause = failure;
        if (cause != null || !thread.isAlive()) {
            throw new BenchFailed("Duet has stopped: " + cause);
        }
    }

    private static void tick() throws InterruptedException {
        LockSupport.parkNanos(TICK);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    @Override
    public void close() {
        sync.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
