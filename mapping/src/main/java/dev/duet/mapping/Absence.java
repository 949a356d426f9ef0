package dev.duet.mapping;

import dev.duet.schemas.Row;

import java.util.BitSet;

/// How a system holds a record that is not there, where a row of its table may be there all the
/// same. To everything else such a row is none.
///
/// A record that comes to be takes the row.
public sealed interface Absence permits SoftDelete, NoValue {
    /// Whether a row stands for no record.
    ///
    /// @param before what it was: it has the large values that the log leaves out
    boolean isAbsent(Row row, Row before);

    default boolean isAbsent(Row row) {
        return isAbsent(row, row);
    }

    /// Whether the record comes or goes by what the other system owns alone: then it is a change of
    /// these values, which is undone, and not of the record.
    boolean isPeersSay(Row before, Row after);

    /// The columns that a delete sets, as it leaves the row; none where it deletes that.
    BitSet said();

    /// A row as a delete leaves it.
    Row gone(Row row);

    /// A row that is to be deleted, as it must stand there.
    Row present(Row row);

    /// The columns that must stand so whatever else is asked.
    BitSet alwaysGuarded();

    /// Whether there is a record only where there is a row for another reason.
    boolean needsRow();
}
