package dev.duet.schemas.types.postgres;

import dev.duet.schemas.types.Special;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/// PostgreSQL's own form of a timestamp: microseconds since 2000, which hold all of them, the ends
/// standing for the infinities.
public final class PostgresMicros {
    public static final long INFINITY = Long.MAX_VALUE;
    public static final long NEGATIVE_INFINITY = Long.MIN_VALUE;

    private static final long EPOCH_SECONDS_2000 = 946_684_800;
    private static final long MICROS_PER_SECOND = 1_000_000;

    private PostgresMicros() {}

    public static long of(Instant instant) {
        return (instant.getEpochSecond() - EPOCH_SECONDS_2000) * MICROS_PER_SECOND
                + instant.getNano() / 1_000;
    }

    /// An `Instant` or a [Special].
    public static Object instant(long micros) {
        Special special = special(micros);
        return special == null ? Instant.ofEpochSecond(seconds(micros), nanos(micros)) : special;
    }

    /// A `LocalDateTime` or a [Special].
    public static Object timestamp(long micros) {
        Special special = special(micros);
        return special == null
                ? LocalDateTime.ofEpochSecond(seconds(micros), nanos(micros), ZoneOffset.UTC)
                : special;
    }

    private static @Nullable Special special(long micros) {
        if (micros == INFINITY) {
            return Special.INFINITY;
        }
        return micros == NEGATIVE_INFINITY ? Special.NEGATIVE_INFINITY : null;
    }

    private static long seconds(long micros) {
        return Math.floorDiv(micros, MICROS_PER_SECOND) + EPOCH_SECONDS_2000;
    }

    private static int nanos(long micros) {
        return (int) Math.floorMod(micros, MICROS_PER_SECOND) * 1_000;
    }
}
