package dev.duet.capture.internal;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Values that were logged before their column was given another type, as both databases' `ALTER
/// TABLE` converts them: whole and decimal numbers, and texts of such. Others cannot be read.
/// Stateless.
public final class FormerType {
    private static final int LONG_DIGITS = 19;

    private FormerType() {}

    /// The text of a value that is one, or was a number.
    ///
    /// @throws IllegalArgumentException when it was neither
    public static String text(Object value) {
        return value instanceof String text ? text : decimal(value).toPlainString();
    }

    /// The whole number that a value is, or has become: rounded half away from zero.
    ///
    /// @throws IllegalArgumentException when it was no number, or is too large
    public static long integer(Object value) {
        if (value instanceof Long || value instanceof Integer || value instanceof Short) {
            return ((Number) value).longValue();
        }
        BigDecimal number = decimal(value);
        try {
            if (number.precision() - number.scale() <= LONG_DIGITS) {
                return number.setScale(0, RoundingMode.HALF_UP).longValueExact();
            }
        } catch (ArithmeticException _) {
            // of as many digits as the largest, and larger
        }
        throw new IllegalArgumentException("a number is too large for 64 bits");
    }

    /// The floating point number that a value is, or has become: the nearest.
    ///
    /// @throws IllegalArgumentException when it was no number
    public static double real(Object value) {
        return value instanceof Number number ? number.doubleValue() : decimal(value).doubleValue();
    }

    /// @throws IllegalArgumentException when it was no number
    public static BigDecimal decimal(Object value) {
        return switch (value) {
            case BigDecimal number -> number;
            case Long number -> BigDecimal.valueOf(number);
            case Integer number -> BigDecimal.valueOf(number);
            case Short number -> BigDecimal.valueOf(number);
            case String text -> new BigDecimal(text.strip());
            default ->
                    throw new IllegalArgumentException(
                            "a value of type %s was logged before the column was altered"
                                    .formatted(value.getClass().getSimpleName()));
        };
    }
}
