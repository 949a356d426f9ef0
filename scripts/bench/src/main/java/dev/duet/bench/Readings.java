package dev.duet.bench;

import dev.duet.capture.EchoFilter;
import dev.duet.capture.EntryQueue;
import dev.duet.capture.LogReader;
import dev.duet.capture.SourceLog;
import dev.duet.capture.StructureWatch;
import dev.duet.schemas.Anchor;
import dev.duet.schemas.LogEntry;
import dev.duet.schemas.Position;
import dev.duet.schemas.config.Settings;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Reads a backlog from the log and throws it away: with Debezium alone, and with Duet's capture
/// behind it.
final class Readings {
    private static final Duration STALL = Duration.ofSeconds(60);
    private static final Duration STEP = Duration.ofMillis(200);

    private final Testbed testbed;

    Readings(Testbed testbed) {
        this.testbed = testbed;
    }

    /// What Debezium alone makes of the log.
    Progress debeziumAlone(String system, Position from, int rows) throws InterruptedException {
        String topic = BareEngine.rowTopic(testbed, system);
        var progress = new Progress();
        var count = new AtomicLong();
        try (var engine =
                new BareEngine(
                        testbed,
                        system,
                        from,
                        events -> {
                            long seen =
                                    events.stream()
                                            .filter(event -> event.record().topic().equals(topic))
                                            .count();
                            progress.reached(count.addAndGet(seen));
                        })) {
            long moved = System.nanoTime();
            long before = 0;
            while (progress.rows() < rows) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
                engine.requireRunning();
                if (progress.rows() != before) {
                    before = progress.rows();
                    moved = System.nanoTime();
                }
                requireMoving(moved, "Debezium alone", before, rows);
            }
        }
        return progress;
    }

    /// What Duet's capture makes of the log: rows in canonical values, transactions assembled.
    Progress captureAlone(String system, Position from, int rows) throws InterruptedException {
        Settings.Queue limits = testbed.config().settings().queue();
        var queue = new EntryQueue(limits.maxRows(), limits.maxBytes().bytes());
        var anchor = new Anchor(from, 0, null);
        var progress = new Progress();
        try (var reader =
                new LogReader(
                        system,
                        testbed.beside(system).log(),
                        SourceLog.Reading.TABLES,
                        testbed.reading(),
                        testbed.shapes(system),
                        EchoFilter.MARKER,
                        StructureWatch.NONE,
                        anchor,
                        () -> anchor,
                        queue)) {
            reader.start();
            long count = 0;
            long moved = System.nanoTime();
            while (count < rows) {
                LogEntry entry = queue.poll(STEP);
                if (entry instanceof LogEntry.Transaction transaction) {
                    count += transaction.changes().count();
                    transaction.changes().close();
                    progress.reached(count);
                    moved = System.nanoTime();
                }
                requireMoving(moved, "capture alone", count, rows);
            }
        }
        return progress;
    }

    private static void requireMoving(long moved, String what, long seen, int rows) {
        if (System.nanoTime() - moved > STALL.toNanos()) {
            throw new BenchFailed(
                    "%s has stood still for %d s at %d of %d rows"
                            .formatted(what, STALL.toSeconds(), seen, rows));
        }
    }
}
