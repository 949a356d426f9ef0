package dev.duet.mapping.types;

import dev.duet.schemas.types.Kind;
import dev.duet.schemas.types.TypeText;

import org.jspecify.annotations.Nullable;

/// A column's type found in the table: what its values are and which of them it holds.
///
/// @param mend for a refused type, what to do instead
record ColumnType(
        String spelled,
        TypeText text,
        Kind kind,
        Domain domain,
        String note,
        @Nullable String mend) {
    static ColumnType of(String spelled, TypeText text, TypeRow row) {
        return new ColumnType(
                spelled, text, row.kind(), row.domain().apply(text), row.note(), row.mend());
    }
}
