package dev.duet.capture.postgres;

import dev.duet.schemas.types.Special;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/// How [PostgresColumnConverter] packs values into Connect's types for [PostgresColumnReaders] to
/// unpack.
///
/// Both run in one process and the engine hands over the very objects, so the odd values are marked
/// by objects that are known by identity: nothing that a client stores can be mistaken for one of
/// them.
final class PostgresEncoding {
    /// Stand for a large value that the log left out.
    @SuppressWarnings("StringConstructor")
    static final String UNCHANGED_TEXT = new String("unchanged");

    static final byte[] UNCHANGED_BYTES = {};
    static final BigDecimal UNCHANGED_NUMERIC = new BigDecimal("0.1");

    static final BigDecimal NAN = new BigDecimal("0.2");
    static final BigDecimal INFINITY = new BigDecimal("0.3");
    static final BigDecimal NEGATIVE_INFINITY = new BigDecimal("0.4");

    /// PostgreSQL's own: microseconds since 2000, which hold all its timestamps, the ends standing
    /// for the infinities.
    static final long INFINITY_MICROS = Long.MAX_VALUE;

    static final long NEGATIVE_INFINITY_MICROS = Long.MIN_VALUE;
    static final int INFINITY_DAYS = Integer.MAX_VALUE;
    static final int NEGATIVE_INFINITY_DAYS = Integer.MIN_VALUE;

    private static final long EPOCH_SECONDS_2000 = 946_684_800;
    private static final long MICROS_PER_SECOND = 1_000_000;

    private PostgresEncoding() {}

    static long micros(Instant instant) {
        return (instant.getEpochSecond() - EPOCH_SECONDS_2000) * MICROS_PER_SECOND
                + instant.getNano() / 1_000;
    }

    static Object instant(long micros) {
        if (micros == INFINITY_MICROS) {
            return Special.INFINITY;
        }
        if (micros == NEGATIVE_INFINITY_MICROS) {
            return Special.NEGATIVE_INFINITY;
        }
        return Instant.ofEpochSecond(seconds(micros), nanos(micros));
    }

    static Object timestamp(long micros) {
        if (micros == INFINITY_MICROS) {
            return Special.INFINITY;
        }
        if (micros == NEGATIVE_INFINITY_MICROS) {
            return Special.NEGATIVE_INFINITY;
        }
        return LocalDateTime.ofEpochSecond(seconds(micros), nanos(micros), ZoneOffset.UTC);
    }

    private static long seconds(long micros) {
        return Math.floorDiv(micros, MICROS_PER_SECOND) + EPOCH_SECONDS_2000;
    }

    private static int nanos(long micros) {
        return (int) Math.floorMod(micros, MICROS_PER_SECOND) * 1_000;
    }
}
