package dev.duet.mapping.types;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;

/// JSON in its normal form.
///
/// @param exactNumbers whether numbers keep all their digits, as PostgreSQL's do; MySQL's are
///   64-bit integers or doubles
record JsonDocuments(boolean exactNumbers) implements Domain {
    private static final int MYSQL_DEPTH_MAX = 100;
    private static final int SAFE_DIGITS = 15;
    private static final BigDecimal INTEGER_MIN = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal INTEGER_MAX =
            new BigDecimal(BigInteger.TWO.pow(64).subtract(BigInteger.ONE));

    @Override
    public @Nullable String misfit(Object value) {
        String text = (String) value;
        int depth = 0;
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '"') {
                int end = endOfString(text, i);
                if (exactNumbers && hasNul(text, i, end)) {
                    return "PostgreSQL's JSON cannot hold U+0000";
                }
                i = end;
            } else if (c == '{' || c == '[') {
                depth++;
                i++;
            } else if (c == '}' || c == ']') {
                depth--;
                i++;
            } else if (!exactNumbers && (c == '-' || c >= '0' && c <= '9')) {
                int end = endOfNumber(text, i);
                if (!isMysqlNumber(text, i, end)) {
                    return "a number with more digits than MySQL's JSON keeps";
                }
                i = end;
            } else {
                i++;
            }
            if (!exactNumbers && depth > MYSQL_DEPTH_MAX) {
                return "nested deeper than " + MYSQL_DEPTH_MAX;
            }
        }
        return null;
    }

    private static int endOfString(String text, int start) {
        int i = start + 1;
        while (text.charAt(i) != '"') {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return i + 1;
    }

    private static boolean hasNul(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (text.charAt(i) == '\\') {
                if (text.startsWith("u0000", i + 1)) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    private static int endOfNumber(String text, int start) {
        int i = start;
        while (i < text.length() && "+-.E0123456789".indexOf(text.charAt(i)) >= 0) {
            i++;
        }
        return i;
    }

    private static boolean isMysqlNumber(String text, int start, int end) {
        if (end - start <= SAFE_DIGITS && text.indexOf('E', start, end) < 0) {
            return true;
        }
        BigDecimal number = new BigDecimal(text.substring(start, end));
        if (number.stripTrailingZeros().scale() <= 0
                && number.compareTo(INTEGER_MIN) >= 0
                && number.compareTo(INTEGER_MAX) <= 0) {
            return true;
        }
        double nearest = number.doubleValue();
        return !Double.isInfinite(nearest)
                && new BigDecimal(Double.toString(nearest)).compareTo(number) == 0;
    }

    @Override
    public Cover of(Domain other) {
        return other instanceof JsonDocuments ? Cover.ALL_BUT_ODD : Cover.SOME;
    }

    @Override
    public String limits() {
        return exactNumbers ? "no U+0000" : "numbers of 64 bits or double precision, 100 levels";
    }
}
