package dev.duet.deploy.scaffold;

import dev.duet.schemas.catalog.Table;

import java.sql.SQLException;
import java.util.List;

/// Some rows of both databases. One thread.
interface Samples {
    /// The rows of two tables that have one key, as far as they are in the sample.
    ///
    /// @param key the pairs of the primary keys' columns
    List<RowPair> of(Table postgres, Table mysql, List<ColumnPair> key) throws SQLException;
}
