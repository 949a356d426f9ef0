package dev.duet.deploy.types;

import dev.duet.capture.mysql.MysqlColumnReaders;
import dev.duet.capture.postgres.PostgresColumnReaders;
import dev.duet.localdb.LocalServer;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;

import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.awaitility.Awaitility;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/// Reads one database's log with the real engine and keeps the last image of each row, by table and
/// id.
final class LogTail implements AutoCloseable {
    private static final Duration WAIT = Duration.ofSeconds(60);

    private final Map<String, Struct> rows = new ConcurrentHashMap<>();
    private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
    private final Thread thread;
    private volatile Throwable failure;

    private LogTail(Properties properties) {
        engine =
                DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                        .using(properties)
                        .using((success, message, error) -> failure = success ? null : error)
                        .notifying(event -> keep(event.record()))
                        .build();
        thread = Thread.ofPlatform().name("log-tail").daemon().start(engine);
    }

    static LogTail postgres(LocalServer server, String database) {
        Properties properties =
                common(server, "io.debezium.connector.postgresql.PostgresConnector");
        properties.setProperty("database.dbname", database);
        properties.setProperty("plugin.name", "pgoutput");
        properties.setProperty("slot.name", "types");
        properties.setProperty("publication.name", "types");
        properties.setProperty("publication.autocreate.mode", "disabled");
        properties.putAll(PostgresColumnReaders.engineProperties());
        return new LogTail(properties);
    }

    static LogTail mysql(LocalServer server, String database) {
        Properties properties = common(server, "io.debezium.connector.mysql.MySqlConnector");
        properties.setProperty("database.include.list", database);
        properties.setProperty("database.server.id", "4711");
        properties.setProperty(
                "schema.history.internal", "io.debezium.relational.history.MemorySchemaHistory");
        properties.putAll(MysqlColumnReaders.engineProperties());
        return new LogTail(properties);
    }

    private static Properties common(LocalServer server, String connector) {
        Properties properties = new Properties();
        properties.setProperty("name", "types");
        properties.setProperty("connector.class", connector);
        properties.setProperty("topic.prefix", "types");
        properties.setProperty(
                "offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore");
        properties.setProperty("database.hostname", server.host());
        properties.setProperty("database.port", Integer.toString(server.port()));
        properties.setProperty("database.user", server.user());
        properties.setProperty("database.password", server.password());
        properties.setProperty("snapshot.mode", "no_data");
        properties.setProperty("poll.interval.ms", "5");
        return properties;
    }

    private void keep(SourceRecord record) {
        if (record.value() instanceof Struct change && change.schema().field("after") != null) {
            Struct after = change.getStruct("after");
            if (after != null) {
                String table = change.getStruct("source").getString("table");
                rows.put(table + ":" + after.getWithoutDefault("id"), after);
            }
        }
    }

    /// The row as the log last showed it, once it has.
    Struct row(String table, int id) {
        String key = table + ":" + id;
        Awaitility.await(key)
                .atMost(WAIT)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> failure != null || rows.containsKey(key));
        if (!rows.containsKey(key)) {
            throw new AssertionError("the engine stopped before " + key, failure);
        }
        return rows.get(key);
    }

    void forget(String table, int id) {
        rows.remove(table + ":" + id);
    }

    boolean has(String table, int id) {
        return rows.containsKey(table + ":" + id);
    }

    @Override
    public void close() throws IOException {
        engine.close();
        try {
            thread.join(WAIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
