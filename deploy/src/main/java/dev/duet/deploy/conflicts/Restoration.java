package dev.duet.deploy.conflicts;

import dev.duet.schemas.Row;

import java.util.BitSet;

/// What is to be written into one system. Rows are in the terms of the system listed first.
/// Immutable.
sealed interface Restoration {
    String system();

    /// The row, or at least its key.
    Row row();

    /// @param column the field's index
    /// @param expected the row with what the field must hold still
    /// @param row with what it is to hold
    record SetField(String system, int column, Row expected, Row row) implements Restoration {}

    record Insert(String system, Row row) implements Restoration {}

    /// @param row what must be there still
    /// @param known its columns that are known
    record Delete(String system, Row row, BitSet known) implements Restoration {}
}
