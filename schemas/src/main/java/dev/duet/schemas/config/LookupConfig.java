package dev.duet.schemas.config;

import dev.duet.schemas.TableName;

import java.time.Duration;

/// `lookup` of one system: its column holds a key of a reference table, and the field is what that
/// table has beside the key.
///
/// @param table in the same system
/// @param key the column that the field's column refers to
/// @param value the column that holds what both systems know
/// @param expire for how long a row that was found is taken to be as it was
public record LookupConfig(TableName table, String key, String value, Duration expire) {
    public static final Bounds<Duration> EXPIRE =
            new Bounds<>(Duration.ofSeconds(1), Duration.ofMinutes(10), Duration.ofHours(24));

    public LookupConfig {
        EXPIRE.require("lookup.expire", expire);
        if (key.equals(value)) {
            throw new IllegalArgumentException("a key that is its own value: " + key);
        }
    }

    /// In one line, as it is in force.
    public String text() {
        return "%s: %s → %s, expire: %ds".formatted(table, key, value, expire.toSeconds());
    }
}
