package dev.duet.mapping.fields;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/// What the clocks of one zone show. Thread-safe.
///
/// Most times of a table lie between the same two changes of the clock: the last stretch is kept,
/// and which thread saw which does not matter.
final class WallClock {
    private static final Stretch NEVER = new Stretch(0, 0, ZoneOffset.UTC);

    private final ZoneId zone;
    private final ZoneRules rules;
    private volatile Stretch last = NEVER;

    /// Points in time, in seconds, in which the offset is this, and each wall time is one of them.
    private record Stretch(long from, long to, ZoneOffset offset) {
        boolean has(long second) {
            return from <= second && second < to;
        }
    }

    WallClock(ZoneId zone) {
        this.zone = zone;
        this.rules = zone.getRules();
    }

    boolean isExact() {
        return rules.isFixedOffset();
    }

    /// The first of two; of a time that was skipped, what it would have been.
    Instant instant(LocalDateTime time) {
        Stretch near = last;
        long second = time.toEpochSecond(near.offset);
        if (near.has(second)) {
            return Instant.ofEpochSecond(second, time.getNano());
        }
        Instant instant = time.atZone(zone).toInstant();
        last = around(instant);
        return instant;
    }

    LocalDateTime time(Instant instant) {
        Stretch near = last;
        if (!near.has(instant.getEpochSecond())) {
            near = around(instant);
            last = near;
        }
        return LocalDateTime.ofEpochSecond(
                instant.getEpochSecond(),
                instant.getNano(),
                near.has(instant.getEpochSecond()) ? near.offset : rules.getOffset(instant));
    }

    /// The point in time that is read again from what the clock shows.
    Instant known(Instant instant) {
        return last.has(instant.getEpochSecond()) ? instant : instant(time(instant));
    }

    private Stretch around(Instant instant) {
        ZoneOffsetTransition before = rules.previousTransition(instant.plusNanos(1));
        ZoneOffsetTransition after = rules.nextTransition(instant);
        long from =
                before == null
                        ? Long.MIN_VALUE
                        : before.toEpochSecond()
                                + Math.max(0, -before.getDuration().getSeconds()); // came twice
        long to = after == null ? Long.MAX_VALUE : after.toEpochSecond();
        return new Stretch(from, to, rules.getOffset(instant));
    }
}
