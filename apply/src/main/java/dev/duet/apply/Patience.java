package dev.duet.apply;

import dev.duet.apply.conflict.RecordKey;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// How long a record may be kept back which only a foreign key or a unique value refuses: the other
/// record may have been kept back itself, and come with the next repair. One thread.
final class Patience {
    static final Duration LIMIT = Duration.ofSeconds(20);

    private final InstantSource clock;
    private final Map<RecordKey, Instant> since = new HashMap<>();

    Patience(InstantSource clock) {
        this.clock = clock;
    }

    /// Notes what became of records that were tried: those that were not kept back once more begin
    /// anew.
    void tried(Collection<RecordKey> records, Set<RecordKey> keptBack) {
        Instant now = clock.instant();
        for (RecordKey record : records) {
            if (keptBack.contains(record)) {
                since.putIfAbsent(record, now);
            } else {
                since.remove(record);
            }
        }
    }

    boolean isOver(RecordKey record) {
        Instant began = since.get(record);
        return began != null && clock.instant().isAfter(began.plus(LIMIT));
    }
}
