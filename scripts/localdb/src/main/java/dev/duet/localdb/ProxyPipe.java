package dev.duet.localdb;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// One direction of a proxied connection: chunks are read by one thread and forwarded, when due, by
/// another.
///
/// Between the two is a bounded queue, so that latency delays bytes without thinning them out.
final class ProxyPipe {

    private static final int CHUNK_BYTES = 16 * 1024;
    private static final int QUEUE_CHUNKS = 256;
    private static final byte[] NOTHING = {};

    /// Where the chunks go.
    @FunctionalInterface
    interface Outlet {
        void forward(byte[] chunk) throws IOException, InterruptedException;
    }

    /// @param bytes empty at the end of the stream
    private record Chunk(byte[] bytes, long dueNanos) {}

    private final NetworkConditions conditions;
    private final BlockingQueue<Chunk> queue = new ArrayBlockingQueue<>(QUEUE_CHUNKS);

    ProxyPipe(NetworkConditions conditions) {
        this.conditions = conditions;
    }

    void readAll(InputStream from) throws IOException, InterruptedException {
        byte[] buffer = new byte[CHUNK_BYTES];
        for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
            put(Arrays.copyOf(buffer, count));
        }
        put(NOTHING);
    }

    /// Wakes whoever waits for a chunk or for room; what is under way is gone.
    void abandon() {
        queue.clear();
        queue.offer(new Chunk(NOTHING, 0));
    }

    /// Returns at the end of the stream, when all has been forwarded, or when abandoned.
    void forwardAll(Outlet outlet) throws IOException, InterruptedException {
        for (Chunk chunk = queue.take(); chunk.bytes().length > 0; chunk = queue.take()) {
            sleep(chunk.dueNanos() - System.nanoTime());
            conditions.awaitFlow();
            outlet.forward(chunk.bytes());
            sleep(conditions.nanosFor(chunk.bytes().length));
        }
    }

    private void put(byte[] bytes) throws InterruptedException {
        queue.put(new Chunk(bytes, System.nanoTime() + conditions.latencyNanos()));
    }

    private static void sleep(long nanos) throws InterruptedException {
        if (nanos > 0) {
            TimeUnit.NANOSECONDS.sleep(nanos);
        }
    }
}
