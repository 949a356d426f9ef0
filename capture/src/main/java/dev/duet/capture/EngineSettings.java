package dev.duet.capture;

import dev.duet.capture.internal.EngineParts;
import dev.duet.capture.internal.RestingQueue;
import dev.duet.capture.internal.ResumeOffsets;
import dev.duet.schemas.Column;
import dev.duet.schemas.Position;
import dev.duet.schemas.Shape;
import dev.duet.schemas.TableName;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;

/// All settings of an engine, with the position it starts from. Close it when the engine has ended.
///
/// Apart from [LogReader], so that a benchmark can run a bare engine under the very same settings.
public final class EngineSettings implements AutoCloseable {
    private final String ticket;
    private final Properties properties;

    /// @param resume from where the engine starts, and up to where it acknowledges the log
    public EngineSettings(
            String system,
            SourceLog source,
            SourceLog.Reading reading,
            ReaderSettings settings,
            List<Shape> shapes,
            Supplier<Position> resume) {
        this.ticket =
                EngineParts.keep(
                        (ResumeOffsets.Source) () -> source.offsetAfter(resume.get(), reading));
        this.properties = common(system, settings, ticket);
        this.properties.putAll(source.engineProperties(columns(shapes), reading, resume.get()));
    }

    /// The columns of each table, each once: several entities may have one.
    private static Map<TableName, List<Column>> columns(List<Shape> shapes) {
        Map<TableName, List<Column>> columns = new LinkedHashMap<>();
        for (Shape shape : shapes) {
            List<Column> all = columns.computeIfAbsent(shape.table(), absent -> new ArrayList<>());
            shape.columns().stream()
                    .filter(column -> all.stream().noneMatch(it -> it.name().equals(column.name())))
                    .forEach(all::add);
        }
        return columns;
    }

    /// The engine's tag among those of this process; its metrics carry it as `reader`.
    String tag() {
        return ticket;
    }

    /// A copy, the password included: never to be printed.
    public Properties properties() {
        Properties copy = new Properties();
        copy.putAll(properties);
        return copy;
    }

    @Override
    public void close() {
        EngineParts.drop(ticket);
    }

    private static Properties common(String system, ReaderSettings settings, String ticket) {
        Properties common = new Properties();
        common.setProperty("name", "duet-" + system);
        common.setProperty("topic.prefix", system);
        common.setProperty("custom.metric.tags", "reader=" + ticket);
        common.setProperty("offset.storage", ResumeOffsets.class.getName());
        common.setProperty(ResumeOffsets.TICKET, ticket);
        common.setProperty("offset.flush.interval.ms", "1000");
        common.setProperty("poll.interval.ms", Long.toString(settings.pollInterval().toMillis()));
        common.setProperty("max.batch.size", "4096");
        common.setProperty("max.queue.size", "16384");
        common.setProperty("queue.provider.type", RestingQueue.NAME);
        common.setProperty("max.queue.size.in.bytes", Long.toString(64L << 20));
        common.setProperty("provide.transaction.metadata", "true");
        common.setProperty("tombstones.on.delete", "false");
        common.setProperty("skipped.operations", "none");
        common.setProperty("event.converting.failure.handling.mode", "fail");
        common.setProperty("decimal.handling.mode", "precise");
        common.setProperty("binary.handling.mode", "bytes");
        common.setProperty("time.precision.mode", "adaptive_time_microseconds");
        common.setProperty("extended.headers.enabled", "false");
        common.setProperty("record.processing.threads", "1");
        common.setProperty(
                "errors.max.retries", "0"); // a restart is ours to make, after the log was checked
        return common;
    }
}
