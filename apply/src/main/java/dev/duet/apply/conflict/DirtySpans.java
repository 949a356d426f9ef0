package dev.duet.apply.conflict;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SequencedMap;
import java.util.TreeMap;

/// Where in one log some record was not what it must be (PROTOCOL 2.7 c): `[became dirty, became
/// clean)` of each record. One thread.
final class DirtySpans {
    static final long NONE = Long.MIN_VALUE;

    /// Records that are dirty now, in the order in which they became so.
    private final SequencedMap<RecordKey, Long> open = new LinkedHashMap<>();

    /// Ended spans, disjoint: start to end.
    private final NavigableMap<Long, Long> ended = new TreeMap<>();

    boolean isDirty(RecordKey key) {
        return open.containsKey(key);
    }

    SequencedMap<RecordKey, Long> open() {
        return open;
    }

    /// Since when a record is dirty; else `position`.
    long since(RecordKey key, long position) {
        return open.getOrDefault(key, position);
    }

    void begin(RecordKey key, long position) {
        open.put(key, position);
    }

    void end(RecordKey key, long position) {
        Long from = open.remove(key);
        if (from != null) {
            add(from, position);
        }
    }

    /// What becomes of the record does not matter any more.
    void forget(RecordKey key) {
        open.remove(key);
    }

    /// Adds the span `[from, to)`, joining it with those it meets.
    void add(long from, long to) {
        long start = from;
        long end = to;
        Map.Entry<Long, Long> other = ended.floorEntry(end);
        while (other != null && other.getValue() >= start) {
            start = Math.min(start, other.getKey());
            end = Math.max(end, other.getValue());
            ended.remove(other.getKey());
            other = ended.floorEntry(end);
        }
        if (start < end) {
            ended.put(start, end);
        }
    }

    /// The start of a span that a position lies in, or [#NONE].
    long startAround(long position) {
        if (!open.isEmpty() && open.firstEntry().getValue() <= position) {
            return open.firstEntry().getValue();
        }
        Map.Entry<Long, Long> span = ended.floorEntry(position);
        return span != null && position < span.getValue() ? span.getKey() : NONE;
    }

    void dropBefore(long position) {
        while (!ended.isEmpty() && ended.firstEntry().getValue() <= position) {
            ended.pollFirstEntry();
        }
    }
}
