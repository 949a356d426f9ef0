package dev.duet.mapping.expressions;

import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import dev.duet.schemas.types.Bytes;
import dev.duet.schemas.types.Kind;
import dev.duet.schemas.types.Special;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;

/// Canonical values in the terms of CEL, and back.
///
/// What has no zone is taken as UTC, a date as its first moment; so each comes back as itself.
final class Terms {
    /// Longer texts are data, not something to compute with.
    static final int TEXT_MAX = 100_000;

    private Terms() {}

    /// The type of a field; null when expressions cannot say anything about its values.
    static @Nullable CelType type(Kind kind) {
        CelType type =
                switch (kind) {
                    case BOOLEAN -> SimpleType.BOOL;
                    case INTEGER -> SimpleType.INT;
                    case DECIMAL -> DecimalFunctions.TYPE;
                    case FLOAT, DOUBLE -> SimpleType.DOUBLE;
                    case TEXT, UUID, JSON, ENUM, SET, ARRAY, BITS, INTERVAL, OPAQUE ->
                            SimpleType.STRING;
                    case DATE, TIMESTAMP, INSTANT -> SimpleType.TIMESTAMP;
                    case TIME -> SimpleType.DURATION;
                    case BYTES, GEOMETRY -> null;
                };
        return type == null ? null : NullableType.create(type);
    }

    static Object in(@Nullable Object value) throws NoAnswer {
        return switch (value) {
            case null -> NullValue.NULL_VALUE;
            case Special special -> throw new NoAnswer("it is " + special.text());
            case Bytes _ -> throw new NoAnswer("it is no text");
            case BigDecimal number -> new Decimal(number);
            case Float number -> number.doubleValue();
            case LocalDate date -> date.atStartOfDay().toInstant(ZoneOffset.UTC);
            case LocalDateTime time -> time.toInstant(ZoneOffset.UTC);
            case String text when text.length() > TEXT_MAX ->
                    throw new NoAnswer("a text has more than " + TEXT_MAX + " characters");
            default -> value;
        };
    }

    /// Whether results of a type can be values of a kind.
    static boolean fits(CelType result, Kind kind) {
        CelType type = result instanceof NullableType nullable ? nullable.targetType() : result;
        if (type.kind() == CelKind.DYN || type.kind() == CelKind.NULL_TYPE) {
            return true;
        }
        return switch (kind) {
            case BOOLEAN -> type.equals(SimpleType.BOOL);
            case INTEGER -> type.equals(SimpleType.INT) || type.equals(SimpleType.BOOL);
            case DECIMAL -> type.equals(DecimalFunctions.TYPE) || type.equals(SimpleType.INT);
            case FLOAT, DOUBLE -> type.equals(SimpleType.DOUBLE);
            case TEXT, ENUM -> type.equals(SimpleType.STRING);
            case DATE, TIMESTAMP, INSTANT -> type.equals(SimpleType.TIMESTAMP);
            case TIME -> type.equals(SimpleType.DURATION);
            case BYTES, UUID, JSON, SET, ARRAY, BITS, INTERVAL, OPAQUE, GEOMETRY -> false;
        };
    }

    /// A result as a value of a kind.
    static @Nullable Object out(Object result, Kind kind) throws NoAnswer {
        return switch (result) {
            case NullValue _ -> null;
            case Boolean truth when kind == Kind.BOOLEAN -> truth;
            case Boolean truth when kind == Kind.INTEGER -> truth ? 1L : 0L;
            case Long number when kind == Kind.INTEGER -> number;
            case Long number when kind == Kind.DECIMAL -> Decimal.of(number).number();
            case Decimal number when kind == Kind.DECIMAL -> number.number();
            case Double number when kind == Kind.DOUBLE -> number;
            case Double number when kind == Kind.FLOAT -> number.floatValue();
            case String text when kind == Kind.TEXT || kind == Kind.ENUM -> bounded(text);
            case Instant instant -> moment(instant, kind);
            case java.time.Duration time when kind == Kind.TIME -> time;
            default -> throw new NoAnswer("its result is no value of the column's type");
        };
    }

    private static Object moment(Instant instant, Kind kind) throws NoAnswer {
        LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        return switch (kind) {
            case INSTANT -> instant;
            case TIMESTAMP -> time;
            case DATE -> {
                if (!time.toLocalTime().equals(LocalTime.MIDNIGHT)) {
                    throw new NoAnswer("its result is a date with a time of day");
                }
                yield time.toLocalDate();
            }
            default -> throw new NoAnswer("its result is no value of the column's type");
        };
    }

    private static String bounded(String text) throws NoAnswer {
        if (text.length() > TEXT_MAX) {
            throw new NoAnswer("its result has more than " + TEXT_MAX + " characters");
        }
        return text;
    }

    /// Why an expression has no answer, in words and without values.
    static final class NoAnswer extends Exception {
        private static final long serialVersionUID = 1;

        private final boolean ofValues;

        NoAnswer(String words) {
            this(words, false);
        }

        private NoAnswer(String words, boolean ofValues) {
            super(words);
            this.ofValues = ofValues;
        }

        static NoAnswer ofValues() {
            return new NoAnswer("it has no answer for these values", true);
        }

        /// Whether other values would give one: null in their place may be why there is none.
        boolean isOfValues() {
            return ofValues;
        }
    }
}
