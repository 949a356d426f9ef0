package dev.duet.capture.postgres;

import java.math.BigDecimal;

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

    static final int INFINITY_DAYS = Integer.MAX_VALUE;
    static final int NEGATIVE_INFINITY_DAYS = Integer.MIN_VALUE;

    private PostgresEncoding() {}
}
