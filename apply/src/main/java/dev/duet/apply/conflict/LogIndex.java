package dev.duet.apply.conflict;

import dev.duet.schemas.Anchor;
import dev.duet.schemas.Position;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// The positions of one log that were read, from the resume position on, each with its clock and
/// what had been seen by then. One thread.
final class LogIndex {
    /// Stands for a position that is not known any more, or not yet; below all others.
    static final long UNKNOWN = -1;

    private final NavigableMap<Long, Anchor> anchors = new TreeMap<>();

    LogIndex(Anchor from) {
        anchors.put(from.position().ordinal(), from);
    }

    void add(Anchor anchor) {
        anchors.put(anchor.position().ordinal(), anchor);
    }

    Anchor last() {
        return anchors.lastEntry().getValue();
    }

    long first() {
        return anchors.firstKey();
    }

    Anchor at(long position) {
        Anchor anchor = anchors.get(position);
        if (anchor == null) {
            throw new IllegalArgumentException("no position that was read: " + position);
        }
        return anchor;
    }

    /// The last position before this one.
    long before(long position) {
        Long before = anchors.lowerKey(position);
        return before == null ? UNKNOWN : before;
    }

    /// The last position at or before this one.
    long atOrBefore(long position) {
        Long at = anchors.floorKey(position);
        return at == null ? UNKNOWN : at;
    }

    /// What of the peer's log had been seen as of a position.
    long seenAt(long position) {
        Map.Entry<Long, Anchor> at = anchors.floorEntry(position);
        return at == null ? UNKNOWN : seen(at.getValue());
    }

    static long seen(Anchor anchor) {
        return ordinal(anchor.seen());
    }

    /// Nothing seen is position 0, before every transaction.
    static long ordinal(@Nullable Position position) {
        return position == null ? 0 : position.ordinal();
    }

    void dropBefore(long position) {
        anchors.headMap(position, false).clear();
    }
}
