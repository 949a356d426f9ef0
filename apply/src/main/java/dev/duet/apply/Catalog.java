package dev.duet.apply;

import dev.duet.schemas.TableName;
import dev.duet.schemas.catalog.Table;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// Reads what a database says of its tables. One implementation for each kind of database, without
/// state.
public interface Catalog {
    /// The table, or nothing when it does not exist or may not be seen.
    Optional<Table> table(Connection connection, TableName name) throws SQLException;

    /// About how many rows a table has, as the database has it without counting; 0 where it does
    /// not know.
    long rows(Connection connection, TableName name) throws SQLException;
}
