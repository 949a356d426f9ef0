package dev.duet.schemas.types;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

/// The value of each kind that says the least: what a column holds that must hold something.
public final class Zero {
    private Zero() {}

    /// MySQL's timestamp begins with it.
    private static final Instant FIRST_SECOND = Instant.ofEpochSecond(1);

    /// Zero, empty or the beginning of 1970; null for kinds in which no value fits every column,
    /// such as the labels of an enum.
    public static @Nullable Object of(Kind kind) {
        return switch (kind) {
            case BOOLEAN -> Boolean.FALSE;
            case INTEGER -> 0L;
            case DECIMAL -> BigDecimal.ZERO;
            case FLOAT -> 0f;
            case DOUBLE -> 0d;
            case TEXT, SET -> "";
            case BYTES -> Bytes.of(new byte[0]);
            case DATE -> LocalDate.EPOCH;
            case TIME -> Duration.ZERO;
            case TIMESTAMP -> LocalDateTime.of(LocalDate.EPOCH, LocalTime.MIDNIGHT);
            case INSTANT -> FIRST_SECOND;
            case INTERVAL -> IntervalText.ofMicros(0).toString();
            case UUID -> "00000000-0000-0000-0000-000000000000";
            case JSON -> "{}";
            case ARRAY -> "[]";
            case ENUM, BITS, GEOMETRY, OPAQUE -> null;
        };
    }
}
