package dev.duet.deploy.init.mysql;

import dev.duet.capture.mysql.SchemaHistoryStore;
import dev.duet.capture.mysql.SchemaSnapshot;
import dev.duet.deploy.init.CannotInitialise;
import dev.duet.schemas.BinlogPosition;
import dev.duet.schemas.TableName;
import dev.duet.schemas.bookkeeping.Bookkeeping;
import dev.duet.schemas.config.DuetConfig;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A place in MySQL's log from where everything can be read, with how the tables were just there:
/// its rows say what they are by number alone.
///
/// @param history of the tables, to be written where they are kept
public record LogBeginning(BinlogPosition place, List<String> history) {
    private static final int TRIES = 20;

    public LogBeginning {
        history = List.copyOf(history);
    }

    /// Where the log is now.
    ///
    /// @param reader a session under the role that reads the log
    public static LogBeginning take(Connection reader, DuetConfig config) throws SQLException {
        String system = config.mysql().name();
        Set<TableName> tables = new LinkedHashSet<>(Bookkeeping.CAPTURED);
        tables.addAll(config.tables(system).keySet());
        SchemaSnapshot before = SchemaSnapshot.read(reader, tables);
        for (int i = 0; i < TRIES; i++) {
            BinlogPosition place = BinlogStatus.read(reader, system);
            SchemaSnapshot after = SchemaSnapshot.read(reader, tables);
            if (after.equals(before)) {
                return new LogBeginning(place, records(after, system, place));
            }
            before = after;
        }
        throw new CannotInitialise(
                system + ": its tables are altered again and again",
                "Run this once more when nobody alters them.");
    }

    private static List<String> records(
            SchemaSnapshot tables, String system, BinlogPosition place) {
        try {
            return tables.records(system, place);
        } catch (IllegalArgumentException e) {
            throw new CannotInitialise(
                    system + ": " + e.getMessage(),
                    "Take what is unusual out of the table, or its entity out of the file.");
        }
    }

    /// Writes the history, in place of what was there.
    ///
    /// @param writer commits itself, or has it committed by its owner
    public void write(Connection writer) throws SQLException {
        SchemaHistoryStore.begin(writer, history);
    }
}
