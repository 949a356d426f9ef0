package dev.duet.deploy.load;

import dev.duet.apply.store.LoadStore.Counts;
import dev.duet.apply.store.LoadStore.Entry;
import dev.duet.apply.store.LoadStore.State;
import dev.duet.deploy.compare.Afterwards;
import dev.duet.deploy.run.Fitted;
import dev.duet.deploy.run.Fitting;
import dev.duet.deploy.run.Misfit;
import dev.duet.deploy.run.OpenSystems;
import dev.duet.deploy.terminal.Progress;
import dev.duet.schemas.config.DuetConfig;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/// Loads what one command asks for, one direction after the other; closes what it opened. One
/// thread.
final class Load implements AutoCloseable {
    private final DuetConfig config;
    private final Request request;
    private final OpenSystems systems;
    private final Fitted fitted;
    private final List<Misfit> leftOut;
    private final List<Lane> lanes = new ArrayList<>();

    /// What would be done with an entity.
    ///
    /// @param rows about how many the source has
    /// @param earlier what an earlier load has done, which this one would go on with
    record Planned(Lane lane, String entity, long rows, @Nullable Entry earlier) {
        boolean isDone() {
            return earlier != null && earlier.state() == State.DONE;
        }

        Counts counts() {
            return earlier == null ? Counts.NONE : earlier.counts();
        }
    }

    private Load(DuetConfig config, Request request, OpenSystems systems) throws SQLException {
        this.fitted = Fitting.beside(config, systems.sides());
        this.config = config;
        this.request = request.of(fitted.of(request.entities()));
        this.leftOut = fitted.among(request.entities());
        this.systems = systems;
        for (String from : request.from()) {
            lanes.add(Lane.of(fitted.config(), systems, fitted.blueprint(), from));
        }
    }

    /// @param systems are closed with this
    static Load open(DuetConfig config, Request request, OpenSystems systems) throws SQLException {
        try {
            return new Load(config, request, systems);
        } catch (SQLException | RuntimeException e) {
            systems.close();
            throw e;
        }
    }

    /// @throws dev.duet.deploy.run.CannotRun when one of these entities does not fit its tables
    void require(List<String> entities) {
        fitted.require(entities);
    }

    /// The entities that are not loaded, for they do not fit their tables.
    List<Misfit> leftOut() {
        return leftOut;
    }

    /// What would be done, in its order.
    List<Planned> plan() throws SQLException {
        List<Planned> plan = new ArrayList<>();
        for (Lane lane : lanes) {
            for (String entity : lane.ordered(request.entities())) {
                try (Connection source = lane.source().reads().getConnection();
                        Connection target = lane.target().reads().getConnection()) {
                    long rows = lane.source().catalog().rows(source, lane.shape(entity).table());
                    Entry earlier = lane.loads().read(target, entity).orElse(null);
                    source.rollback();
                    target.rollback();
                    plan.add(new Planned(lane, entity, rows, request.restart() ? null : earlier));
                }
            }
        }
        return plan;
    }

    /// @param stopped whether somebody wants it to end
    Report run(Progress progress, BooleanSupplier stopped)
            throws SQLException, InterruptedException {
        List<Loaded> loaded = new ArrayList<>();
        String holder = UUID.randomUUID().toString();
        for (Lane lane : lanes) {
            if (!stopped.getAsBoolean()) {
                loaded.addAll(new DirectionLoad(lane, holder, request, progress, stopped).run());
            }
        }
        Afterwards compared =
                request.compares() && !stopped.getAsBoolean()
                        ? Afterwards.of(config, systems, request.entities(), progress, stopped)
                        : null;
        return new Report(loaded, leftOut, stopped.getAsBoolean(), compared);
    }

    @Override
    public void close() {
        systems.close();
    }
}
