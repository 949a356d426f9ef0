package dev.duet.mapping;

import dev.duet.mapping.types.TypePair;
import dev.duet.mapping.types.TypeTable;
import dev.duet.mapping.types.ValueFunction;
import dev.duet.schemas.Column;
import dev.duet.schemas.config.DatabaseKind;
import dev.duet.schemas.types.Decimals;
import dev.duet.schemas.types.Kind;

import java.math.BigDecimal;

/// What one field is: its values in canonical records, and the column that holds it on each system.
public sealed interface FieldMapping {
    /// The two columns cannot be kept in step.
    ///
    /// @param mend what to change so that they can
    record Refused(String reason, String mend) implements FieldMapping {}

    /// @param canonical the field as a column of canonical records
    record Carried(Column canonical, End first, End second) implements FieldMapping {}

    /// One system's column.
    ///
    /// @param read its values to the field's
    /// @param write the field's values to its
    record End(Column column, ValueFunction read, ValueFunction write) {
        /// What a counter's column is raised by: the form of a number does not depend on its range,
        /// as a value's does.
        ValueFunction differences() {
            Kind kind = column.kind();
            return difference ->
                    switch (difference) {
                        case Long whole when kind == Kind.DECIMAL ->
                                Decimals.normal(BigDecimal.valueOf(whole));
                        case BigDecimal number when kind == Kind.INTEGER -> number.longValueExact();
                        default -> difference;
                    };
        }
    }

    /// A field that both systems have in the same form, in columns of this name.
    static Carried same(Column column) {
        End end = new End(column, ValueFunction.IDENTITY, ValueFunction.IDENTITY);
        return new Carried(column, end, end);
    }

    /// The field as the system listed first has it.
    static FieldMapping of(String name, DatabaseKind firstKind, Column first, Column second) {
        TypePair pair =
                switch (firstKind) {
                    case POSTGRES -> TypeTable.pair(first, second);
                    case MYSQL -> TypeTable.pair(second, first);
                };
        return switch (pair) {
            case TypePair.Refused refused -> new Refused(refused.reason(), refused.mend());
            case TypePair.Carried carried -> {
                boolean postgres = firstKind == DatabaseKind.POSTGRES;
                ValueFunction read = postgres ? carried.toPostgres() : carried.toMysql();
                ValueFunction write = postgres ? carried.toMysql() : carried.toPostgres();
                yield new Carried(
                        new Column(name, first.type(), first.kind(), first.nullable()),
                        new End(first, ValueFunction.IDENTITY, ValueFunction.IDENTITY),
                        new End(second, read, write));
            }
        };
    }
}
