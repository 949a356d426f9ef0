package dev.duet.schemas.catalog;

import dev.duet.schemas.TableName;

import java.util.List;
import java.util.Optional;

/// A table as its database declares it.
///
/// @param name as the catalog spells it
/// @param primaryKey its columns in key order; empty when there is none
/// @param uniques the unique constraints and indexes beside the primary key
/// @param foreignKeys from this table to others, or to itself
/// @param triggers the names of its triggers that fire on ordinary writes; MySQL shows them only to
///   those who may change them
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

    /// The same with these foreign keys.
    public Table with(List<ForeignKey> others) {
        return new Table(name, columns, primaryKey, uniques, others, triggers);
    }

    /// @param columns those it covers whole, in its order; empty when it covers expressions only
    /// @param partial whether it covers only some rows
    /// @param computed whether it covers an expression or the beginning of a column beside them
    public record UniqueKey(String name, List<String> columns, boolean partial, boolean computed) {
        public UniqueKey {
            columns = List.copyOf(columns);
        }

        /// Whether equal values in its columns, none of them null, always mean one row.
        public boolean identifiesRows() {
            return !partial && !computed;
        }
    }

    /// @param onDelete the action in SQL's words: `NO ACTION`, `RESTRICT`, `CASCADE`, `SET NULL`,
    ///   `SET DEFAULT`
    /// @param onUpdate the action, in the same words, when the target's columns change
    public record ForeignKey(
            String name,
            List<String> columns,
            TableName target,
            List<String> targetColumns,
            String onDelete,
            String onUpdate) {
        public ForeignKey {
            columns = List.copyOf(columns);
            targetColumns = List.copyOf(targetColumns);
        }
    }
}
