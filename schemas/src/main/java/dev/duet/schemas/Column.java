package dev.duet.schemas;

import dev.duet.schemas.types.Kind;

/// One column as its database declares it; or one field of a canonical record.
///
/// @param name as the catalog spells it
/// @param type the database's own type with its modifiers: `numeric(10,2)`, `int unsigned`, `_text`
///   never (`text[]`)
/// @param kind what its values are once read
/// @param exact whether a canonical record tells what stands in the column. It does not where
///   several values read as one (normalised, rounded, cut) or where the core is not told of every
///   change: no guard can ask for such a column
public record Column(String name, String type, Kind kind, boolean nullable, boolean exact) {
    public Column(String name, String type, Kind kind, boolean nullable) {
        this(name, type, kind, nullable, true);
    }

    public Column inexact() {
        return new Column(name, type, kind, nullable, false);
    }
}
