package dev.duet.apply.brake;

import dev.duet.schemas.config.Settings;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/// Counts one kind of thing and the changes among which it came, and says when there are too many.
/// One thread.
///
/// Both limits must be passed, the number and the share: a nightly purge beside the day's traffic
/// is none, and neither are the first three changes of the day, all of them deletes.
final class Brake {
    private final String kind;
    private final Settings.Brake limit;
    private final InstantSource clock;
    private final Map<String, SlidingWindow> byEntity = new HashMap<>();
    private final SlidingWindow changes;
    private long allowance;
    private Instant allowedUntil = Instant.MIN;

    /// @param kind what it counts, as the file names it
    Brake(String kind, Settings.Brake limit, InstantSource clock) {
        this.kind = kind;
        this.limit = limit;
        this.clock = clock;
        this.changes = new SlidingWindow(limit.window(), clock);
    }

    /// What would stop these from being written; null for nothing.
    @Nullable Trip check(Map<String, Long> more, long moreChanges) {
        long allowed = allowed(more);
        long count = -allowed;
        Map<String, Long> counts = new HashMap<>(more);
        byEntity.forEach((entity, window) -> counts.merge(entity, window.count(), Long::sum));
        String most = "";
        for (Map.Entry<String, Long> one : counts.entrySet()) {
            count += one.getValue();
            if (most.isEmpty() || one.getValue() > counts.getOrDefault(most, 0L)) {
                most = one.getKey();
            }
        }
        long of = changes.count() + moreChanges - allowed;
        return sum(more) > allowed && count > limit.budget() && count * 100 > of * limit.percent()
                ? new Trip(
                        kind,
                        limit,
                        count + allowed,
                        of + allowed,
                        most,
                        counts.getOrDefault(most, 0L))
                : null;
    }

    /// Counts what was written.
    void passed(Map<String, Long> more, long moreChanges) {
        long allowed = allowed(more);
        if (allowed > 0) {
            allow(allowance - allowed);
        }
        changes.add(moreChanges - allowed);
        long left = allowed;
        for (Map.Entry<String, Long> one : more.entrySet()) {
            long free = Math.min(left, one.getValue());
            left -= free;
            byEntity.computeIfAbsent(
                            one.getKey(), entity -> new SlidingWindow(limit.window(), clock))
                    .add(one.getValue() - free);
        }
    }

    /// Begins to count anew.
    ///
    /// @param free how many of the next are not counted
    void begin(long free) {
        byEntity.clear();
        changes.clear();
        allow(free);
    }

    /// What is allowed is what waits now. When nothing of it comes for as long as the window, what
    /// is left of it is void: it must not let the next mistake pass.
    private void allow(long free) {
        allowance = free;
        allowedUntil = clock.instant().plus(limit.window());
    }

    private long allowed(Map<String, Long> more) {
        return clock.instant().isAfter(allowedUntil) ? 0 : Math.min(allowance, sum(more));
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
