package dev.duet.capture;

import dev.duet.schemas.Column;
import dev.duet.schemas.Position;
import dev.duet.schemas.TableName;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/// What one kind of database brings to reading its log. Immutable; one for each system.
public interface SourceLog {
    /// The engine's settings that are this database's own: connection, tables, columns, types.
    ///
    /// @param columns the columns to read of each table
    /// @param from from where the engine is to read, or from later on
    Properties engineProperties(
            Map<TableName, List<Column>> columns, Reading reading, Position from);

    /// The offset at which an engine starts right after `position`. One for the marker alone
    /// acknowledges nothing.
    Map<String, Object> offsetAfter(Position position, Reading reading);

    /// The position of a transaction, from the record that ended it.
    Position positionOf(SourceRecord end, String transaction);

    /// A transaction's name from a record's, without what differs between the records of one
    /// transaction.
    String transactionName(String recorded);

    /// The table a row came from.
    TableName tableOf(Struct source);

    /// How to read a column's values; chosen when the table's schema arrives.
    ColumnReader columnReader(Column column, Schema schema);

    /// Notices when an engine has lost its connection and does not say so.
    ///
    /// @param reader the engine's tag among those of this process
    Liveness liveness(String reader);

    /// Asked every second while an engine runs; one thread.
    @FunctionalInterface
    interface Liveness {
        /// Why nothing can come from this engine any more; empty as far as is known.
        Optional<String> lost();
    }

    /// How an engine is to read.
    enum Reading {
        /// The mapped tables and the marker, from the resume position.
        TABLES,
        /// The marker alone, from the end of the log: the start-up self-test.
        MARKER_ONLY
    }
}
