package dev.duet.capture.internal;

import dev.duet.capture.ColumnReader;
import dev.duet.capture.SourceLog;
import dev.duet.schemas.Column;
import dev.duet.schemas.Lsn;
import dev.duet.schemas.Position;
import dev.duet.schemas.Shape;
import dev.duet.schemas.TableName;
import dev.duet.schemas.types.Kind;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/// Writes records as Debezium's PostgreSQL reader does, one call a record.
final class LogScript {
    static final Shape SHAPE =
            new Shape(
                    "customer",
                    new TableName("public", "customer"),
                    List.of(
                            new Column("id", "bigint", Kind.INTEGER, false),
                            new Column("name", "text", Kind.TEXT, true)),
                    1);

    private static final Schema ROW =
            SchemaBuilder.struct()
                    .optional()
                    .field("id", Schema.INT64_SCHEMA)
                    .field("name", Schema.OPTIONAL_STRING_SCHEMA)
                    .build();
    private static final Schema CHECKPOINT =
            SchemaBuilder.struct()
                    .optional()
                    .field("source", Schema.STRING_SCHEMA)
                    .field("position", Schema.STRING_SCHEMA)
                    .field("clock", Schema.INT64_SCHEMA)
                    .field("counter", Schema.INT64_SCHEMA)
                    .field("source_resume_position", Schema.STRING_SCHEMA)
                    .field("source_resume_clock", Schema.INT64_SCHEMA)
                    .field("source_resume_seen", Schema.OPTIONAL_STRING_SCHEMA)
                    .field("target_resume_position", Schema.STRING_SCHEMA)
                    .field("target_resume_clock", Schema.INT64_SCHEMA)
                    .field("target_resume_seen", Schema.OPTIONAL_STRING_SCHEMA)
                    .field("source_clean", Schema.STRING_SCHEMA)
                    .field("target_clean", Schema.STRING_SCHEMA)
                    .field("incarnation", Schema.STRING_SCHEMA)
                    .field("fencing_token", Schema.INT64_SCHEMA)
                    .build();
    private static final Schema SOURCE =
            SchemaBuilder.struct()
                    .field("schema", Schema.STRING_SCHEMA)
                    .field("table", Schema.STRING_SCHEMA)
                    .field("ts_us", Schema.INT64_SCHEMA)
                    .build();
    private static final Schema IN_TRANSACTION =
            SchemaBuilder.struct().optional().field("id", Schema.STRING_SCHEMA).build();
    private static final Schema BOUNDARY =
            SchemaBuilder.struct()
                    .field("status", Schema.STRING_SCHEMA)
                    .field("id", Schema.STRING_SCHEMA)
                    .field("event_count", Schema.OPTIONAL_INT64_SCHEMA)
                    .field("ts_ms", Schema.INT64_SCHEMA)
                    .build();

    private final List<SourceRecord> records = new ArrayList<>();
    private final Schema rowEnvelope = envelope(ROW);
    private final Schema checkpointEnvelope = envelope(CHECKPOINT);
    private String transaction = "";
    private long micros = 1_000_000;

    List<SourceRecord> records() {
        return records;
    }

    LogScript begin(String name) {
        transaction = name;
        return boundary("BEGIN", null, Map.of());
    }

    LogScript end(long commitLsn, long events) {
        return boundary("END", events, Map.of("lsn_commit", commitLsn));
    }

    LogScript insert(long id, String name) {
        return add("c", null, row(id, name), null);
    }

    LogScript update(long id, String from, String to) {
        return add("u", row(id, from), row(id, to), null);
    }

    LogScript delete(long id, String name) {
        return add("d", row(id, name), null, null);
    }

    LogScript keyChange(long from, long to, String name) {
        return add("d", row(from, name), null, "__debezium.newkey")
                .add("c", null, row(to, name), "__debezium.oldkey");
    }

    LogScript checkpoint(String position, long clock, long counter) {
        Struct row =
                new Struct(CHECKPOINT)
                        .put("source", "erp")
                        .put("position", position)
                        .put("clock", clock)
                        .put("counter", counter)
                        .put("source_resume_position", "0/1")
                        .put("source_resume_clock", 1L)
                        .put("target_resume_position", "0/1")
                        .put("target_resume_clock", 1L)
                        .put("source_clean", "0/1")
                        .put("target_clean", "0/1")
                        .put("incarnation", "nonce")
                        .put("fencing_token", 1L);
        records.add(
                new SourceRecord(
                        Map.of(),
                        Map.of(),
                        "crm.duet.checkpoint",
                        checkpointEnvelope,
                        value(checkpointEnvelope, "u", row, row, "duet", "checkpoint")));
        return this;
    }

    private LogScript add(String operation, Struct before, Struct after, String header) {
        ConnectHeaders headers = new ConnectHeaders();
        if (header != null) {
            headers.addString(header, "");
        }
        Struct value = value(rowEnvelope, operation, before, after, "public", "customer");
        records.add(
                new SourceRecord(
                        Map.of(),
                        Map.of(),
                        "crm.public.customer",
                        null,
                        null,
                        null,
                        rowEnvelope,
                        value,
                        null,
                        headers));
        return this;
    }

    private LogScript boundary(String status, Long events, Map<String, ?> offset) {
        Struct value =
                new Struct(BOUNDARY)
                        .put("status", status)
                        .put("id", transaction + ":" + records.size())
                        .put("event_count", events)
                        .put("ts_ms", 1L);
        records.add(new SourceRecord(Map.of(), offset, "crm.transaction", BOUNDARY, value));
        return this;
    }

    private Struct value(
            Schema envelope,
            String operation,
            Struct before,
            Struct after,
            String schema,
            String table) {
        micros++;
        return new Struct(envelope)
                .put("op", operation)
                .put("before", before)
                .put("after", after)
                .put(
                        "source",
                        new Struct(SOURCE)
                                .put("schema", schema)
                                .put("table", table)
                                .put("ts_us", micros))
                .put("transaction", new Struct(IN_TRANSACTION).put("id", transaction));
    }

    private static Struct row(long id, String name) {
        return new Struct(ROW).put("id", id).put("name", name);
    }

    private static Schema envelope(Schema row) {
        return SchemaBuilder.struct()
                .field("op", Schema.STRING_SCHEMA)
                .field("before", row)
                .field("after", row)
                .field("source", SOURCE)
                .field("transaction", IN_TRANSACTION)
                .build();
    }

    /// PostgreSQL's way with positions and names, and values as they are.
    SourceLog log() {
        return new SourceLog() {
            @Override
            public Liveness liveness(String reader) {
                return Optional::empty;
            }

            @Override
            public Properties engineProperties(
                    Map<TableName, List<Column>> columns, Reading reading, Position from) {
                return new Properties();
            }

            @Override
            public Map<String, Object> offsetAfter(Position position, Reading reading) {
                return Map.of();
            }

            @Override
            public Position positionOf(SourceRecord end, String name) {
                return new Lsn((long) end.sourceOffset().get("lsn_commit"));
            }

            @Override
            public String transactionName(String recorded) {
                return recorded.substring(0, recorded.indexOf(':'));
            }

            @Override
            public TableName tableOf(Struct from) {
                return new TableName(from.getString("schema"), from.getString("table"));
            }

            @Override
            public ColumnReader columnReader(Column column, Schema schema) {
                return value -> value;
            }
        };
    }
}
