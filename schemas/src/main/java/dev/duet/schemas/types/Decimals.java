package dev.duet.schemas.types;

import java.math.BigDecimal;

/// The normal form of exact numbers: equal by `equals` exactly when equal as numbers.
public final class Decimals {
    /// More digits than this on either side of the point are written with an exponent.
    private static final int PLAIN_DIGITS_MAX = 40;

    private Decimals() {}

    /// Without trailing zeros, so that `1.50`, `1.5` and `15E-1` are one value.
    public static BigDecimal normal(BigDecimal value) {
        return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    }

    /// `100`, `0.5`, `1E+50`: plain as long as people can read it.
    public static String text(BigDecimal value) {
        boolean plain =
                Math.abs(value.scale()) <= PLAIN_DIGITS_MAX
                        && value.precision() <= 2 * PLAIN_DIGITS_MAX;
        return plain ? value.toPlainString() : value.toString();
    }
}
