package dev.duet.capture.internal;

import dev.duet.capture.EchoFilter;
import dev.duet.capture.EntryQueue;
import dev.duet.capture.ReaderSettings;
import dev.duet.capture.SourceLog;
import dev.duet.capture.StructureWatch;
import dev.duet.capture.StructureWatch.Sight;
import dev.duet.capture.StructureWatch.Sight.Fresh;
import dev.duet.capture.StructureWatch.Sight.Missing;
import dev.duet.capture.StructureWatch.StructureChanged;
import dev.duet.schemas.Anchor;
import dev.duet.schemas.Change;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.Images;
import dev.duet.schemas.LogEntry;
import dev.duet.schemas.Manifest;
import dev.duet.schemas.Origin;
import dev.duet.schemas.Position;
import dev.duet.schemas.Release;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.TableName;
import dev.duet.schemas.bookkeeping.Bookkeeping;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Puts Debezium's records together again into the transactions they were. Runs on the engine's
/// thread.
///
/// A transaction is handed on at its END and not before, so nothing half read is ever applied.
/// Debezium may deliver again from an earlier position after a reconnect: a BEGIN drops what was
/// unfinished, and what is at or below the last position handed on is passed over.
public final class TransactionAssembler {
    private static final Logger log = LoggerFactory.getLogger(TransactionAssembler.class);
    private static final String TRANSACTION_TOPIC_SUFFIX = ".transaction";

    private final SourceLog source;
    private final ReaderSettings settings;
    private final EchoFilter echoes;
    private final StructureWatch structure;
    private final EntryQueue queue;
    private final OriginStamp stamp;

    /// The entities of each table, in the file's order: what is part of another comes after it.
    private final Map<TableName, List<Entity>> entities = new HashMap<>();

    private final Map<String, TableName> tablesByTopic = new HashMap<>();

    private @Nullable Open open;
    private Position last;

    /// An entity, and how rows of its table are read for it as the log describes them now.
    private static final class Entity {
        final Shape shape;
        @Nullable RowReader reader;

        Entity(Shape shape) {
            this.shape = shape;
        }

        /// @throws StructureChanged when the row is not to be read
        RowReader reader(SourceLog source, StructureWatch watch, Struct value) {
            Schema schema = value.schema().field("after").schema();
            RowReader current = reader;
            if (current == null || !current.reads(schema)) {
                RowReader fresh = new RowReader(source, shape, schema);
                Sight sight = fresh.missing().<Sight>map(Missing::new).orElseGet(Fresh::new);
                if (!watch.mayReadOn(shape, sight)) {
                    throw new StructureChanged(shape);
                }
                current = fresh;
                reader = fresh;
            }
            return current;
        }
    }

    /// The transaction being put together.
    private static final class Open {
        final String name;
        final ChangeBuffer buffer;
        long events;
        final List<Release> releases = new ArrayList<>();
        final ManifestReader manifest = new ManifestReader();
        @Nullable Checkpoint marker;
        @Nullable Instant committedAt;
        @Nullable Struct movedFrom;

        Open(String name, ReaderSettings settings) {
            this.name = name;
            this.buffer = new ChangeBuffer(settings);
        }
    }

    public TransactionAssembler(
            String system,
            SourceLog source,
            ReaderSettings settings,
            List<Shape> shapes,
            EchoFilter echoes,
            StructureWatch structure,
            Anchor from,
            EntryQueue queue) {
        this.source = source;
        this.settings = settings;
        this.echoes = echoes;
        this.structure = structure;
        this.queue = queue;
        this.stamp = new OriginStamp(system, from);
        this.last = from.position();
        shapes.forEach(
                shape ->
                        entities.computeIfAbsent(shape.table(), absent -> new ArrayList<>(1))
                                .add(new Entity(shape)));
    }

