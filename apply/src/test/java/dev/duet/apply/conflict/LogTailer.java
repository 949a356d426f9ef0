package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Anchor;
import dev.duet.schemas.Changes;
import dev.duet.schemas.LogEntry;
import dev.duet.schemas.Lsn;
import dev.duet.schemas.Manifest;
import dev.duet.schemas.Origin;
import dev.duet.schemas.Position;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// Reads one model log from an anchor on and stamps its entries, as capture does (PROTOCOL 2.8).
final class LogTailer {
    private final Side side;
    private final ModelDatabase database;
    private final Variant variant;
    private int next;
    private long clock;
    private @Nullable Position seen;
    private @Nullable LogEntry waiting;

    LogTailer(Side side, ModelDatabase database, Anchor from, Variant variant) {
        this.side = side;
        this.database = database;
        this.variant = variant;
        this.clock = from.clock();
        this.seen = from.seen();
        this.next = (int) (from.position().ordinal() / 2);
    }

    /// The next entry, or null at the end of the log; the same until it is taken.
    @Nullable LogEntry peek() {
        if (waiting == null && next < database.log().size()) {
            waiting = stamped(database.log().get(next));
        }
        return waiting;
    }

    void take() {
        waiting = null;
        next++;
    }

    private LogEntry stamped(LogLine line) {
        if (line.marker() != null) {
            clock = variant.mergesClocks() ? Math.max(clock, line.marker().clock()) : clock;
            seen = line.marker().position();
            Manifest manifest = variant.showsManifests() ? line.manifest() : Manifest.NONE;
            clock = manifest.isEmpty() ? clock : Math.max(line.time(), clock + 1);
            return new LogEntry.Marker(
                    origin(line), line.marker(), Changes.of(line.changes()), manifest);
        }
        if (line.changes().isEmpty() && line.releases().isEmpty()) {
            return new LogEntry.Passed(origin(line));
        }
        clock = Math.max(line.time(), clock + 1);
        return new LogEntry.Transaction(
                origin(line),
                Changes.of(line.changes()),
                variant.showsReleases() ? line.releases() : List.of());
    }

    private Origin origin(LogLine line) {
        return new Origin(
                side.name(),
                new Lsn(line.position()),
                "t" + line.position(),
                Instant.EPOCH,
                clock,
                seen);
    }
}
