package dev.duet.schemas;

import dev.duet.schemas.types.Kind;

/// One column as its database declares it.
///
/// @param name as the catalog spells it
/// @param type the database's own type with its modifiers: `numeric(10,2)`, `int unsigned`, `_text`
///   never (`text[]`)
/// @param kind what its values are once read
public record Column(String name, String type, Kind kind, boolean nullable) {}
