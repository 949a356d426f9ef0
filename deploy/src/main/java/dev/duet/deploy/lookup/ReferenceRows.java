package dev.duet.deploy.lookup;

import dev.duet.schemas.Column;

import java.util.List;

/// The rows of a reference table, as its database has them now. Any thread may ask.
@FunctionalInterface
interface ReferenceRows {
    /// One row.
    record Pair(Object key, Object value) {}

    /// The rows that have exactly this in a column; of very many not all.
    ///
    /// @param by the table's key or value
    List<Pair> with(Column by, Object asked);
}
