package dev.duet.apply.conflict.rules;

import dev.duet.schemas.types.Decimals;
import dev.duet.schemas.types.Kind;
import dev.duet.schemas.types.Special;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/// Order and sums of canonical values.
public final class Values {
    private Values() {}

    /// How values of one kind are compared.
    public enum Order {
        /// As everybody expects.
        NATURAL,
        /// By the characters' codes, whatever the column's collation.
        BY_CODE,
        /// In a way that means nothing, or not at all.
        NONE
    }

    public static Order order(Kind kind) {
        return switch (kind) {
            case BOOLEAN, INTEGER, DECIMAL, FLOAT, DOUBLE, DATE, TIME, TIMESTAMP, INSTANT ->
                    Order.NATURAL;
            case TEXT, UUID -> Order.BY_CODE;
            case BYTES, INTERVAL, JSON, ENUM, SET, BITS, ARRAY, GEOMETRY, OPAQUE -> Order.NONE;
        };
    }

    /// Whether values of the kind can be added up so that the order does not matter.
    public static boolean isSummable(Kind kind) {
        return kind == Kind.INTEGER || kind == Kind.DECIMAL;
    }

    /// A total order of the values of one column: null, what lies below all, the ordinary ones,
    /// what lies above all.
    public static int compare(@Nullable Object one, @Nullable Object two) {
        int byRank = Integer.compare(rank(one), rank(two));
        return byRank != 0 || one == null || two == null ? byRank : ordinary(one, two);
    }

    private static int rank(@Nullable Object value) {
        return switch (value) {
            case null -> 0;
            case Special special ->
                    switch (special) {
                        case NEGATIVE_INFINITY -> 1;
                        case ZERO_DATE -> 2;
                        case INFINITY -> 4;
                        case NAN -> 5;
                    };
            default -> 3;
        };
    }

    @SuppressWarnings("unchecked") // both are of the class that carries the column's kind
    private static int ordinary(Object one, Object two) {
        return one instanceof Comparable<?> comparable && one.getClass() == two.getClass()
                ? ((Comparable<Object>) comparable).compareTo(two)
                : one.toString().compareTo(two.toString());
    }

    /// `one + two`; null counts as nothing. Whole numbers wrap around, so that a sum does not
    /// depend on its order; what does not fit in the end is the database's to refuse.
    public static Object plus(@Nullable Object one, @Nullable Object two) {
        if (one instanceof BigDecimal || two instanceof BigDecimal) {
            return Decimals.normal(decimal(one).add(decimal(two)));
        }
        return whole(one) + whole(two);
    }

    /// `one - two`, likewise.
    public static Object minus(@Nullable Object one, @Nullable Object two) {
        if (one instanceof BigDecimal || two instanceof BigDecimal) {
            return Decimals.normal(decimal(one).subtract(decimal(two)));
        }
        return whole(one) - whole(two);
    }

    private static BigDecimal decimal(@Nullable Object value) {
        return switch (value) {
            case null -> BigDecimal.ZERO;
            case BigDecimal number -> number;
            case Long number -> BigDecimal.valueOf(number);
            default -> throw notANumber();
        };
    }

    private static long whole(@Nullable Object value) {
        return switch (value) {
            case null -> 0;
            case Long number -> number;
            default -> throw notANumber();
        };
    }

    private static IllegalArgumentException notANumber() {
        return new IllegalArgumentException("only numbers can be summed up");
    }
}
