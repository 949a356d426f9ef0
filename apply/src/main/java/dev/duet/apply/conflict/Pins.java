package dev.duet.apply.conflict;

import java.util.HashMap;
import java.util.Map;

/// From where both logs must be read again for as long as records with changes that were carried
/// back are in flight: such a change stands in no log, it follows from what lies there. One thread.
final class Pins {
    /// Stands for no bound.
    static final long NONE = Long.MAX_VALUE;

    private final LogIndex log;
    private final Map<RecordKey, Pin> pins = new HashMap<>();

    /// @param own the last position of this side's log that is not needed
    /// @param peers the same of the peer's
    private record Pin(long own, long peers) {
        Pin min(Pin other) {
            return new Pin(Math.min(own, other.own), Math.min(peers, other.peers));
        }
    }

    /// @param log of the side where the change was made
    Pins(LogIndex log) {
        this.log = log;
    }

    /// Notes what a change follows from.
    ///
    /// @param since the first of this side's entries that has to do with it
    /// @param seen what of this side the peer's changes before it had seen
    void put(RecordKey key, long since, long seen) {
        long before = log.before(since);
        Pin pin = new Pin(Math.min(before, log.atOrBefore(seen)), log.seenAt(before));
        pins.merge(key, pin, Pin::min);
    }

    void drop(RecordKey key) {
        pins.remove(key);
    }

    long own() {
        return pins.values().stream().mapToLong(Pin::own).min().orElse(NONE);
    }

    long peers() {
        return pins.values().stream().mapToLong(Pin::peers).min().orElse(NONE);
    }
}
