package dev.duet.schemas.catalog;

import org.jspecify.annotations.Nullable;

/// A column as its database declares it.
///
/// @param name as the catalog spells it
/// @param type the database's own type with modifiers, in the form that `schemas.types.TypeText`
///   reads
/// @param defaultValue the default's text, for an identity column its clause, or null
/// @param generated computed by the database from other columns: never written
/// @param automatic its value comes from a sequence, identity or AUTO_INCREMENT when none is given
/// @param selfUpdating MySQL's ON UPDATE CURRENT_TIMESTAMP: an update that does not set it changes
///   it
/// @param collation the collation's name, or null where that has no meaning
public record TableColumn(
        String name,
        String type,
        boolean nullable,
        @Nullable String defaultValue,
        boolean generated,
        boolean automatic,
        boolean selfUpdating,
        @Nullable String collation) {

    /// Whether a row can be inserted without a value for it.
    public boolean mayBeLeftOut() {
        return nullable || generated || automatic || defaultValue != null;
    }
}
