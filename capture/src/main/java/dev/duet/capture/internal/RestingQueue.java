package dev.duet.capture.internal;

import io.debezium.connector.base.DefaultQueueProvider;
import io.debezium.pipeline.Sizeable;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The engine's queue between its reader and its poll, which asks for the size over and over, for
/// up to a millisecond of every poll interval, where the rest of the interval is no whole one
/// (`ChangeEventQueue.poll`, Debezium 3.6). Here the poll rests for a moment instead; the reader,
/// which asks before it adds an event, does not. The engine makes one for each reader, by its name,
/// and guards it with a lock.
public final class RestingQueue<T extends Sizeable> extends DefaultQueueProvider<T> {
    /// As it stands in the engine's settings.
    public static final String NAME = "resting";

    /// A first event waits for the lock no longer.
    private static final long REST = TimeUnit.MICROSECONDS.toNanos(300);

    private @Nullable Thread polling;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public @Nullable T poll() throws InterruptedException {
        polling = Thread.currentThread();
        return super.poll();
    }

    @Override
    public int size() {
        int size = super.size();
        if (size == 0 && Thread.currentThread().equals(polling)) {
            LockSupport.parkNanos(REST);
        }
        return size;
    }
}
