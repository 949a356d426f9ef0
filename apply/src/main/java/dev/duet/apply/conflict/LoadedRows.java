package dev.duet.apply.conflict;

import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/// Rows that a tool of ours has put into a side beside the sync (`duet load`), of records with
/// nothing in flight there. What the tool read of the peer may be ahead of what was applied: so the
/// next change of such a record need not have found its own before-image here, but this row. Kept
/// until this side's log shows that all that the tool may have read was applied. Mutable, one
/// thread.
final class LoadedRows {
    private final Map<RecordKey, Put> rows = new HashMap<>();

    private record Put(Image image, long position) {}

    /// @param position of the marker that shows it
    void put(RecordKey key, @Nullable Row row, long position) {
        rows.put(key, new Put(Image.of(row), position));
    }

    /// What stands there of a record that is tracked from now on; null when no tool put it there.
    @Nullable Image take(RecordKey key) {
        Put put = rows.isEmpty() ? null : rows.remove(key);
        return put == null ? null : put.image;
    }

    /// Forgets those whose marker the peer had seen when it wrote what stands applied here.
    void forget(long seen) {
        rows.values().removeIf(put -> put.position <= seen);
    }
}
