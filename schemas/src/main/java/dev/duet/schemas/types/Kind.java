package dev.duet.schemas.types;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;

/// The kinds of canonical values, each with the Java class that carries it. A value may also be null or [Special].
public enum Kind {
    BOOLEAN(Boolean.class),
    /// Whole numbers of up to 64 bits with sign.
    INTEGER(Long.class),
    /// Exact numbers, and unsigned 64-bit ones.
    DECIMAL(BigDecimal.class),
    FLOAT(Float.class),
    DOUBLE(Double.class),
    TEXT(String.class),
    BYTES(Bytes.class),
    DATE(LocalDate.class),
    /// A time of day or a span of hours, -838:59:59 to 838:59:59, in microseconds.
    TIME(Duration.class),
    /// A date and time without zone, in microseconds.
    TIMESTAMP(LocalDateTime.class),
    /// A point in time, in microseconds.
    INSTANT(Instant.class),
    /// ISO 8601: `P1Y2M3DT4H5M6.789S`.
    INTERVAL(String.class),
    UUID(String.class),
    /// JSON text; equal when equal as parsed.
    JSON(String.class),
    /// The label of an enum.
    ENUM(String.class),
    /// The members of a set, joined by commas.
    SET(String.class),
    /// `0` and `1`, most significant first.
    BITS(String.class),
    /// JSON text of an array of the element's text forms.
    ARRAY(String.class),
    /// Well-known binary, prefixed by its SRID: `4326;0101...` in hexadecimal.
    GEOMETRY(String.class),
    /// Any other type that travels as its database's text: inet, ranges, xml, tsvector.
    OPAQUE(String.class);

    private final Class<?> carrier;

    Kind(Class<?> carrier) {
        this.carrier = carrier;
    }

    /// The Java class of a value that is neither null nor [Special].
    public Class<?> carrier() {
        return carrier;
    }
}
