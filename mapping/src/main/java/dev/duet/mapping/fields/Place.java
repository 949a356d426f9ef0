package dev.duet.mapping.fields;

import dev.duet.mapping.types.CannotConvert;
import dev.duet.mapping.types.TypeTable;
import dev.duet.mapping.types.ValueFunction;
import dev.duet.schemas.Column;
import dev.duet.schemas.PeerKey;
import dev.duet.schemas.config.DatabaseKind;
import dev.duet.schemas.types.Kind;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;

/// The column that holds a field on one system.
///
/// @param crosswalk which of the system's keys stand for which of the peer's
/// @param reference the table whose keys it holds; null when it holds the field's values
public record Place(
        String system,
        DatabaseKind database,
        Column column,
        PeerKey.Crosswalk crosswalk,
        @Nullable Reference reference) {
    public Place(String system, DatabaseKind database, Column column) {
        this(system, database, column, PeerKey.Crosswalk.NONE, null);
    }

    /// The same where the column holds keys that the systems make up.
    public Place with(PeerKey.Crosswalk keys) {
        return new Place(system, database, column, keys, reference);
    }

    /// The same where the column holds keys of a table.
    public Place with(Reference table) {
        return new Place(system, database, column, crosswalk, table);
    }

    /// Where the field's values themselves stand in the system.
    Place ofValues() {
        return reference == null ? this : new Place(system, database, reference.value());
    }

    public Kind kind() {
        return column.kind();
    }

    /// Lets through what the column holds, and refuses the rest.
    public ValueFunction fits(String field) {
        return TypeTable.fits(database, column, field);
    }

    /// A value as the file spells it.
    ///
    /// @throws Misfit when it is none of the column's
    Object parsed(String text) {
        try {
            Object value = kind().parse(text);
            return fits(column.name()).apply(value);
        } catch (IllegalArgumentException | DateTimeException | CannotConvert e) {
            throw new Misfit(
                    "'%s' is no value of column %s in %s, which is %s"
                            .formatted(text, column.name(), system, column.type()),
                    "write a value that the column can hold");
        }
    }

    /// `status in crm (text)`.
    String words() {
        return column.name() + " in " + system + " (" + column.type() + ")";
    }

    Place inexact() {
        return new Place(system, database, column.inexact(), crosswalk, reference);
    }
}
