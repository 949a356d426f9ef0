package dev.duet.deploy.scaffold;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/// Two rows with one key, each by column; immutable. Says nothing of what is in it: rows are
/// people's data.
record RowPair(Map<String, @Nullable Object> postgres, Map<String, @Nullable Object> mysql) {
    @Override
    public String toString() {
        return "RowPair[" + postgres.size() + ", " + mysql.size() + " columns]";
    }
}
