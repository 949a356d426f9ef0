package dev.duet.capture.mysql;

import java.time.Duration;

/// How [MysqlColumnConverter] packs values into Connect's types for [MysqlColumnReaders] to unpack.
final class MysqlEncoding {
    /// Outside of all that MySQL's dates can be.
    static final int ZERO_DAYS = Integer.MIN_VALUE;

    static final long ZERO_MICROS = Long.MIN_VALUE;
    static final int YEAR_OF_BYTE_ZERO = 1900;
    static final long MICROS_PER_SECOND = 1_000_000;

    /// The name of the schema of JSON in its normal form.
    static final String JSON = "dev.duet.json";

    private MysqlEncoding() {}

    static long micros(Duration span) {
        return Math.multiplyExact(span.getSeconds(), MICROS_PER_SECOND)
                + nearestMicros(span.getNano());
    }

    static long micros(long seconds, int nanos) {
        return Math.multiplyExact(seconds, MICROS_PER_SECOND) + nearestMicros(nanos);
    }

    /// Debezium computes the fraction in floating point and cuts it off, which may fall one
    /// nanosecond short.
    private static int nearestMicros(int nanos) {
        return (nanos + 500) / 1_000;
    }
}
