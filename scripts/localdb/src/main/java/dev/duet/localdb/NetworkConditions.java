package dev.duet.localdb;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How the network behaves between the two sides of a [TcpProxy]. Shared by its connections.
final class NetworkConditions {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition flowing = lock.newCondition();
    private final List<CutPoint> cutPoints = new CopyOnWriteArrayList<>();
    private boolean stalled;
    private volatile long latencyNanos;
    private volatile long bytesPerSecond;

    void stall() {
        lock.lock();
        try {
            stalled = true;
        } finally {
            lock.unlock();
        }
    }

    void flow() {
        lock.lock();
        try {
            stalled = false;
            flowing.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void awaitFlow() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (stalled) {
                flowing.await();
            }
        } finally {
            lock.unlock();
        }
    }

    void latency(Duration oneWay) {
        latencyNanos = oneWay.toNanos();
    }

    long latencyNanos() {
        return latencyNanos;
    }

    /// @param limit 0 for none
    void bandwidth(long limit) {
        bytesPerSecond = limit;
    }

    /// How long these bytes keep the line busy.
    long nanosFor(int bytes) {
        long limit = bytesPerSecond;
        return limit == 0 ? 0 : Math.multiplyExact(bytes, NANOS_PER_SECOND) / limit;
    }

    void add(CutPoint point) {
        cutPoints.add(point);
    }

    /// The cut point that this chunk, on its way to the server after those bytes, is at.
    Optional<CutPoint> cutPointAt(byte[] before, byte[] chunk) {
        return cutPoints.stream().filter(point -> point.isAt(before, chunk)).findFirst();
    }
}
