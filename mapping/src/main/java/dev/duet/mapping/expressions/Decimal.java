package dev.duet.mapping.expressions;

import dev.duet.schemas.types.Decimals;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// An exact number in an expression. CEL compares by `equals` what it does not know, and takes
/// every `Number` for one that it knows.
record Decimal(BigDecimal number) implements Comparable<Decimal> {
    /// Of a quotient that has no end.
    private static final MathContext DIGITS = MathContext.DECIMAL128;

    /// More digits, or a larger exponent, no column has.
    private static final int SIZE_MAX = 2_000;

    Decimal {
        if (number.precision() > SIZE_MAX || Math.abs(number.scale()) > SIZE_MAX) {
            throw new ArithmeticException("overflow");
        }
        number = Decimals.normal(number);
    }

    /// A literal `0.05` is the number that it spells.
    static Decimal of(Object value) {
        return switch (value) {
            case Decimal decimal -> decimal;
            case Long whole -> new Decimal(BigDecimal.valueOf(whole));
            case Double number -> new Decimal(BigDecimal.valueOf(number));
            case String text -> new Decimal(new BigDecimal(text.strip()));
            default -> throw new IllegalArgumentException("no number");
        };
    }

    Decimal plus(Decimal other) {
        return new Decimal(number.add(other.number));
    }

    Decimal minus(Decimal other) {
        return new Decimal(number.subtract(other.number));
    }

    Decimal times(Decimal other) {
        return new Decimal(number.multiply(other.number));
    }

    Decimal by(Decimal other) {
        if (other.number.signum() == 0) {
            throw new ArithmeticException("division by zero");
        }
        return new Decimal(number.divide(other.number, DIGITS));
    }

    Decimal round(long digits) {
        int scale = Math.toIntExact(Math.clamp(digits, -SIZE_MAX, SIZE_MAX));
        return new Decimal(number.setScale(scale, RoundingMode.HALF_UP));
    }

    @Override
    public int compareTo(Decimal other) {
        return number.compareTo(other.number);
    }

    @Override
    public String toString() {
        return Decimals.text(number);
    }
}
