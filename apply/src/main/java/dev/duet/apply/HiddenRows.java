package dev.duet.apply;

import dev.duet.mapping.types.CannotConvert;
import dev.duet.schemas.Row;

import java.sql.Connection;
import java.sql.SQLException;

/// Rows of the target that are no records, since `rows` of the file leaves them out: to the core
/// they are not there, and yet no record can be inserted over them, unlike over one of a record
/// that is not there ([AbsentRowWriter]). One thread.
record HiddenRows(TableReader reader, TargetTerms terms) {
    /// Whether there is such a row under a record's key.
    ///
    /// @param row the record as the target has it
    boolean has(Connection connection, String entity, Row row) throws SQLException {
        if (!terms.isFiltered(entity)) {
            return false;
        }
        Row there = reader.lock(connection, terms.shape(entity), row);
        try {
            return there != null
                    && terms.isHidden(entity, there)
                    && terms.absence(entity).filter(absence -> absence.isAbsent(there)).isEmpty();
        } catch (CannotConvert e) {
            return false; // it is no record that anybody knows: the log will say so
        }
    }
}
