package dev.duet.schemas;

import java.util.BitSet;
import java.util.List;

/// How the rows of one entity look: on one system, the mapped columns; as canonical records, the
/// fields. In the entity's order, the key first.
///
/// A mapping says which column a field is in; no index means the same in two shapes but those of
/// the key.
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

    /// Those of some columns that a guard may ask for, see [Column#exact].
    public BitSet exact(BitSet some) {
        BitSet exact = (BitSet) some.clone();
        for (int i = exact.nextSetBit(0); i >= 0; i = exact.nextSetBit(i + 1)) {
            exact.set(i, columns.get(i).exact());
        }
        return exact;
    }
}
