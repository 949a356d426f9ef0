package dev.duet.schemas;

import java.util.List;

/// How the rows of one entity look on one system: the mapped columns in the entity's order, key
/// columns first.
///
/// The shapes of one entity on both systems have the same length and order, so column `i` here is
/// column `i` there.
///
/// @param keySize how many of the columns, from the first, are the key
public record Shape(String entity, TableName table, List<Column> columns, int keySize) {
    public Shape {
        columns = List.copyOf(columns);
        if (keySize < 1 || keySize > columns.size()) {
            throw new IllegalArgumentException(
                    entity + ": a key of " + keySize + " of " + columns.size() + " columns");
        }
    }

    public int size() {
        return columns.size();
    }
}
