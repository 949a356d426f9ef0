package dev.duet.capture.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.apache.kafka.connect.runtime.WorkerConfig;
import org.apache.kafka.connect.storage.OffsetBackingStore;
import org.apache.kafka.connect.util.Callback;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/// The offset store of an engine: it answers with the resume position that is durable in the
/// checkpoint rows.
///
/// What Debezium wants to store is ignored. Its PostgreSQL reader acknowledges to the slot what it
/// reads from here, so the slot can never outrun what a restart still needs.
public final class ResumeOffsets implements OffsetBackingStore {
    /// The setting that carries the ticket of a [Source].
    public static final String TICKET = "offset.storage.duet.ticket";

    private static final ObjectMapper JSON = new ObjectMapper();

    private @Nullable Source source;

    /// Where the offset comes from.
    @FunctionalInterface
    public interface Source extends Supplier<Map<String, Object>> {}

    @Override
    public void configure(WorkerConfig config) {
        source = EngineParts.get(config.originalsStrings().get(TICKET), Source.class);
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public Future<Map<ByteBuffer, ByteBuffer>> get(Collection<ByteBuffer> keys) {
        Source from = source;
        if (from == null) {
            throw new IllegalStateException("not configured");
        }
        try {
            byte[] offset = JSON.writeValueAsString(from.get()).getBytes(StandardCharsets.UTF_8);
            Map<ByteBuffer, ByteBuffer> answers = new HashMap<>();
            keys.forEach(key -> answers.put(key, ByteBuffer.wrap(offset)));
            return CompletableFuture.completedFuture(answers);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Future<Void> set(Map<ByteBuffer, ByteBuffer> values, @Nullable Callback<Void> callback) {
        if (callback != null) {
            callback.onCompletion(null, null);
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public Set<Map<String, Object>> connectorPartitions(String connectorName) {
        return Set.of();
    }
}
