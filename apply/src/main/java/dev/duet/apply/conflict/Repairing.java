package dev.duet.apply.conflict;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// What repairs of one side are about, from their plan until they have come back. Kept in memory
/// alone: after a restart what is dirty is repaired anew. One thread.
final class Repairing {
    private final Map<RecordKey, Tried> tried = new HashMap<>();

    /// What transactions that only looked have found, by their counters.
    private final NavigableMap<Long, Map<RecordKey, Image>> found = new TreeMap<>();

    private record Tried(long counter, long readTo) {}

    /// What was planned under one counter is written under a later one.
    void renumber(long from, long to) {
        tried.replaceAll((key, one) -> one.counter == from ? new Tried(to, one.readTo) : one);
        Map<RecordKey, Image> rows = found.remove(from);
        if (rows != null) {
            found.put(to, rows);
        }
    }

    /// Notes that a repair is to write records.
    ///
    /// @param readTo how far the side's log had been read then
    void tried(long counter, long readTo, Collection<RecordKey> keys) {
        keys.forEach(key -> tried.put(key, new Tried(counter, readTo)));
    }

    /// Notes that a repair could not even try some of them.
    void notTried(Collection<RecordKey> keys) {
        keys.forEach(tried::remove);
    }

    /// The records that the repair under a counter was to write, and that no client has touched
    /// since it was planned.
    List<TrackedRecord> takeTried(long upTo, Map<RecordKey, TrackedRecord> records) {
        List<TrackedRecord> taken = new ArrayList<>();
        tried.entrySet()
                .removeIf(
                        entry -> {
                            TrackedRecord record = records.get(entry.getKey());
                            Tried one = entry.getValue();
                            if (one.counter == upTo
                                    && record != null
                                    && record.clientAt <= one.readTo) {
                                taken.add(record);
                            }
                            return one.counter <= upTo;
                        });
        return taken;
    }

    /// Notes which rows are there, as a transaction sees them that locks them.
    void found(long counter, Map<RecordKey, Image> rows) {
        found.put(counter, Map.copyOf(rows));
    }

    /// What the transaction under a counter has found.
    Map<RecordKey, Image> takeFound(long upTo) {
        Map<RecordKey, Image> rows = found.getOrDefault(upTo, Map.of());
        found.headMap(upTo, true).clear();
        return rows;
    }
}
