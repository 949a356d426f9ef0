package dev.duet.apply;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;

/// Counts the records quarantined within a sliding window. One thread.
final class QuarantineBudget {
    private final String direction;
    private final int budget;
    private final Duration window;
    private final InstantSource clock;
    private final ArrayDeque<Instant> times = new ArrayDeque<>();

    QuarantineBudget(String direction, int budget, Duration window, InstantSource clock) {
        this.direction = direction;
        this.budget = budget;
        this.window = window;
        this.clock = clock;
    }

    /// Whether so many more fit; asked before their transaction commits, so that nothing is parked
    /// beyond the budget.
    ///
    /// @throws BudgetExceeded when they do not
    void require(long more) {
        Instant now = clock.instant();
        while (!times.isEmpty() && times.peekFirst().isBefore(now.minus(window))) {
            times.removeFirst();
        }
        if (times.size() + more > budget) {
            throw new BudgetExceeded(direction, budget);
        }
    }

    /// Counts what was committed.
    void spend(long count) {
        Instant now = clock.instant();
        for (long i = 0; i < count; i++) {
            times.addLast(now);
        }
    }
}
