package dev.duet.deploy.check;

import dev.duet.schemas.TableName;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// What a database says of a table beyond what syncing needs. One thread; one for each system.
public interface Structure {
    /// The tables and views of a schema, by name.
    List<Relation> relations(String schema) throws SQLException;

    /// Those that fire on ordinary writes.
    List<Trigger> triggers(TableName table) throws SQLException;

    /// The foreign keys of other tables that refer to this one.
    List<Reference> references(TableName table) throws SQLException;

    List<String> checkConstraints(TableName table) throws SQLException;

    /// How values come about in a column that the database fills by itself.
    Optional<Generator> generator(TableName table, String column) throws SQLException;

    /// @param isTable whether its rows are its own and in the log
    record Relation(String name, boolean isTable) {}

    /// @param source all that is known of what it does
    record Trigger(String name, String source) {}

    /// @param from the table that refers
    record Reference(String name, TableName from, String onDelete) {}

    /// Values `phase`, `phase + step`, `phase + 2 step`, and so on.
    ///
    /// @param name of the sequence; empty where the server's settings rule
    record Generator(String name, long step, long phase) {
        public Generator {
            step = Math.max(1, Math.abs(step));
            phase = Math.floorMod(phase, step);
        }

        /// Whether the two never give the same value.
        public boolean isApartFrom(Generator other) {
            return step == other.step && phase != other.phase;
        }
    }
}
