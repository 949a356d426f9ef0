package dev.duet.apply.brake;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;

/// How many of something came within the last while. One thread.
///
/// What comes close together is counted together, so that it takes little memory however much
/// comes: a count may be forgotten early by a part of the window in [#STEPS].
public final class SlidingWindow {
    private static final int STEPS = 500;

    private final Duration window;
    private final Duration step;
    private final InstantSource clock;
    private final ArrayDeque<Counted> all = new ArrayDeque<>();
    private long sum;

    private record Counted(Instant since, long count) {}

    public SlidingWindow(Duration window, InstantSource clock) {
        this.window = window;
        this.step = window.dividedBy(STEPS);
        this.clock = clock;
    }

    public long count() {
        Instant begin = clock.instant().minus(window);
        while (!all.isEmpty() && all.peekFirst().since.isBefore(begin)) {
            sum -= all.removeFirst().count;
        }
        return sum;
    }

    public void add(long count) {
        if (count == 0) {
            return;
        }
        Instant now = clock.instant();
        Counted last = all.peekLast();
        if (last != null && now.isBefore(last.since.plus(step))) {
            all.removeLast();
            all.addLast(new Counted(last.since, last.count + count));
        } else {
            all.addLast(new Counted(now, count));
        }
        sum += count;
    }

    public void clear() {
        all.clear();
        sum = 0;
    }
}
