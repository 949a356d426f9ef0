package dev.duet.capture;

import dev.duet.schemas.LogEntry;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What waits between a log's reader and the direction that applies it; shared by those two
/// threads.
///
/// Bounded by changes and bytes, so that a slow target makes the reader wait and the log hold the
/// rest. One entry always fits, however large. A failure of the reader reaches the taker after the
/// entries before it.
public final class EntryQueue {
    private final long maxChanges;
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<LogEntry> entries = new ArrayDeque<>();
    private long changes;
    private long bytes;
    private boolean closed;
    private boolean woken;
    private @Nullable Throwable failure;

    public EntryQueue(long maxChanges, long maxBytes) {
        this.maxChanges = maxChanges;
        this.maxBytes = maxBytes;
    }

    /// Adds an entry, waiting while the queue is full. After [#close()] the entry is dropped: it
    /// will be read again.
    public void put(LogEntry entry) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && !entries.isEmpty() && (changes >= maxChanges || bytes >= maxBytes)) {
                changed.await();
            }
            if (closed) {
                release(entry);
                return;
            }
            entries.addLast(entry);
            changes += weigh(entry);
            bytes += bytes(entry);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The next entry, or null when none came in time or [#wake()] was called.
    ///
    /// @throws CaptureStopped when the reader has ended and nothing it read before is left
    public @Nullable LogEntry poll(Duration limit) throws InterruptedException {
        long nanos = limit.toNanos();
        lock.lockInterruptibly();
        try {
            while (entries.isEmpty()) {
                if (failure != null) {
                    throw new CaptureStopped(failure);
                }
                if (closed || woken || nanos <= 0) {
                    woken = false;
                    return null;
                }
                nanos = changed.awaitNanos(nanos);
            }
            LogEntry entry = entries.removeFirst();
            changes -= weigh(entry);
            bytes -= bytes(entry);
            changed.signalAll();
            return entry;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until [#wake()] is called, the reader fails, or the limit is over, with an entry in
    /// hand that cannot be used yet.
    ///
    /// @throws CaptureStopped when the reader has ended
    public void await(Duration limit) throws InterruptedException {
        long nanos = limit.toNanos();
        lock.lockInterruptibly();
        try {
            while (!woken && !closed && nanos > 0) {
                if (failure != null) {
                    throw new CaptureStopped(failure);
                }
                nanos = changed.awaitNanos(nanos);
            }
            woken = false;
        } finally {
            lock.unlock();
        }
    }

    /// Lets the taker look elsewhere: the call to [#poll] under way, or else the next that would
    /// wait, ends with nothing.
    public void wake() {
        lock.lock();
        try {
            woken = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The reader's last word: what made it end.
    public void fail(Throwable cause) {
        lock.lock();
        try {
            failure = cause;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Wakes both sides and frees what is left.
    public void close() {
        lock.lock();
        try {
            closed = true;
            entries.forEach(EntryQueue::release);
            entries.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static long weigh(LogEntry entry) {
        return switch (entry) {
            case LogEntry.Transaction transaction -> 1 + transaction.changes().count();
            case LogEntry.Marker marker -> 1 + marker.changes().count();
            case LogEntry.Passed passed -> 1;
        };
    }

    private static long bytes(LogEntry entry) {
        return switch (entry) {
            case LogEntry.Transaction transaction -> transaction.changes().weight();
            case LogEntry.Marker marker -> marker.changes().weight();
            case LogEntry.Passed passed -> 0;
        };
    }

    private static void release(LogEntry entry) {
        switch (entry) {
            case LogEntry.Transaction transaction -> transaction.changes().close();
            case LogEntry.Marker marker -> marker.changes().close();
            case LogEntry.Passed passed -> {}
        }
    }
}
