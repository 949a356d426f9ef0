package dev.duet.deploy.run;

import dev.duet.apply.conflict.ConflictCore;
import dev.duet.apply.conflict.Durable;
import dev.duet.apply.conflict.Hold;
import dev.duet.apply.conflict.HoldEnd;
import dev.duet.apply.store.CheckpointStore;
import dev.duet.apply.store.HoldStore;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.Shape;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Builds both directions' conflict core from what both databases hold, under our lease. One
/// thread.
final class CoreStart {
    private final Side first;
    private final Side second;
    private final Blueprint blueprint;
    private final HoldStore store;
    private final Map<String, Shape> canonical = new LinkedHashMap<>();

    CoreStart(Side first, Side second, Blueprint blueprint) {
        this.first = first;
        this.second = second;
        this.blueprint = blueprint;
        this.store = new HoldStore(first.name());
        blueprint.canonical().forEach(shape -> canonical.put(shape.entity(), shape));
    }

    /// @throws CannotRun when `duet init` was not run, or records are held in other terms
    ConflictCore core() throws SQLException {
        List<Hold> holds = new ArrayList<>();
        List<HoldEnd> ends = new ArrayList<>();
        for (Side side : List.of(first, second)) {
            HoldStore.Stored stored = stored(side);
            if (stored.others() > 0) {
                throw new CannotRun(
                        "records are held in "
                                + side.name()
                                + " from when another system was listed first: list that first"
                                + " again, settle them ('duet quarantine list'), then change the"
                                + " order");
            }
            holds.addAll(stored.holds());
            ends.addAll(stored.ends());
        }
        ConflictCore core =
                new ConflictCore(
                        blueprint.rules(),
                        new Durable(
                                checkpoint(first, second), checkpoint(second, first), holds, ends));
        close(ends.stream().filter(core::isSpent).toList());
        return core;
    }

    private static Checkpoint checkpoint(Side side, Side peer) throws SQLException {
        try (Connection connection = side.pool().getConnection()) {
            Checkpoint row =
                    new CheckpointStore(peer.name())
                            .read(connection)
                            .orElseThrow(() -> CannotRun.withoutInit(side.name()));
            connection.rollback();
            return row;
        }
    }

    private HoldStore.Stored stored(Side side) throws SQLException {
        try (Connection connection = side.pool().getConnection()) {
            HoldStore.Stored stored = store.read(connection, canonical);
            connection.rollback();
            return stored;
        }
    }

    /// The holds first, in both databases: without its end a hold would go on.
    private void close(List<HoldEnd> spent) throws SQLException {
        if (spent.isEmpty()) {
            return;
        }
        for (boolean itself : new boolean[] {false, true}) {
            for (Side side : List.of(first, second)) {
                try (Connection connection = side.pool().getConnection()) {
                    for (HoldEnd end : spent) {
                        Shape shape = Objects.requireNonNull(canonical.get(end.key().entity()));
                        if (itself) {
                            store.closeEnd(connection, shape, end);
                        } else {
                            store.close(connection, shape, end);
                        }
                    }
                    connection.commit();
                }
            }
        }
    }
}
