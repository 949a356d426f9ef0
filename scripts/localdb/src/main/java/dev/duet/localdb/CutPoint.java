package dev.duet.localdb;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// A moment in a client's traffic at which [TcpProxy] cuts that client's connection. Shared.
public final class CutPoint {

    enum Moment {
        /// The bytes never reach the server: it rolls back.
        BEFORE_FORWARDING,
        /// The server has acted on the bytes and answered, and the client never hears of it.
        AFTER_REPLY
    }

    /// A text may be split between two chunks; this much of the traffic is remembered.
    private static final int KEPT_BETWEEN_CHUNKS = 64;

    @FunctionalInterface
    private interface Awaited {
        /// @param before the bytes that passed just before, for what is split between two chunks
        boolean isIn(byte[] before, byte[] chunk);
    }

    private final Moment moment;
    private final Awaited awaited;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int left;
    private int cuts;

    private CutPoint(Moment moment, Awaited awaited, int times) {
        if (times < 1) {
            throw new IllegalArgumentException("times: " + times + " is less than 1");
        }
        this.moment = moment;
        this.awaited = awaited;
        this.left = times;
    }

    static CutPoint atText(Moment moment, String text, int times) {
        if (text.isEmpty() || text.length() > KEPT_BETWEEN_CHUNKS / 2) {
            throw new IllegalArgumentException(
                    "text: its length is not between 1 and " + KEPT_BETWEEN_CHUNKS / 2);
        }
        Pattern pattern = wholeWords(text);
        return new CutPoint(moment, (before, chunk) -> ends(pattern, before, chunk), times);
    }

    static CutPoint atChunk(Moment moment, Predicate<byte[]> chunk, int times) {
        return new CutPoint(moment, (_, bytes) -> chunk.test(bytes), times);
    }

    /// `COMMIT` is not in `SET autocommit = 0`, nor in `READ COMMITTED`. What seems to be a letter
    /// before the text is the last byte of a message's length where a control character stands
    /// before it.
    private static Pattern wholeWords(String text) {
        return Pattern.compile(
                "(?:(?<!\\w)|(?<=[\\x00-\\x1f]\\w))" + Pattern.quote(text) + "(?!\\w)",
                Pattern.CASE_INSENSITIVE);
    }

    /// Whether the text ends in this chunk; one that ended before was seen before.
    private static boolean ends(Pattern pattern, byte[] before, byte[] chunk) {
        String traffic = new String(join(before, chunk), StandardCharsets.ISO_8859_1);
        return pattern.matcher(traffic).results().anyMatch(match -> match.end() > before.length);
    }

    /// How many connections were cut here so far.
    public int cuts() {
        lock.lock();
        try {
            return cuts;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until that many connections were cut here; returns whether it came to that within the
    /// limit.
    public boolean awaitCuts(int wanted, Duration limit) throws InterruptedException {
        long nanosLeft = limit.toNanos();
        lock.lock();
        try {
            while (cuts < wanted) {
                if (nanosLeft <= 0) {
                    return false;
                }
                nanosLeft = changed.awaitNanos(nanosLeft);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Cuts no more connections.
    public void disarm() {
        lock.lock();
        try {
            left = 0;
        } finally {
            lock.unlock();
        }
    }

    Moment moment() {
        return moment;
    }

    /// Whether this chunk is the awaited one, and cuts are left.
    boolean isAt(byte[] before, byte[] chunk) {
        return awaited.isIn(before, chunk) && take();
    }

    void countCut() {
        lock.lock();
        try {
            cuts++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// What to remember of the traffic when this chunk has passed.
    static byte[] remembered(byte[] before, byte[] chunk) {
        byte[] joined = join(before, chunk);
        return Arrays.copyOfRange(
                joined, Math.max(0, joined.length - KEPT_BETWEEN_CHUNKS), joined.length);
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    private boolean take() {
        lock.lock();
        try {
            if (left == 0) {
                return false;
            }
            left--;
            return true;
        } finally {
            lock.unlock();
        }
    }
}
