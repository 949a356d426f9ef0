package dev.duet.capture.mysql;

import dev.duet.capture.internal.EngineParts;

import io.debezium.config.Configuration;
import io.debezium.document.DocumentReader;
import io.debezium.document.DocumentWriter;
import io.debezium.relational.history.AbstractSchemaHistory;
import io.debezium.relational.history.HistoryRecord;
import io.debezium.relational.history.HistoryRecordComparator;
import io.debezium.relational.history.SchemaHistoryException;
import io.debezium.relational.history.SchemaHistoryListener;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/// Debezium's schema history, in the database it is about. Made by Debezium by name; finds its
/// store by ticket.
public final class DatabaseSchemaHistory extends AbstractSchemaHistory {
    /// The setting that carries the ticket of the [SchemaHistoryStore].
    public static final String TICKET = "schema.history.internal.duet.ticket";

    private @Nullable SchemaHistoryStore store;

    @Override
    public void configure(
            Configuration configuration,
            HistoryRecordComparator comparator,
            SchemaHistoryListener listener,
            boolean useCatalogBeforeSchema) {
        super.configure(
                configuration, new HistoryOrder(comparator), listener, useCatalogBeforeSchema);
        store = EngineParts.get(configuration.getString(TICKET), SchemaHistoryStore.class);
    }

    private SchemaHistoryStore store() {
        if (store == null) {
            throw new IllegalStateException("not configured");
        }
        return store;
    }

    @Override
    protected void storeRecord(HistoryRecord record) throws SchemaHistoryException {
        try {
            store().add(DocumentWriter.defaultWriter().write(record.document()));
        } catch (IOException e) {
            throw new SchemaHistoryException("cannot write the schema history", e);
        }
    }

    @Override
    protected void recoverRecords(Consumer<HistoryRecord> records) {
        store().readAll(
                        text -> {
                            try {
                                records.accept(
                                        new HistoryRecord(
                                                DocumentReader.defaultReader().read(text)));
                            } catch (IOException e) {
                                throw new UncheckedIOException(
                                        "cannot read the schema history back", e);
                            }
                        });
    }

    /// It is made complete before an engine is ([SchemaHistoryStore#complete]).
    @Override
    public boolean exists() {
        return true;
    }

    @Override
    public boolean storageExists() {
        return true;
    }

    @Override
    public String toString() {
        return "duet.schema_history";
    }
}
