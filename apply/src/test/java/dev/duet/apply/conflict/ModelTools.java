package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What Duet's tools write beside the sync, behind the checkpoint row. One thread.
final class ModelTools {
    private final Simulation simulation;
    private final Variant variant;
    private final Map<Side, List<Row>> before = new EnumMap<>(Side.class);

    ModelTools(Simulation simulation, Variant variant) {
        this.simulation = simulation;
        this.variant = variant;
    }

    /// What `duet load` does in one transaction: nothing of the source's log is applied while it
    /// reads the source.
    void load(Side target) {
        List<Row> now =
                simulation.database(target.peer()).rows().values().stream()
                        .filter(row -> !simulation.holds.isStored(key(row)))
                        .toList();
        List<Row> earlier = before.put(target, now);
        List<Row> read = variant.loadsUnderLock() || earlier == null ? now : earlier;
        if (!read.isEmpty()) {
            simulation.database(target).load(read);
        }
    }

    /// Where a tool has moved the checkpoint row since a transaction was planned, its marker is
    /// another.
    TargetTransaction behind(TargetTransaction planned, ConflictCore core, @Nullable Twin twin) {
        Checkpoint stored = simulation.database(planned.target()).checkpoint();
        if (stored.counter() < planned.checkpoint().counter()) {
            return planned;
        }
        if (twin != null) {
            twin.overtaken(planned, stored);
        }
        return core.overtaken(planned, stored);
    }

    private static RecordKey key(Row row) {
        return Oracle.key(ModelGuards.id(row));
    }

    /// Whether a tool has put a record into a side, perhaps while a conflict of it was not known.
    static boolean haveWritten(ModelDatabase database, long key) {
        return database.log().stream()
                .filter(LogLine::isTools)
                .anyMatch(line -> NetImages.of(line.changes()).rows.containsKey(key));
    }
}
