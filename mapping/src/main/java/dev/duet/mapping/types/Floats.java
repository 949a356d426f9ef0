package dev.duet.mapping.types;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/// Binary floating point: `Float` or `Double`.
///
/// @param single 4 bytes, else 8
/// @param specials whether NaN and the infinities are among them
/// @param digits MySQL's `float(digits,scale)` rounds what it stores; -1 where it does not
record Floats(boolean single, boolean specials, boolean unsigned, int digits, int scale)
        implements Domain {
    static Floats postgres(boolean single) {
        return new Floats(single, true, false, -1, 0);
    }

    @Override
    public @Nullable String misfit(Object value) {
        double number = ((Number) value).doubleValue();
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return specials ? null : "neither NaN nor infinities can be stored";
        }
        if (unsigned && number < 0) {
            return "below 0";
        }
        if (single && (float) number != number) {
            return "more precise than 4 bytes";
        }
        return digits < 0
                ? null
                : rounded(
                        new BigDecimal(
                                single ? Float.toString((float) number) : Double.toString(number)));
    }

    private @Nullable String rounded(BigDecimal number) {
        boolean kept =
                number.stripTrailingZeros().scale() <= scale
                        && number.abs().compareTo(BigDecimal.ONE.movePointRight(digits - scale))
                                < 0;
        return kept ? null : "rounded to (" + digits + "," + scale + ")";
    }

    @Override
    public Cover of(Domain other) {
        Floats floats = (Floats) other;
        boolean range = (!single || floats.single) && (!unsigned || floats.unsigned);
        boolean unrounded = digits < 0 || digits == floats.digits && scale == floats.scale;
        return Cover.allIf(range && unrounded)
                .and(Cover.allButOddUnless(specials || !floats.specials));
    }

    @Override
    public String limits() {
        String size = single ? "4 bytes" : "8 bytes";
        return (digits < 0 ? size : size + " rounded to (" + digits + "," + scale + ")")
                + (specials ? "" : ", no NaN, no infinities");
    }
}
