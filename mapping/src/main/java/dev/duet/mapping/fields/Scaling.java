package dev.duet.mapping.fields;

import dev.duet.mapping.types.CannotConvert;
import dev.duet.mapping.types.TypeTable;
import dev.duet.mapping.types.ValueFunction;
import dev.duet.schemas.config.Conversion.Scale;
import dev.duet.schemas.config.Rounding;
import dev.duet.schemas.types.Decimals;
import dev.duet.schemas.types.Kind;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;

/// `convert`: the same quantity in two units. The canonical value is that of the coarser column,
/// the one whose last digit is worth more: each of its values has one of its own in the finer
/// column, the nearest, and is read from that again whatever the rounding. The other values of the
/// finer column are rounded as the file says.
final class Scaling {
    /// For a number without a limit; more digits than anybody counts.
    private static final int SCALE_MAX = 30;

    private final String field;
    private final Scale scale;

    private Scaling(String field, Scale scale) {
        this.field = field;
        this.scale = scale;
    }

    /// @param summed whether the field is a counter
    static Ends of(String field, Scale scale, Place first, Place second, boolean summed) {
        return new Scaling(field, scale).ends(first, second, summed);
    }

    private Ends ends(Place first, Place second, boolean summed) {
        requireNumbers(first);
        requireNumbers(second);
        Optional<Place> smaller = smallerUnit(first, second);
        BigDecimal factor = smaller.isPresent() ? scale.factor() : BigDecimal.ONE;
        if (summed && !isPowerOfTen(factor)) {
            throw new Misfit(
                    "'sum' adds up differences, which this factor does not keep exactly",
                    "give the field another on-conflict, or a factor that is a power of ten");
        }
        Place base = smaller.filter(first::equals).isPresent() ? second : first;
        Place into = base.equals(first) ? second : first;
        int baseScale = Math.min(digits(base), scale.digits().orElse(SCALE_MAX));
        int intoScale = digits(into);
        if (smaller.isEmpty()) {
            intoScale = Math.min(intoScale, scale.digits().orElse(SCALE_MAX));
        }
        // what the last digit of the one is worth in digits of the other
        boolean baseIsCoarser =
                factor.compareTo(BigDecimal.ONE.scaleByPowerOfTen(baseScale - intoScale)) >= 0;
        Place coarser = baseIsCoarser ? base : into;
        Unit unit = new Unit(coarser.kind(), baseIsCoarser ? baseScale : intoScale);
        Ends.End ofBase = end(base, unit, BigDecimal.ONE, baseIsCoarser ? BigDecimal.ONE : factor);
        Ends.End ofInto = end(into, unit, baseIsCoarser ? factor : BigDecimal.ONE, BigDecimal.ONE);
        return new Ends(
                coarser.column(),
                base.equals(first) ? ofBase : ofInto,
                base.equals(first) ? ofInto : ofBase);
    }

    private static void requireNumbers(Place place) {
        if (place.kind() != Kind.INTEGER && place.kind() != Kind.DECIMAL) {
            throw new Misfit(
                    "'convert' is for exact numbers, not for " + place.words(),
                    "declare the column as a decimal or whole number, or remove convert");
        }
    }

    /// The system whose numbers are the greater ones; empty when both have the same unit.
    private Optional<Place> smallerUnit(Place first, Place second) {
        if (scale.into().isPresent()) {
            return Optional.of(scale.into().get().equals(first.system()) ? first : second);
        }
        boolean here = first.kind() == Kind.INTEGER;
        boolean there = second.kind() == Kind.INTEGER;
        if (here != there) {
            return Optional.of(here ? first : second);
        }
        if (scale.digits().isPresent() && !here) {
            return Optional.empty(); // amounts on both sides
        }
        throw new Misfit(
                "which side has the smaller unit is not plain: %s, %s"
                        .formatted(first.words(), second.words()),
                "write convert: { %s: %s, into: <system> } with the system that has it"
                        .formatted(scale.word(), scale.argument()));
    }

    private static int digits(Place place) {
        return Math.min(TypeTable.scale(place.database(), place.column()), SCALE_MAX);
    }

    static boolean isPowerOfTen(BigDecimal factor) {
        return factor.stripTrailingZeros().unscaledValue().equals(BigInteger.ONE);
    }

    /// What canonical values are.
    private record Unit(Kind kind, int scale) {}

    /// The numbers of one column: `canonical * times / parts`.
    private Ends.End end(Place place, Unit unit, BigDecimal times, BigDecimal parts) {
        int scaleMax = digits(place);
        ValueFunction fits = place.fits(field);
        if (times.compareTo(parts) == 0 && scaleMax <= unit.scale) {
            return new Ends.End(
                    place,
                    value -> carried(number(value), unit.kind),
                    value -> fits.apply(carried(number(value), place.kind())));
        }
        ValueFunction write =
                value ->
                        fits.apply(
                                carried(
                                        nearest(number(value), times, parts, scaleMax),
                                        place.kind()));
        ValueFunction read =
                value -> {
                    BigDecimal number = number(value);
                    BigDecimal nearest = nearest(number, parts, times, unit.scale);
                    boolean isImage =
                            nearest(nearest, times, parts, scaleMax).compareTo(number) == 0;
                    return carried(
                            isImage ? nearest : rounded(number, parts, times, unit.scale),
                            unit.kind);
                };
        boolean exact =
                scale.rounding() == Rounding.REFUSE || isFinite(times, parts, scaleMax, unit.scale);
        return new Ends.End(
                exact ? place : place.inexact(),
                read,
                write,
                difference ->
                        carried(nearest(number(difference), times, parts, scaleMax), place.kind()));
    }

    /// Whether every value of the column is one of the field's, digit by digit.
    private static boolean isFinite(BigDecimal times, BigDecimal parts, int scaleMax, int scale) {
        if (!isPowerOfTen(times) || !isPowerOfTen(parts)) {
            return false;
        }
        int moved = times.stripTrailingZeros().scale() - parts.stripTrailingZeros().scale();
        return scaleMax - moved <= scale;
    }

    private static BigDecimal nearest(
            BigDecimal number, BigDecimal times, BigDecimal parts, int scale) {
        return number.multiply(times).divide(parts, scale, RoundingMode.HALF_EVEN);
    }

    private BigDecimal rounded(BigDecimal number, BigDecimal times, BigDecimal parts, int digits) {
        RoundingMode mode =
                scale.rounding()
                        .mode()
                        .orElseThrow(
                                () ->
                                        new CannotConvert(
                                                field,
                                                "more digits than the other side has, and nothing"
                                                        + " says how to round"));
        return number.multiply(times).divide(parts, digits, mode);
    }

    private BigDecimal number(Object value) {
        return switch (value) {
            case Long whole -> BigDecimal.valueOf(whole);
            case BigDecimal number -> number;
            default ->
                    throw new CannotConvert(field, value + " is no number that can be converted");
        };
    }

    private Object carried(BigDecimal number, Kind kind) {
        if (kind == Kind.DECIMAL) {
            return Decimals.normal(number);
        }
        try {
            return number.longValueExact();
        } catch (ArithmeticException e) {
            throw new CannotConvert(field, "too large a number");
        }
    }
}
