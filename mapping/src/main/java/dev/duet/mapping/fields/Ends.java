package dev.duet.mapping.fields;

import dev.duet.mapping.types.CannotConvert;
import dev.duet.mapping.types.TypePair;
import dev.duet.mapping.types.ValueFunction;
import dev.duet.schemas.Column;
import dev.duet.schemas.config.DatabaseKind;
import dev.duet.schemas.types.Decimals;
import dev.duet.schemas.types.Kind;

import java.math.BigDecimal;

/// A field's values, and how they are read from and written to each system.
///
/// @param values of the field: what is a column of canonical records, under another name
record Ends(Column values, End first, End second) {

    /// @param read the column's values to the field's
    /// @param write the field's to the column's
    /// @param differences what the column is raised by when the field is
    record End(Place place, ValueFunction read, ValueFunction write, ValueFunction differences) {
        End(Place place, ValueFunction read, ValueFunction write) {
            this(place, read, write, into(place.kind()));
        }
    }

    /// As the types of the columns say: the field's values are those of the system listed first, as
    /// they come back from the other one where that knows no other spelling.
    static Ends typed(Place first, Place second, TypePair pair) {
        return switch (pair) {
            case TypePair.Refused refused -> throw new Misfit(refused.reason(), refused.mend());
            case TypePair.Carried carried -> {
                boolean postgres = first.database() == DatabaseKind.POSTGRES;
                ValueFunction there = postgres ? carried.toMysql() : carried.toPostgres();
                ValueFunction back = postgres ? carried.toPostgres() : carried.toMysql();
                ValueFunction same = ValueFunction.IDENTITY;
                yield carried.isRespelled()
                        ? new Ends(
                                first.column(),
                                new End(spelled(first), normal(there, back), same),
                                new End(spelled(second), back, there))
                        : new Ends(
                                first.column(),
                                new End(first, same, same),
                                new End(second, back, there));
            }
        };
    }

    /// A value that the other side cannot hold stays as it is, to be refused when it is written
    /// there.
    private static ValueFunction normal(ValueFunction there, ValueFunction back) {
        return value -> {
            try {
                return back.apply(there.apply(value));
            } catch (CannotConvert _) {
                return value;
            }
        };
    }

    private static Place spelled(Place place) {
        return place.kind() == Kind.TEXT || place.kind() == Kind.ARRAY ? place.inexact() : place;
    }

    /// The form of a number does not depend on its range, as a value's does.
    private static ValueFunction into(Kind kind) {
        return difference ->
                switch (difference) {
                    case Long whole when kind == Kind.DECIMAL ->
                            Decimals.normal(BigDecimal.valueOf(whole));
                    case BigDecimal number when kind == Kind.INTEGER -> number.longValueExact();
                    default -> difference;
                };
    }
}