    /// Takes the next record of the log.
    ///
    /// @throws LogNotUnderstood when the records do not add up to transactions
    public void accept(SourceRecord record) throws InterruptedException {
        if (!(record.value() instanceof Struct value)) {
            return;
        }
        if (record.topic().endsWith(TRANSACTION_TOPIC_SUFFIX)) {
            if (value.getString("status").equals("BEGIN")) {
                begin(source.transactionName(value.getString("id")));
            } else {
                end(record, value);
            }
        } else if (value.schema().field("op") != null) {
            row(record, value);
        }
    }

    private void begin(String name) {
        if (open != null) {
            log.info(
                    "an unfinished transaction is dropped and will come again transaction={}",
                    open.name);
            open.buffer.discard();
        }
        open = new Open(name, settings);
    }

    private void end(SourceRecord record, Struct value) throws InterruptedException {
        Open ended = open;
        String name = source.transactionName(value.getString("id"));
        if (ended == null || !ended.name.equals(name)) {
            throw new LogNotUnderstood("transaction " + name + " ended without having begun");
        }
        open = null;
        long expected = Objects.requireNonNullElse(value.getInt64("event_count"), 0L);
        if (expected != ended.events) {
            ended.buffer.discard();
            throw new LogNotUnderstood(
                    "transaction "
                            + name
                            + " has "
                            + expected
                            + " events, but "
                            + ended.events
                            + " arrived");
        }
        Instant committedAt =
                Objects.requireNonNullElseGet(
                        ended.committedAt, () -> Instant.ofEpochMilli(value.getInt64("ts_ms")));
        handOn(ended, source.positionOf(record, name), committedAt);
    }

    private void handOn(Open ended, Position position, Instant committedAt)
            throws InterruptedException {
        if (position.isAtOrBefore(last)) {
            ended.buffer.discard();
            return;
        }
        last = position;
        Checkpoint marker = ended.marker;
        if (marker != null && echoes.isOwn(marker)) {
            Manifest manifest = ended.manifest.read();
            Origin origin =
                    manifest.isEmpty()
                            ? stamp.marker(position, ended.name, committedAt, marker)
                            : stamp.event(position, ended.name, committedAt, marker);
            queue.put(new LogEntry.Marker(origin, marker, ended.buffer.finish(), manifest));
        } else if (ended.buffer.count() == 0 && ended.releases.isEmpty()) {
            queue.put(new LogEntry.Passed(stamp.passed(position, ended.name, committedAt)));
        } else {
            Origin origin = stamp.client(position, ended.name, committedAt);
            queue.put(new LogEntry.Transaction(origin, ended.buffer.finish(), ended.releases));
        }
    }

    private void row(SourceRecord record, Struct value) throws InterruptedException {
        Struct from = value.getStruct("source");
        String operation = value.getString("op");
        if (value.getStruct("transaction") == null) {
            alone(record, from, operation);
            return;
        }
        Open current = open;
        if (current == null) {
            throw new LogNotUnderstood("a row arrived outside any transaction");
        }
        current.events++;
        if (current.committedAt == null) {
            current.committedAt = instantOf(from);
        }
        TableName table =
                tablesByTopic.computeIfAbsent(record.topic(), topic -> source.tableOf(from));
        if (table.equals(Bookkeeping.CHECKPOINT)) {
            if (value.getStruct("after") != null) {
                current.marker = MarkerReader.read(value.getStruct("after"));
            }
        } else if (table.equals(Bookkeeping.RELEASE)) {
            if (operation.equals("c")) {
                release(value.getStruct("after")).ifPresent(current.releases::add);
            }
        } else if (table.equals(Bookkeeping.MANIFEST)) {
            if (operation.equals("c")) {
                Struct said = value.getStruct("after");
                shapeOf(said.getString("entity"))
                        .ifPresent(shape -> current.manifest.add(shape, said));
            }
        } else {
            change(current, record, value, table, operation);
        }
    }

    /// A record that people let go, if its entity is mapped still.
    private Optional<Release> release(Struct row) {
        String entity = row.getString("entity");
        return shapeOf(entity)
                .map(
                        shape ->
                                new Release(
                                        entity,
                                        Images.key(shape, row.getString("record_key")),
                                        Images.fromJson(shape, row.getString("row_image"))));
    }

