package dev.duet.deploy.replay;

import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.store.CheckpointStore;
import dev.duet.capture.CaptureStopped;
import dev.duet.capture.EchoFilter;
import dev.duet.capture.EntryQueue;
import dev.duet.capture.LogReader;
import dev.duet.capture.ReaderSettings;
import dev.duet.capture.SourceLog;
import dev.duet.capture.StructureWatch;
import dev.duet.deploy.compare.Evidence;
import dev.duet.deploy.run.CannotRun;
import dev.duet.deploy.run.Side;
import dev.duet.deploy.run.Touches;
import dev.duet.deploy.run.Touches.Stamp;
import dev.duet.deploy.run.Touches.Touch;
import dev.duet.schemas.Anchor;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.LogEntry;
import dev.duet.schemas.Position;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/// Reads one system's log again, up to its end and on, and remembers what clients did. Beside the
/// sync: it acknowledges nothing and stores nothing.
///
/// A thread of its own takes what is read, so that no reader waits while rows are compared.
final class Trail implements Evidence.Account, AutoCloseable {
    private static final Duration STEP = Duration.ofMillis(200);
    private static final Duration JOIN_LIMIT = Duration.ofSeconds(40);
    private static final long MOST_QUEUED = 100_000;
    private static final long MOST_QUEUED_BYTES = 64L << 20;

    private final Side side;
    private final String peer;
    private final Position start;
    private final @Nullable Bound from;
    private final Touches touches;
    private final EntryQueue queue = new EntryQueue(MOST_QUEUED, MOST_QUEUED_BYTES);
    private final LogReader reader;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private long counter = -1;
    private long transactions;
    private @Nullable Instant firstAt;
    private @Nullable Position seenAtFrom;
    private @Nullable RuntimeException failure;
    private volatile boolean closing;

    /// @param log of the side, for a reader beside the sync
    /// @param start all that stands after it is read
    /// @param from where the part that is replayed begins; null where none of this log is
    Trail(
            Side side,
            String peer,
            SourceLog log,
            ReaderSettings settings,
            List<Shape> shapes,
            Position start,
            @Nullable Bound from,
            Touches touches) {
        this.side = side;
        this.peer = peer;
        this.start = start;
        this.from = from;
        this.touches = touches;
        Anchor anchor = new Anchor(start, 0, null);
        this.reader =
                new LogReader(
                        side.name(),
                        log,
                        SourceLog.Reading.TABLES,
                        settings,
                        shapes,
                        EchoFilter.MARKER,
                        StructureWatch.NONE,
                        anchor,
                        () -> anchor,
                        queue);
        this.thread = Thread.ofPlatform().name("duet-replay-" + side.name()).unstarted(this::read);
    }

    void start() {
        reader.start();
        thread.start();
    }

    @Override
    public Optional<Touch> of(RecordKey record) {
        return touches.of(record);
    }

    @Override
    public boolean isWritten(RecordKey record, int field) {
        return touches.isWritten(record, field);
    }

    @Override
    public boolean covers(Stamp change) {
        Long seen = change.seen();
        return seen != null && Long.compareUnsigned(start.ordinal(), seen) <= 0;
    }

    Touches touches() {
        return touches;
    }

    private void read() {
        try {
            while (!closing) {
                LogEntry entry = queue.poll(STEP);
                if (entry != null) {
                    take(entry);
                }
            }
        } catch (CaptureStopped e) {
            fail(
                    new CannotReplay(
                            "the log of %s cannot be read again: %s; nothing was written"
                                    .formatted(side.name(), rootMessage(e)),
                            e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private static String rootMessage(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    private void take(LogEntry entry) {
        long marker = -1;
        switch (entry) {
            case LogEntry.Transaction transaction -> {
                touches.add(transaction);
                transaction.changes().close();
            }
            case LogEntry.Marker it -> {
                touches.add(it);
                it.changes().close();
                marker = it.checkpoint().counter();
            }
            case LogEntry.Passed _ -> {}
        }
        lock.lock();
        try {
            transactions++;
            counter = Math.max(counter, marker);
            if (entry instanceof LogEntry.Marker it
                    && from != null
                    && !from.isBefore(it.origin())) {
                seenAtFrom = it.checkpoint().position();
            }
            if (firstAt == null) {
                firstAt = entry.origin().committedAt();
            }
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void fail(RuntimeException cause) {
        lock.lock();
        try {
            failure = cause;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// When the first transaction that was read was committed.
    Optional<Instant> firstAt() {
        lock.lock();
        try {
            return Optional.ofNullable(firstAt);
        } finally {
            lock.unlock();
        }
    }

    /// Up to where the other log was in this database when the part began, as far as was read.
    Optional<Position> seenAtFrom() {
        lock.lock();
        try {
            return Optional.ofNullable(seenAtFrom);
        } finally {
            lock.unlock();
        }
    }

    /// Waits until all was read that is in the log now: a marker without rows stands at its end.
    ///
    /// @param progress is told how many transactions were read
    /// @return whether it was; not when somebody wanted it to end
    boolean catchUp(BooleanSupplier stopped, LongConsumer progress)
            throws SQLException, InterruptedException {
        long end = mark();
        lock.lockInterruptibly();
        try {
            while (counter < end) {
                RuntimeException cause = failure;
                if (cause != null) {
                    throw cause;
                }
                if (stopped.getAsBoolean()) {
                    return false;
                }
                boolean _ = moved.await(STEP.toMillis(), TimeUnit.MILLISECONDS);
                progress.accept(transactions);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// As a heartbeat does.
    private long mark() throws SQLException {
        var checkpoints = new CheckpointStore(peer);
        try (Connection connection = side.pool().getConnection()) {
            Checkpoint stored =
                    checkpoints
                            .lock(connection)
                            .orElseThrow(() -> CannotRun.withoutInit(side.name()));
            Checkpoint next = stored.marked();
            if (!checkpoints.advance(connection, next)) {
                throw new IllegalStateException("the checkpoint row is locked");
            }
            connection.commit();
            return next.counter();
        }
    }

    @Override
    public void close() {
        closing = true;
        reader.close();
        thread.interrupt();
        try {
            thread.join(JOIN_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
