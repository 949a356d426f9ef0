package dev.duet.deploy.lookup;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;

import dev.duet.deploy.lookup.ReferenceRows.Pair;
import dev.duet.mapping.fields.Reference;
import dev.duet.schemas.Column;

import java.time.Duration;
import java.util.List;

/// A reference table that remembers for a while which rows it has found. Shared, thread-safe.
///
/// Rows that are not there are not remembered: one that arrives is seen at once.
final class CachedReference implements Reference {
    /// So many rows of a table are remembered.
    static final int MOST = 100_000;

    private final String name;
    private final Column key;
    private final Column value;
    private final ReferenceRows pairs;
    private final Cache<Object, Found.One> values;
    private final Cache<Object, Found.One> keys;

    CachedReference(
            String name,
            Column key,
            Column value,
            ReferenceRows pairs,
            Duration expire,
            Ticker clock) {
        this.name = name;
        this.key = key;
        this.value = value;
        this.pairs = pairs;
        this.values = cache(expire, clock);
        this.keys = cache(expire, clock);
    }

    /// Its housekeeping is done by whoever looks up: no thread of its own.
    private static Cache<Object, Found.One> cache(Duration expire, Ticker clock) {
        return Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(expire)
                .ticker(clock)
                .executor(Runnable::run)
                .build();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Column key() {
        return key;
    }

    @Override
    public Column value() {
        return value;
    }

    @Override
    public Found valueOf(Object asked) {
        Found known = values.getIfPresent(asked);
        return known != null ? known : found(pairs.with(key, asked), true);
    }

    @Override
    public Found keyOf(Object asked) {
        Found known = keys.getIfPresent(asked);
        return known != null ? known : found(pairs.with(value, asked), false);
    }

    /// One row is asked for by its other column too: what is read must be written the same.
    private Found found(List<Pair> rows, boolean byKey) {
        if (rows.isEmpty()) {
            return new Found.None();
        }
        Pair row = rows.getFirst();
        List<Pair> back = byKey ? pairs.with(value, row.value()) : pairs.with(key, row.key());
        if (rows.size() > 1 || back.size() > 1) {
            return new Found.Several();
        }
        if (!back.contains(row)) {
            return new Found.None(); // it has just been changed
        }
        Found.One value = new Found.One(row.value());
        Found.One key = new Found.One(row.key());
        values.put(row.key(), value);
        keys.put(row.value(), key);
        return byKey ? value : key;
    }
}
