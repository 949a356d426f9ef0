package dev.duet.apply;

import dev.duet.apply.brake.SlidingWindow;

import java.time.Duration;
import java.time.InstantSource;

/// Counts the records quarantined within a sliding window. One thread.
final class QuarantineBudget {
    private final String direction;
    private final int budget;
    private final SlidingWindow refused;

    QuarantineBudget(String direction, int budget, Duration window, InstantSource clock) {
        this.direction = direction;
        this.budget = budget;
        this.refused = new SlidingWindow(window, clock);
    }

    /// Whether so many more fit; asked before their transaction commits, so that nothing is parked
    /// beyond the budget.
    ///
    /// @throws BudgetExceeded when they do not
    void require(long more) {
        if (refused.count() + more > budget) {
            throw new BudgetExceeded(direction, budget);
        }
    }

    /// Counts what was committed.
    void spend(long count) {
        refused.add(count);
    }
}
