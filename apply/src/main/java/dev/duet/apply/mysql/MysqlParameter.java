package dev.duet.apply.mysql;

import java.util.function.Function;

/// How one MySQL column's values are written: what stands in the SQL for each, and what is bound to
/// it.
///
/// Moments are bound as strings, so no time zone of the driver's touches them; the session's must
/// be UTC, for `timestamp` columns. Floating point is bound as a string too: a literal would be a
/// decimal to MySQL. Immutable.
public final class MysqlParameter {
    /// Bytes decide, blanks at the end count.
    private static final String EXACT_COLLATION = " COLLATE utf8mb4_0900_bin";

    private final String placeholder;
    private final Comparison comparison;
    private final Function<Object, Object> jdbcValue;

    MysqlParameter(String placeholder, Comparison comparison, Function<Object, Object> jdbcValue) {
        this.placeholder = placeholder;
        this.comparison = comparison;
        this.jdbcValue = jdbcValue;
    }

    /// The expression, with one question mark, that has the bound value in the column's type.
    public String placeholder() {
        return placeholder;
    }

    /// A condition, with one question mark, that the column holds exactly the value, null included:
    /// letter for letter, and as parsed for JSON.
    public String equality(String column) {
        return equality(column, placeholder);
    }

    /// The same for a value that stands elsewhere, as [#placeholder] made it.
    String equality(String column, String value) {
        return switch (comparison) {
            case AS_PARSED -> "CAST(CAST(" + column + " AS CHAR) AS JSON) <=> " + value;
            case PLAIN -> column + " <=> " + value;
            case LETTERS -> column + EXACT_COLLATION + " <=> " + value;
            case CONVERTED ->
                    "CONVERT(" + column + " USING utf8mb4)" + EXACT_COLLATION + " <=> " + value;
            case AS_BYTES -> "CAST(" + column + " AS BINARY) <=> CAST(" + value + " AS BINARY)";
        };
    }

    /// What to bind with `setObject` for a value that is not null.
    public Object jdbcValue(Object value) {
        return jdbcValue.apply(value);
    }

    /// How a condition compares.
    enum Comparison {
        PLAIN,
        /// A collation that ignores case must not hide a change of it.
        LETTERS,
        /// The same for texts in another character set, and for labels.
        CONVERTED,
        AS_BYTES,
        /// JSON as its text parses: a date or a decimal inside JSON is a string or a number to
        /// every other system.
        AS_PARSED
    }
}
