package dev.duet.deploy.scaffold;

import dev.duet.schemas.catalog.Table;

import java.util.List;

/// Two tables that are to be one entity.
///
/// @param confidence from 0 to 1
/// @param reason what speaks for it, in words
/// @param key the pairs of both primary keys, in PostgreSQL's order
/// @param keys how the keys of rows stand to each other
/// @param fields the other pairs, in PostgreSQL's order
/// @param postgresOnly the columns without a counterpart
record TablePair(
        Table postgres,
        Table mysql,
        double confidence,
        String reason,
        List<ColumnPair> key,
        Keys keys,
        List<ColumnPair> fields,
        List<Lone> postgresOnly,
        List<Lone> mysqlOnly) {
    TablePair {
        key = List.copyOf(key);
        fields = List.copyOf(fields);
        postgresOnly = List.copyOf(postgresOnly);
        mysqlOnly = List.copyOf(mysqlOnly);
    }

    /// Whether a key names one record on both sides.
    enum Keys {
        /// The same key is the same record, as far as anybody knows.
        SHARED,
        /// Both sides make up keys, and nothing shows whether they are the same.
        UNKNOWN,
        /// Both sides make up keys, and they are not the same.
        APART
    }
}
