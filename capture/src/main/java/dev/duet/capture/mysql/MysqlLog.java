package dev.duet.capture.mysql;

import dev.duet.capture.ColumnReader;
import dev.duet.capture.SourceLog;
import dev.duet.schemas.BinlogPosition;
import dev.duet.schemas.Column;
import dev.duet.schemas.Endpoint;
import dev.duet.schemas.GtidSet;
import dev.duet.schemas.Position;
import dev.duet.schemas.TableName;
import dev.duet.schemas.bookkeeping.Bookkeeping;
import dev.duet.schemas.config.LogSource;
import dev.duet.schemas.config.TlsMode;

import io.debezium.relational.history.MemorySchemaHistory;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;

/// MySQL's log, read as a replica reads it, by GTID. One for each system; the engine's thread uses
/// it.
public final class MysqlLog implements SourceLog {
    /// A PKCS12 file of certificates; its password guards nothing.
    public record TrustStore(Path file, String password) {}

    private final Endpoint endpoint;
    private final LogSource.Mysql source;
    private final SchemaHistoryStore history;
    private final Optional<TrustStore> trustStore;
    private String lastText = "";
    private GtidSet lastSet = GtidSet.EMPTY;

    /// @param trustStore the authorities to trust, if not Java's own
    public MysqlLog(
            Endpoint endpoint, SchemaHistoryStore history, Optional<TrustStore> trustStore) {
        this.endpoint = endpoint;
        this.trustStore = trustStore;
        this.history = history;
        if (!(endpoint.log() instanceof LogSource.Mysql mysql)) {
            throw new IllegalArgumentException(endpoint + " is not MySQL");
        }
        this.source = mysql;
    }

    @Override
    public Properties engineProperties(
            Map<TableName, List<Column>> columns, Reading reading, Position from) {
        Properties engine = new Properties();
        engine.setProperty("connector.class", "io.debezium.connector.mysql.MySqlConnector");
        engine.setProperty("database.hostname", endpoint.address().host());
        engine.setProperty("database.port", Integer.toString(endpoint.address().port()));
        engine.setProperty("database.user", endpoint.user());
        engine.setProperty("database.password", endpoint.password());
        engine.setProperty("database.ssl.mode", sslMode(endpoint.tls().mode()));
        trustStore.ifPresent(
                store -> {
                    engine.setProperty("database.ssl.truststore", store.file().toString());
                    engine.setProperty("database.ssl.truststore.password", store.password());
                });
        engine.setProperty(
                "connect.timeout.ms", Long.toString(endpoint.timeouts().connect().toMillis()));
        // Never reconnects by itself: the log is checked before another reader starts.
        engine.setProperty("connect.keep.alive", "false");
        engine.setProperty(
                "connect.keep.alive.interval.ms",
                Long.toString(BinlogLiveness.HEARTBEAT_INTERVAL.toMillis()));
        engine.setProperty("driver.socketTimeout", "120000");
        engine.setProperty("driver.tcpKeepAlive", "true");
        engine.putAll(MysqlColumnReaders.engineProperties());
        engine.setProperty("include.schema.changes", "true");
        engine.setProperty("snapshot.locking.mode", "none");
        if (endpoint.tls().mode() == TlsMode.DISABLED) {
            engine.setProperty("driver.allowPublicKeyRetrieval", "true");
        }
        Set<String> tables = new LinkedHashSet<>();
        Set<String> included = new LinkedHashSet<>();
        for (TableName own : Bookkeeping.CAPTURED) {
            tables.add(quoted(own));
            included.add(quoted(own) + "\\..*");
        }
        long serverId = source.serverId();
        if (reading == Reading.TABLES) {
            columns.forEach(
                    (table, read) -> {
                        tables.add(quoted(table));
                        read.forEach(
                                column ->
                                        included.add(
                                                quoted(table)
                                                        + "\\."
                                                        + Pattern.quote(column.name())));
                    });
            engine.setProperty("schema.history.internal", DatabaseSchemaHistory.class.getName());
            engine.setProperty(DatabaseSchemaHistory.TICKET, history.ticket());
            Set<TableName> read = new LinkedHashSet<>(Bookkeeping.CAPTURED);
            read.addAll(columns.keySet());
            history.complete(endpoint.system(), read, (BinlogPosition) from);
            engine.setProperty("snapshot.mode", "no_data");
        } else {
            engine.setProperty("schema.history.internal", MemorySchemaHistory.class.getName());
            engine.setProperty("snapshot.mode", "recovery");
        }
        engine.setProperty("database.server.id", Long.toString(serverId));
        engine.setProperty("table.include.list", String.join(",", tables));
        engine.setProperty("column.include.list", String.join(",", included));
        return engine;
    }

    private static String sslMode(TlsMode mode) {
        return switch (mode) {
            case DISABLED -> "disabled";
            case REQUIRE -> "required";
            case VERIFY_CA -> "verify_ca";
            case VERIFY_FULL -> "verify_identity";
        };
    }

    private static String quoted(TableName table) {
        return Pattern.quote(table.schema()) + "\\." + Pattern.quote(table.name());
    }

    /// In GTID mode the file must exist, and its offset is ignored.
    @Override
    public Map<String, Object> offsetAfter(Position position, Reading reading) {
        BinlogPosition at = (BinlogPosition) position;
        return Map.of("file", at.file(), "pos", 4L, "gtids", at.gtids().toString());
    }

    /// Debezium's end record still names what was complete before the transaction, so its own GTID
    /// is added.
    @Override
    public Position positionOf(SourceRecord end, String transaction) {
        Map<String, ?> offset = end.sourceOffset();
        Object gtids = offset.get("gtids");
        if (!(gtids instanceof String text)) {
            throw new IllegalStateException(
                    "transaction "
                            + transaction
                            + " has no GTID: gtid_mode must be ON; run 'duet check'");
        }
        if (!text.equals(lastText)) {
            lastText = text;
            lastSet = GtidSet.parse(text);
        }
        return new BinlogPosition(
                lastSet.with(transaction),
                String.valueOf(offset.get("file")),
                offset.get("pos") instanceof Number pos ? pos.longValue() : 0);
    }

    @Override
    public String transactionName(String recorded) {
        return recorded;
    }

    @Override
    public TableName tableOf(Struct from) {
        return new TableName(from.getString("db"), from.getString("table"));
    }

    @Override
    public ColumnReader columnReader(Column column, Schema schema) {
        return MysqlColumnReaders.reader(column, schema);
    }

    @Override
    public Liveness liveness(String reader) {
        return new BinlogLiveness(reader);
    }
}
