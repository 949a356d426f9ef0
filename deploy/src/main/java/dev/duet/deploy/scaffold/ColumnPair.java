package dev.duet.deploy.scaffold;

import dev.duet.schemas.catalog.TableColumn;

/// Two columns that are to be one field.
///
/// @param confidence from 0 to 1
/// @param reason what speaks for it, in words
record ColumnPair(
        TableColumn postgres, TableColumn mysql, double confidence, String reason, Form form) {}