    private Optional<Shape> shapeOf(String entity) {
        return entities.values().stream()
                .flatMap(List::stream)
                .map(mapped -> mapped.shape)
                .filter(shape -> shape.entity().equals(entity))
                .findFirst();
    }

    /// A truncation, which MySQL logs outside any transaction; its structure changes concern the
    /// schema history alone.
    private void alone(SourceRecord record, Struct from, String operation)
            throws InterruptedException {
        if (!operation.equals("t") || open != null) {
            return;
        }
        @Nullable String name = from.schema().field("gtid") == null ? null : from.getString("gtid");
        List<Entity> mapped = entities.get(source.tableOf(from));
        if (name == null || mapped == null) {
            return;
        }
        Open single = new Open(name, settings);
        truncated(single, mapped);
        handOn(single, source.positionOf(record, name), instantOf(from));
    }

    /// A change of a row is one of each entity that has fields in it: of what others are part of
    /// first, and deletes the other way round.
    private void change(
            Open current, SourceRecord record, Struct value, TableName table, String operation) {
        List<Entity> mapped = entities.get(table);
        if (mapped == null) {
            return;
        }
        switch (operation) {
            case "c" -> created(current, record, value, mapped);
            case "u" -> mapped.forEach(one -> updated(current, value, one, mapped.size() > 1));
            case "d" -> {
                Struct before = image(value, "before", table);
                if (record.headers().lastWithName("__debezium.newkey") != null) {
                    current.movedFrom = before;
                } else {
                    for (Entity one : mapped.reversed()) {
                        Row row = one.reader(source, structure, value).read(before);
                        current.buffer.add(new Change.Delete(one.shape, row));
                    }
                }
            }
            case "t" -> truncated(current, mapped);
            default -> throw new LogNotUnderstood("operation '" + operation + "' on " + table);
        }
    }

    /// @param shared whether the row is that of several entities: then one of which nothing changes
    ///   has not been changed, unless its key alone is read
    private void updated(Open current, Struct value, Entity entity, boolean shared) {
        Shape shape = entity.shape;
        RowReader reader = entity.reader(source, structure, value);
        Row before = reader.read(image(value, "before", shape.table()));
        Row after = reader.readAfter(image(value, "after", shape.table()), before);
        if (!shared || shape.size() == shape.keySize() || !before.equals(after)) {
            current.buffer.add(new Change.Update(shape, before, after));
        }
    }

    private void created(Open current, SourceRecord record, Struct value, List<Entity> mapped) {
        Struct movedFrom = current.movedFrom;
        boolean isNew =
                movedFrom == null || record.headers().lastWithName("__debezium.oldkey") == null;
        for (Entity one : mapped) {
            Shape shape = one.shape;
            RowReader reader = one.reader(source, structure, value);
            Struct after = image(value, "after", shape.table());
            current.buffer.add(
                    isNew
                            ? new Change.Insert(shape, reader.read(after))
                            : moved(shape, reader, Objects.requireNonNull(movedFrom), after));
        }
        if (!isNew) {
            current.movedFrom = null;
        }
    }

    private static Change moved(Shape shape, RowReader reader, Struct from, Struct to) {
        Row before = reader.read(from);
        Row after = reader.readAfter(to, before);
        return before.key(shape.keySize()).equals(after.key(shape.keySize()))
                ? new Change.Update(shape, before, after)
                : new Change.KeyChange(shape, before, after);
    }

    private static void truncated(Open current, List<Entity> mapped) {
        mapped.forEach(one -> current.buffer.add(new Change.Truncate(one.shape)));
    }

    private static Struct image(Struct value, String which, TableName table) {
        Struct image = value.getStruct(which);
        if (image == null) {
            throw new LogNotUnderstood(
                    "the log has no "
                            + which
                            + "-image of "
                            + table
                            + ": PostgreSQL needs REPLICA IDENTITY FULL, MySQL"
                            + " binlog_row_image=FULL; run 'duet check'");
        }
        return image;
    }

    private static Instant instantOf(Struct from) {
        long micros = from.getInt64("ts_us");
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    }
}
