package dev.duet.schemas.catalog;

import org.jspecify.annotations.Nullable;

/// A column as its database declares it.
///
/// @param type the database's own type with modifiers: PostgreSQL's `format_type()`, MySQL's `COLUMN_TYPE`; a domain's
///     base type
/// @param defaultValue the default's text, or null
/// @param generated computed by the database from other columns: never written
/// @param automatic its value comes from a sequence, identity or AUTO_INCREMENT when none is given
/// @param collation the collation's name, or null where that has no meaning
public record TableColumn(
        String name,
        String type,
        boolean nullable,
        @Nullable String defaultValue,
        boolean generated,
        boolean automatic,
        @Nullable String collation) {}
