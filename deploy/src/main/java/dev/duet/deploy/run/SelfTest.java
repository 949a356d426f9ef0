package dev.duet.deploy.run;

import dev.duet.apply.store.Checkpoints;
import dev.duet.capture.EchoFilter;
import dev.duet.capture.EntryQueue;
import dev.duet.capture.LogReader;
import dev.duet.capture.ReaderSettings;
import dev.duet.capture.SourceLog;
import dev.duet.capture.StructureWatch;
import dev.duet.schemas.Anchor;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.LogEntry;
import dev.duet.schemas.Position;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/// Proves before anything is applied that a transaction of ours comes back through a system's log
/// known as ours.
///
/// Reads that log from its present end, writes a heartbeat, and waits for its marker. If the marker
/// table were not published, or anything on the way lost it, every change would travel in circles:
/// so the sync refuses to begin.
final class SelfTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration STEP = Duration.ofMillis(500);

    private final Side side;
    private final Checkpoints checkpoints;
    private final ReaderSettings reading;
    private final EchoFilter echoes;

    /// @param checkpoints the row of the peer in this system
    SelfTest(Side side, Checkpoints checkpoints, ReaderSettings reading, EchoFilter echoes) {
        this.side = side;
        this.checkpoints = checkpoints;
        this.reading = reading;
        this.echoes = echoes;
    }

    /// @throws CannotRun when the marker did not come back as ours
    void run() throws SQLException, InterruptedException {
        Anchor from = new Anchor(end(), 0, null);
        EntryQueue queue = new EntryQueue(100_000, 64L << 20);
        try (LogReader reader =
                new LogReader(
                        side.name(),
                        side.log(),
                        SourceLog.Reading.MARKER_ONLY,
                        reading,
                        List.of(),
                        echoes,
                        StructureWatch.NONE,
                        from,
                        () -> from,
                        queue)) {
            reader.start();
            await(queue, mark());
        }
    }

    private void await(EntryQueue queue, long counter) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            LogEntry entry = queue.poll(STEP);
            if (entry instanceof LogEntry.Marker marker
                    && marker.checkpoint().counter() >= counter) {
                return;
            }
        }
        throw new CannotRun(
                "self-test: a marked heartbeat was written to "
                        + side.name()
                        + " but did not come back through its log within "
                        + LIMIT.toSeconds()
                        + " s; nothing is applied, since echoes would not be known. Run 'duet"
                        + " check': is duet.checkpoint in the publication (PostgreSQL), is the"
                        + " binary log on for schema duet (MySQL)?");
    }

    private Position end() throws SQLException {
        try (Connection connection = side.reads().getConnection()) {
            Position end = side.logCheck().end(connection);
            connection.rollback();
            return end;
        }
    }

    private long mark() throws SQLException {
        try (Connection connection = side.pool().getConnection()) {
            Checkpoint current =
                    checkpoints
                            .read(connection)
                            .orElseThrow(
                                    () ->
                                            new CannotRun(
                                                    "duet.checkpoint is empty in "
                                                            + side.name()
                                                            + ": run 'duet init'"));
            Checkpoint next = current.marked();
            if (!checkpoints.advance(connection, next)) {
                throw new CannotRun(
                        "self-test: the checkpoint row in "
                                + side.name()
                                + " was changed meanwhile");
            }
            connection.commit();
            return next.counter();
        }
    }
}
