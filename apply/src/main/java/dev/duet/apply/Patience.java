package dev.duet.apply;

import dev.duet.apply.conflict.RecordKey;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// How long a record may be kept back which only a foreign key refuses: what it refers to may have
/// been kept back itself, and come with the next repair. One thread.
final class Patience {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final InstantSource clock;
    private final Map<RecordKey, Instant> since = new HashMap<>();

    Patience(InstantSource clock) {
        this.clock = clock;
    }

    /// Notes which records were kept back once more.
    void keptBack(Collection<RecordKey> records) {
        Instant now = clock.instant();
        records.forEach(record -> since.putIfAbsent(record, now));
    }

    /// Notes that a record was written, or is held.
    void forget(Collection<RecordKey> records) {
        since.keySet().removeAll(records);
    }

    boolean isOver(RecordKey record) {
        Instant began = since.get(record);
        return began != null && clock.instant().isAfter(began.plus(LIMIT));
    }
}
