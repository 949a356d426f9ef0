package dev.duet.deploy.clock;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Comparator;

/// The best of the last few looks at one database's clock: the one with the shortest round trip.
/// One thread.
public final class ClockGauge {
    private static final int KEPT = 8;

    private final ArrayDeque<ClockSample> last = new ArrayDeque<>();

    public void add(ClockSample sample) {
        if (last.size() == KEPT) {
            last.removeFirst();
        }
        last.addLast(sample);
    }

    /// Null before the first.
    public @Nullable ClockSample best() {
        return last.stream().min(Comparator.comparing(ClockSample::uncertainty)).orElse(null);
    }
}
