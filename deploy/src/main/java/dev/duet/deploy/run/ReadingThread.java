package dev.duet.deploy.run;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Reads from a database while its caller works with what was read before: one read after the
/// other, on a thread of its own. One thread asks.
public final class ReadingThread implements AutoCloseable {
    private final ExecutorService thread;

    /// @param name of the thread
    public ReadingThread(String name) {
        thread =
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().name(name).daemon().factory());
    }

    /// Begins when what was asked for before is read.
    public <T extends @Nullable Object> Future<T> read(Callable<T> read) {
        return thread.submit(read);
    }

    /// Waits for what was read, and fails as that did.
    public static <T extends @Nullable Object> T result(Future<T> reading)
            throws SQLException, InterruptedException {
        try {
            return reading.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case SQLException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    /// Ends within what one read takes.
    @Override
    public void close() {
        thread.close();
    }
}
