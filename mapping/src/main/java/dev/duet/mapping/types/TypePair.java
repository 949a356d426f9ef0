package dev.duet.mapping.types;

/// What becomes of values between a PostgreSQL column and a MySQL column.
public sealed interface TypePair {
    /// The pair cannot be kept in step.
    ///
    /// @param mend what to change so that it can
    record Refused(String reason, String mend) implements TypePair {}

    /// The pair can be kept in step: at least some values go both ways.
    sealed interface Carried extends TypePair {
        /// One line for people; empty when there is nothing to say.
        String note();

        /// The lesser of how much of each column the other can hold; [Cover#SOME] is worth a
        /// finding.
        Cover cover();

        /// Whether texts or arrays that are spelled otherwise are one value to the other column: of
        /// such a spelling the other side knows nothing.
        default boolean isRespelled() {
            return false;
        }

        ValueFunction toMysql();

        ValueFunction toPostgres();
    }

    /// Every value of either column has its equal in the other.
    record Lossless(String note, ValueFunction toMysql, ValueFunction toPostgres)
            implements Carried {
        @Override
        public Cover cover() {
            return Cover.ALL;
        }
    }

    /// The value changes its form by a stated rule, and comes back the same, or as it is spelled.
    record Conversion(
            String name,
            String note,
            Cover cover,
            boolean isRespelled,
            ValueFunction toMysql,
            ValueFunction toPostgres)
            implements Carried {}

    /// Values keep their form, and those that the other column cannot hold are refused row by row.
    record Narrowing(String note, Cover cover, ValueFunction toMysql, ValueFunction toPostgres)
            implements Carried {}
}
