package dev.duet.capture.internal;

import dev.duet.capture.ReaderSettings;
import dev.duet.schemas.Change;
import dev.duet.schemas.Changes;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Gathers the changes of one transaction: in memory while it is small, in a temporary file from
/// then on. One thread.
final class ChangeBuffer {
    private final ReaderSettings settings;
    private final List<Change> held = new ArrayList<>();
    private long count;
    private long heldWeight;
    private @Nullable SpillFile spill;

    ChangeBuffer(ReaderSettings settings) {
        this.settings = settings;
    }

    void add(Change change) {
        count++;
        if (spill != null) {
            spill.write(change);
            return;
        }
        held.add(change);
        heldWeight += weigh(change);
        if (count > settings.spillAfterChanges() || heldWeight > settings.spillAfterBytes()) {
            SpillFile opened = SpillFile.open(settings.spillFolder());
            held.forEach(opened::write);
            held.clear();
            heldWeight = 0;
            spill = opened;
        }
    }

    long count() {
        return count;
    }

    /// Hands over what was gathered; the buffer is not used again.
    Changes finish() {
        return spill == null ? Changes.of(held, heldWeight) : spill.finish();
    }

    /// Drops what was gathered.
    void discard() {
        held.clear();
        if (spill != null) {
            spill.discard();
        }
    }

    private static long weigh(Change change) {
        return switch (change) {
            case Change.Insert insert -> insert.after().weight();
            case Change.Update update -> update.before().weight() + update.after().weight();
            case Change.Delete delete -> delete.before().weight();
            case Change.KeyChange move -> move.before().weight() + move.after().weight();
            case Change.Truncate truncate -> 32;
        };
    }
}
