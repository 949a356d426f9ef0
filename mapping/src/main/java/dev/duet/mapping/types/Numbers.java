package dev.duet.mapping.types;

import dev.duet.schemas.types.Decimals;
import dev.duet.schemas.types.Special;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;

/// Exact numbers: integers as `Long`, decimals as `BigDecimal`.
///
/// @param scale how many digits after the point
/// @param specials whether NaN and the infinities are among them
record Numbers(BigDecimal min, BigDecimal max, int scale, boolean specials, boolean year)
        implements Domain {
    /// PostgreSQL's `numeric` without modifiers.
    private static final int UNLIMITED_DIGITS = 131_072;

    private static final int UNLIMITED_SCALE = 16_383;

    private static final BigDecimal LONG_MIN = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

    static Numbers whole(long min, long max) {
        return new Numbers(BigDecimal.valueOf(min), BigDecimal.valueOf(max), 0, false, false);
    }

    /// Whole numbers of that many bits without sign.
    static Numbers unsigned(int bits) {
        return new Numbers(
                BigDecimal.ZERO,
                new BigDecimal(BigInteger.TWO.pow(bits).subtract(BigInteger.ONE)),
                0,
                false,
                false);
    }

    /// MySQL's `year`: 0 and 1901 to 2155.
    static Numbers years() {
        return new Numbers(BigDecimal.ZERO, BigDecimal.valueOf(2155), 0, false, true);
    }

    static Numbers decimal(int precision, int scale, boolean unsigned, boolean specials) {
        BigDecimal max =
                BigDecimal.TEN.pow(precision).subtract(BigDecimal.ONE).movePointLeft(scale);
        return new Numbers(unsigned ? BigDecimal.ZERO : max.negate(), max, scale, specials, false);
    }

    static Numbers unlimited() {
        BigDecimal max = BigDecimal.ONE.movePointRight(UNLIMITED_DIGITS);
        return new Numbers(max.negate(), max, UNLIMITED_SCALE, true, false);
    }

    static Numbers money() {
        return new Numbers(
                new BigDecimal("-92233720368547758.08"),
                new BigDecimal("92233720368547758.07"),
                2,
                false,
                false);
    }

    @Override
    public @Nullable String misfit(Object value) {
        return switch (value) {
            case Long number ->
                    outside(BigDecimal.valueOf(number)) ? "outside of " + limits() : null;
            case BigDecimal number -> {
                if (outside(number)) {
                    yield "outside of " + limits();
                }
                yield number.scale() > scale
                        ? "more than " + scale + " digits after the point"
                        : null;
            }
            case Special special -> specials ? null : special.text() + " is no number here";
            case Object other -> "no number";
        };
    }

    private boolean outside(BigDecimal number) {
        return number.compareTo(min) < 0
                || number.compareTo(max) > 0
                || year && number.signum() != 0 && number.intValue() < 1901;
    }

    /// Whether all its values are whole and of 64 bits.
    boolean isLong() {
        return scale == 0
                && !specials
                && min.compareTo(LONG_MIN) >= 0
                && max.compareTo(LONG_MAX) <= 0;
    }

    @Override
    public Cover of(Domain other) {
        Numbers numbers = (Numbers) other;
        boolean range =
                min.compareTo(numbers.min) <= 0
                        && max.compareTo(numbers.max) >= 0
                        && scale >= numbers.scale;
        return Cover.allIf(range && (!year || numbers.year))
                .and(Cover.allButOddUnless(specials || !numbers.specials));
    }

    @Override
    public String limits() {
        if (year) {
            return "0 and 1901 to 2155";
        }
        return scale == UNLIMITED_SCALE
                ? "any number"
                : Decimals.text(min) + " to " + Decimals.text(max);
    }
}
