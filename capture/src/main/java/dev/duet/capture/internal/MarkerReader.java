package dev.duet.capture.internal;

import dev.duet.schemas.Anchor;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.Position;

import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/// Reads the checkpoint row as a log shows it: the marker of one of Duet's own transactions.
final class MarkerReader {
    private MarkerReader() {}

    static Checkpoint read(Struct row) {
        return new Checkpoint(
                row.getString("source"),
                Position.parse(row.getString("position")),
                row.getInt64("clock"),
                row.getInt64("counter"),
                anchor(row, "source_resume"),
                anchor(row, "target_resume"),
                Position.parse(row.getString("source_clean")),
                Position.parse(row.getString("target_clean")),
                row.getString("incarnation"),
                row.getInt64("fencing_token"));
    }

    private static Anchor anchor(Struct row, String prefix) {
        @Nullable String seen = row.getString(prefix + "_seen");
        return new Anchor(
                Position.parse(row.getString(prefix + "_position")),
                row.getInt64(prefix + "_clock"),
                seen == null ? null : Position.parse(seen));
    }
}
