package dev.duet.apply;

import dev.duet.schemas.Row;

/// A row as it was found.
///
/// @param version another one whenever the row was written since, whatever was written; empty where
///   the database does not tell
public record VersionedRow(Row row, String version) {}
