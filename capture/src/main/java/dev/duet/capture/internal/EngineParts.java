package dev.duet.capture.internal;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Hands our objects to the classes that Debezium makes by name; shared, thread-safe.
///
/// Debezium creates an offset store or a schema history by class name and gives it nothing but text
/// settings. The one who starts an engine puts the live object here and passes its ticket as a
/// setting.
public final class EngineParts {
    private static final Map<String, Object> PARTS = new ConcurrentHashMap<>();

    private EngineParts() {}

    /// Keeps an object and returns its ticket.
    public static String keep(Object part) {
        String ticket = UUID.randomUUID().toString();
        PARTS.put(ticket, part);
        return ticket;
    }

    /// The object of a ticket.
    public static <T> T get(@Nullable String ticket, Class<T> type) {
        Object part = ticket == null ? null : PARTS.get(ticket);
        if (part == null) {
            throw new IllegalStateException(
                    "no " + type.getSimpleName() + " was kept for this engine");
        }
        return type.cast(part);
    }

    public static void drop(String ticket) {
        PARTS.remove(ticket);
    }
}
