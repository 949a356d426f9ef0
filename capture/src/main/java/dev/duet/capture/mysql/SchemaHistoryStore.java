package dev.duet.capture.mysql;

import dev.duet.capture.internal.EngineParts;
import dev.duet.schemas.BinlogPosition;
import dev.duet.schemas.TableName;
import dev.duet.schemas.bookkeeping.Bookkeeping;

import io.debezium.document.Array;
import io.debezium.document.Document;
import io.debezium.document.DocumentReader;

import org.jdbi.v3.core.Jdbi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import javax.sql.DataSource;

/// The schema history of one MySQL system, kept in its own `duet` database: rows are only ever
/// added. Thread-safe.
public final class SchemaHistoryStore implements AutoCloseable {
    private static final String TABLE = Bookkeeping.SCHEMA + ".schema_history";
    private static final String INSERT = "INSERT INTO " + TABLE + " (record) VALUES (?)";

    private final DataSource reads;
    private final Jdbi jdbi;
    private final String ticket;
    private final boolean grows;

    /// What a store that does not grow was told.
    private final List<String> told = new CopyOnWriteArrayList<>();

    /// @param reads connections under the role that reads the log
    /// @param mysql connections under the role that writes
    public SchemaHistoryStore(DataSource reads, DataSource mysql) {
        this(reads, mysql, true);
    }

    private SchemaHistoryStore(DataSource reads, DataSource mysql, boolean grows) {
        this.reads = reads;
        this.jdbi = Jdbi.create(mysql);
        this.ticket = EngineParts.keep(this);
        this.grows = grows;
    }

    /// For whoever reads a part of the log once more: what it adds ends with it.
    public static SchemaHistoryStore toRead(DataSource reads, DataSource mysql) {
        return new SchemaHistoryStore(reads, mysql, false);
    }

    /// Begins a history anew.
    ///
    /// @param writer commits itself, or has it committed by its owner
    /// @param records of a [SchemaSnapshot]
    public static void begin(Connection writer, List<String> records) throws SQLException {
        try (Statement delete = writer.createStatement();
                PreparedStatement insert = writer.prepareStatement(INSERT)) {
            delete.execute("DELETE FROM " + TABLE);
            for (String record : records) {
                insert.setString(1, record);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /// What a [DatabaseSchemaHistory] finds this store by.
    String ticket() {
        return ticket;
    }

    /// Adds those of the tables that the history does not have, as they are now: they were mapped
    /// later. What it has of others is of its own time and stays.
    ///
    /// @param from where the log is read from with it
    void complete(String system, Collection<TableName> tables, BinlogPosition from) {
        Set<String> there = new HashSet<>();
        readAll(record -> follow(record, there));
        List<TableName> missing =
                tables.stream().filter(table -> !there.contains(id(table))).toList();
        if (missing.isEmpty()) {
            return;
        }
        try (Connection connection = reads.getConnection()) {
            SchemaSnapshot now = SchemaSnapshot.read(connection, missing);
            connection.rollback();
            now.records(system, from).forEach(this::add);
        } catch (SQLException e) {
            throw new IllegalStateException("tables cannot be looked at: " + missing, e);
        }
    }

    private static void follow(String record, Set<String> there) {
        try {
            Array changes = DocumentReader.defaultReader().read(record).getArray("tableChanges");
            if (changes == null) {
                return;
            }
            for (Array.Entry entry : changes) {
                Document change = entry.getValue().asDocument();
                if (change.getString("type").equals("DROP")) {
                    there.remove(change.getString("id"));
                } else {
                    there.add(change.getString("id"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the schema history back", e);
        }
    }

    /// As Debezium names a table.
    private static String id(TableName table) {
        return '"' + table.schema() + "\".\"" + table.name() + '"';
    }

    /// Commits by hand: a pool without autocommit looks to Jdbi like a transaction of somebody
    /// else's, which it would roll back.
    void add(String record) {
        if (!grows) {
            told.add(record);
            return;
        }
        try {
            jdbi.useHandle(
                    handle -> {
                        handle.execute(INSERT, record);
                        handle.getConnection().commit();
                    });
        } catch (SQLException e) {
            throw new IllegalStateException("the schema history cannot be stored", e);
        }
    }

    void readAll(Consumer<String> reader) {
        List<String> records =
                jdbi.withHandle(
                        handle ->
                                handle.createQuery("SELECT record FROM " + TABLE + " ORDER BY id")
                                        .mapTo(String.class)
                                        .list());
        records.forEach(reader);
        told.forEach(reader);
    }

    @Override
    public void close() {
        EngineParts.drop(ticket);
    }
}
