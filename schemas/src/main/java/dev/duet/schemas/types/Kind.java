package dev.duet.schemas.types;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.function.Function;

/// The kinds of canonical values, each with the Java class that carries it and its text form.
///
/// A value may also be null or [Special]. Two values of a kind are equal by `equals` exactly when
/// the databases hold the same: every reader and every conversion gives the normal form that is
/// named here.
public enum Kind {
    BOOLEAN(Boolean.class, Object::toString, Kind::parseBoolean, false),
    /// Whole numbers of up to 64 bits with sign.
    INTEGER(Long.class, Object::toString, Long::valueOf, false),
    /// Exact numbers, and unsigned 64-bit ones, as [Decimals#normal].
    DECIMAL(
            BigDecimal.class,
            v -> Decimals.text((BigDecimal) v),
            text -> Decimals.normal(new BigDecimal(text)),
            true),
    /// Not a number and the infinities are the float's own, not [Special].
    FLOAT(Float.class, Kind::formatFloating, text -> (float) parseFloating(text, true), false),
    /// Not a number and the infinities are the double's own, not [Special].
    DOUBLE(Double.class, Kind::formatFloating, text -> parseFloating(text, false), false),
    /// Blanks at the end of a `char(n)` do not count and are not there.
    TEXT(String.class, Object::toString, text -> text, false),
    BYTES(
            Bytes.class,
            v -> HexFormat.of().formatHex(((Bytes) v).content()),
            Kind::parseBytes,
            false),
    DATE(LocalDate.class, Object::toString, LocalDate::parse, true),
    /// A time of day or a span of hours, -838:59:59 to 838:59:59, in microseconds.
    TIME(Duration.class, v -> TimeText.format((Duration) v), TimeText::parse, false),
    /// A date and time without zone, in microseconds.
    TIMESTAMP(LocalDateTime.class, Object::toString, LocalDateTime::parse, true),
    /// A point in time, in microseconds.
    INSTANT(Instant.class, Object::toString, Instant::parse, true),
    /// ISO 8601, as [IntervalText] writes it: `P1Y2M3DT4H5M6.789S`.
    INTERVAL(String.class, Object::toString, text -> text, false),
    /// Lower case with hyphens.
    UUID(String.class, Object::toString, text -> text, false),
    /// JSON text as [JsonText#normal].
    JSON(String.class, Object::toString, text -> text, false),
    /// The label of an enum.
    ENUM(String.class, Object::toString, text -> text, false),
    /// The members of a set in the order of its definition, joined by commas.
    SET(String.class, Object::toString, text -> text, false),
    /// `0` and `1`, most significant first.
    BITS(String.class, Object::toString, text -> text, false),
    /// JSON text of an array, as [JsonText#normal]: numbers and booleans as such, JSON as JSON, all
    /// else as its text form.
    ARRAY(String.class, Object::toString, text -> text, false),
    /// Well-known binary, little-endian, prefixed by its SRID: `4326;0101...` in hexadecimal.
    GEOMETRY(String.class, Object::toString, text -> text, false),
    /// Any other type that travels as its database's text: inet, ranges, xml, tsvector.
    OPAQUE(String.class, Object::toString, text -> text, false);

    private final Class<?> carrier;
    private final Function<Object, String> formatter;
    private final Function<String, Object> parser;
    private final boolean specials;

    Kind(
            Class<?> carrier,
            Function<Object, String> formatter,
            Function<String, Object> parser,
            boolean specials) {
        this.carrier = carrier;
        this.formatter = formatter;
        this.parser = parser;
        this.specials = specials;
    }

    /// The Java class of a value that is neither null nor [Special].
    public Class<?> carrier() {
        return carrier;
    }

    /// The text form of a value of this kind, for records that people read; [#parse] is its
    /// inverse.
    public String format(Object value) {
        return value instanceof Special special ? special.text() : formatter.apply(value);
    }

    /// The value of a text form; an `IllegalArgumentException` or `DateTimeException` when it is
    /// none.
    public Object parse(String text) {
        Special special = specials ? Special.of(text) : null;
        return special == null ? parser.apply(text) : special;
    }

    private static Object parseBoolean(String text) {
        return switch (text) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    private static Object parseBytes(String text) {
        return Bytes.of(HexFormat.of().parseHex(text));
    }

    private static String formatFloating(Object value) {
        double number = ((Number) value).doubleValue();
        if (Double.isInfinite(number)) {
            return number > 0 ? Special.INFINITY.text() : Special.NEGATIVE_INFINITY.text();
        }
        return value.toString();
    }

    private static double parseFloating(String text, boolean single) {
        return switch (text) {
            case "infinity" -> Double.POSITIVE_INFINITY;
            case "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> single ? Float.parseFloat(text) : Double.parseDouble(text);
        };
    }
}
