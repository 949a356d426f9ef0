package dev.duet.capture.mysql;

import dev.duet.capture.internal.EngineParts;
import dev.duet.schemas.TableName;
import dev.duet.schemas.bookkeeping.Bookkeeping;

import org.jdbi.v3.core.Jdbi;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

import javax.sql.DataSource;

/// The schema history of one MySQL system, kept in its own `duet` database: rows are only ever
/// added. Thread-safe.
public final class SchemaHistoryStore implements AutoCloseable {
    private static final String TABLE = Bookkeeping.SCHEMA + ".schema_history";

    private final Jdbi jdbi;
    private final String ticket;

    public SchemaHistoryStore(DataSource mysql) {
        this.jdbi = Jdbi.create(mysql);
        this.ticket = EngineParts.keep(this);
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

    /// Whether the structure of all of these tables was stored. It is stored table by table: a
    /// first start that was ended early leaves some, and a table that was mapped later is not among
    /// them.
    boolean covers(Collection<TableName> tables) {
        return jdbi.withHandle(
                handle ->
                        tables.stream()
                                .allMatch(
                                        table ->
                                                handle.createQuery(
                                                                "SELECT EXISTS (SELECT 1 FROM "
                                                                        + TABLE
                                                                        + " WHERE LOCATE(:id,"
                                                                        + " record) > 0)")
                                                        .bind("id", id(table))
                                                        .mapTo(Boolean.class)
                                                        .one()));
    }

    /// As Debezium names a table, and as that stands in JSON.
    private static String id(TableName table) {
        return "\\\"" + table.schema() + "\\\".\\\"" + table.name() + "\\\"";
    }

    /// Commits by hand: a pool without autocommit looks to Jdbi like a transaction of somebody
    /// else's, which it would roll back.
    void add(String record) {
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
