package dev.duet.schemas.catalog;

import dev.duet.schemas.TableName;
import java.util.List;
import java.util.Optional;

/// A table as its database declares it.
///
/// @param primaryKey its columns in key order; empty when there is none
/// @param uniques the unique constraints and indexes beside the primary key
/// @param foreignKeys from this table to others, or to itself
/// @param triggers the names of its row triggers that fire on ordinary writes
public record Table(
        TableName name,
        List<TableColumn> columns,
        List<String> primaryKey,
        List<UniqueKey> uniques,
        List<ForeignKey> foreignKeys,
        List<String> triggers) {
    public Table {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        uniques = List.copyOf(uniques);
        foreignKeys = List.copyOf(foreignKeys);
        triggers = List.copyOf(triggers);
    }

    public Optional<TableColumn> column(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    /// @param partial whether it covers only some rows
    public record UniqueKey(String name, List<String> columns, boolean partial) {
        public UniqueKey {
            columns = List.copyOf(columns);
        }
    }

    /// @param onDelete the action in SQL's words: `NO ACTION`, `RESTRICT`, `CASCADE`, `SET NULL`, `SET DEFAULT`
    public record ForeignKey(String name, List<String> columns, TableName target, List<String> targetColumns, String onDelete) {
        public ForeignKey {
            columns = List.copyOf(columns);
            targetColumns = List.copyOf(targetColumns);
        }
    }
}
