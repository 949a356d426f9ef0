package dev.duet.apply.brake;

import dev.duet.schemas.config.Settings;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.Optional;

/// The brakes of one direction. Shared, thread-safe.
public final class Brakes {
    public static final String DELETES = "deletes";
    public static final String CONFLICTS = "conflicts";

    private final Optional<Brake> deletes;
    private final Optional<Brake> conflicts;

    public Brakes(Settings.Brakes limits, InstantSource clock) {
        this.deletes = limits.deletes().map(limit -> new Brake(DELETES, limit, clock));
        this.conflicts = limits.conflicts().map(limit -> new Brake(CONFLICTS, limit, clock));
    }

    /// Whether a target transaction may not be written; asked before anything of it is.
    public synchronized @Nullable Trip check(Tally tally) {
        Trip trip =
                deletes.map(brake -> brake.check(tally.deletes(), tally.changes())).orElse(null);
        return trip != null
                ? trip
                : conflicts
                        .map(brake -> brake.check(tally.conflicts(), tally.changes()))
                        .orElse(null);
    }

    /// Counts what was committed.
    public synchronized void passed(Tally tally) {
        deletes.ifPresent(brake -> brake.passed(tally.deletes(), tally.changes()));
        conflicts.ifPresent(brake -> brake.passed(tally.conflicts(), tally.changes()));
    }

    /// Begins to count anew, since a person has looked.
    ///
    /// @param kind of what was found to be right; null for nothing
    /// @param allowance how many of it may pass uncounted
    public synchronized void begin(@Nullable String kind, long allowance) {
        deletes.ifPresent(brake -> brake.begin(DELETES.equals(kind) ? allowance : 0));
        conflicts.ifPresent(brake -> brake.begin(CONFLICTS.equals(kind) ? allowance : 0));
    }
}
