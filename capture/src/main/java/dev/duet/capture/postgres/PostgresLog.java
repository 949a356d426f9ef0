package dev.duet.capture.postgres;

import dev.duet.capture.ColumnReader;
import dev.duet.capture.SourceLog;
import dev.duet.schemas.Column;
import dev.duet.schemas.Endpoint;
import dev.duet.schemas.Lsn;
import dev.duet.schemas.Position;
import dev.duet.schemas.TableName;
import dev.duet.schemas.bookkeeping.Bookkeeping;
import dev.duet.schemas.config.LogSource;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;

/// PostgreSQL's log, read by logical decoding through a slot and a publication that `duet init`
/// made.
public final class PostgresLog implements SourceLog {
    /// Longer than the server's own keepalive (half of wal_sender_timeout, 30 s by default).
    private static final String SOCKET_TIMEOUT_SECONDS = "120";

    private final Endpoint endpoint;
    private final LogSource.Postgres source;

    public PostgresLog(Endpoint endpoint) {
        this.endpoint = endpoint;
        if (!(endpoint.log() instanceof LogSource.Postgres postgres)) {
            throw new IllegalArgumentException(endpoint + " is not PostgreSQL");
        }
        this.source = postgres;
    }

    @Override
    public Properties engineProperties(
            Map<TableName, List<Column>> columns, Reading reading, Position from) {
        Properties engine = new Properties();
        engine.setProperty("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        engine.setProperty("database.hostname", endpoint.address().host());
        engine.setProperty("database.port", Integer.toString(endpoint.address().port()));
        engine.setProperty("database.dbname", endpoint.address().database());
        engine.setProperty("database.user", endpoint.user());
        engine.setProperty("database.password", endpoint.password());
        engine.setProperty(
                "database.sslmode", endpoint.tls().mode().word().replace("disabled", "disable"));
        endpoint.tls()
                .caFile()
                .ifPresent(file -> engine.setProperty("database.sslrootcert", file.toString()));
        if (endpoint.tls().mode().verifies() && endpoint.tls().caFile().isEmpty()) {
            // else pgjdbc looks for a file in the user's home, not at Java's authorities
            engine.setProperty("database.sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
        }
        engine.setProperty("driver.socketTimeout", SOCKET_TIMEOUT_SECONDS);
        engine.setProperty(
                "driver.connectTimeout", Long.toString(endpoint.timeouts().connect().toSeconds()));
        engine.setProperty("driver.tcpKeepAlive", "true");
        engine.setProperty("driver.logServerErrorDetail", "false");
        engine.setProperty("plugin.name", "pgoutput");
        engine.setProperty("slot.name", source.slot());
        engine.setProperty("slot.max.retries", "12");
        engine.setProperty("slot.retry.delay.ms", "500");
        engine.setProperty("publication.name", source.publication());
        engine.setProperty("publication.autocreate.mode", "disabled");
        engine.setProperty("snapshot.mode", "no_data");
        engine.putAll(PostgresColumnReaders.engineProperties());
        engine.setProperty("lsn.flush.mode", "connector");
        engine.setProperty("status.update.interval.ms", "5000");
        Set<String> tables = new LinkedHashSet<>();
        Set<String> included = new LinkedHashSet<>();
        for (TableName own : Bookkeeping.CAPTURED) {
            tables.add(quoted(own));
            included.add(quoted(own) + "\\..*");
        }
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
        }
        engine.setProperty("table.include.list", String.join(",", tables));
        engine.setProperty("column.include.list", String.join(",", included));
        return engine;
    }

    private static String quoted(TableName table) {
        return Pattern.quote(table.schema()) + "\\." + Pattern.quote(table.name());
    }

    /// A commit position alone: Debezium then resumes at the next transaction and searches for
    /// nothing.
    @Override
    public Map<String, Object> offsetAfter(Position position, Reading reading) {
        long lsn = position.ordinal();
        return switch (reading) {
            case TABLES -> Map.of("lsn", lsn, "lsn_commit", lsn);
            case MARKER_ONLY ->
                    Map.of("lsn", lsn); // without a commit position Debezium never moves the slot
        };
    }

    @Override
    public Position positionOf(SourceRecord end, String transaction) {
        Object commit = end.sourceOffset().get("lsn_commit");
        if (!(commit instanceof Number lsn)) {
            throw new IllegalStateException(
                    "the end of transaction " + transaction + " has no commit LSN");
        }
        return new Lsn(lsn.longValue());
    }

    /// Debezium names it `transaction id:LSN of the event`.
    @Override
    public String transactionName(String recorded) {
        int colon = recorded.indexOf(':');
        return colon < 0 ? recorded : recorded.substring(0, colon);
    }

    @Override
    public TableName tableOf(Struct from) {
        return new TableName(from.getString("schema"), from.getString("table"));
    }

    @Override
    public ColumnReader columnReader(Column column, Schema schema) {
        return PostgresColumnReaders.reader(column, schema);
    }

    /// The replication connection reports its own end, and has a timeout.
    @Override
    public Liveness liveness(String reader) {
        return Optional::empty;
    }
}
