package dev.duet.capture.mysql;

import dev.duet.capture.internal.EngineParts;
import dev.duet.schemas.TableName;
import dev.duet.schemas.bookkeeping.Bookkeeping;

import io.debezium.document.Array;
import io.debezium.document.Document;
import io.debezium.document.DocumentReader;

import org.jdbi.v3.core.Jdbi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import javax.sql.DataSource;

/// The schema history of one MySQL system, kept in its own `duet` database: rows are only ever
/// added. Thread-safe.
public final class SchemaHistoryStore implements AutoCloseable {
    private static final String TABLE = Bookkeeping.SCHEMA + ".schema_history";

    private final Jdbi jdbi;
    private final String ticket;
    private final boolean grows;

    public SchemaHistoryStore(DataSource mysql) {
        this(mysql, true);
    }

    private SchemaHistoryStore(DataSource mysql, boolean grows) {
        this.jdbi = Jdbi.create(mysql);
        this.ticket = EngineParts.keep(this);
        this.grows = grows;
    }

    /// For whoever reads a part of the log once more: it is told what is there, and adds nothing.
    public static SchemaHistoryStore toRead(DataSource mysql) {
        return new SchemaHistoryStore(mysql, false);
    }

    /// What a [DatabaseSchemaHistory] finds this store by.
    String ticket() {
        return ticket;
    }

    boolean isEmpty() {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery("SELECT NOT EXISTS (SELECT 1 FROM " + TABLE + ")")
                                .mapTo(Boolean.class)
                                .one());
    }

    /// Whether all of these tables are there at the end of the history. It is stored statement by
    /// statement, a DROP of each table first: a first start that was ended early leaves some of it,
    /// and a table that was mapped later is not in it.
    boolean covers(Collection<TableName> tables) {
        Set<String> there = new HashSet<>();
        readAll(record -> follow(record, there));
        return tables.stream().allMatch(table -> there.contains(id(table)));
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
            return;
        }
        try {
            jdbi.useHandle(
                    handle -> {
                        handle.execute("INSERT INTO " + TABLE + " (record) VALUES (?)", record);
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
    }

    @Override
    public void close() {
        EngineParts.drop(ticket);
    }
}
