package dev.duet.deploy.quarantine;

import dev.duet.apply.ApplySettings;
import dev.duet.apply.Direction;
import dev.duet.apply.HeldRetry;
import dev.duet.apply.store.CheckpointStore;
import dev.duet.apply.store.ConflictStore;
import dev.duet.apply.store.QuarantineStore;
import dev.duet.deploy.run.Blueprint;
import dev.duet.deploy.run.OpenSystems;
import dev.duet.deploy.run.Side;
import dev.duet.schemas.Shape;
import dev.duet.schemas.config.DuetConfig;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The quarantines of both directions, for one command; closes what it opened.
final class Books implements AutoCloseable {
    private final DuetConfig config;
    private final OpenSystems systems;

    private Books(DuetConfig config, OpenSystems systems) {
        this.config = config;
        this.systems = systems;
    }

    /// @throws dev.duet.deploy.connect.CannotConnect when a database is not there
    static Books open(DuetConfig config) {
        OpenSystems systems = OpenSystems.of(config);
        try {
            systems.requireReachable();
            return new Books(config, systems);
        } catch (RuntimeException e) {
            systems.close();
            throw e;
        }
    }

    private List<Direction> directions() {
        String first = config.first().name();
        String second = config.second().name();
        return List.of(new Direction(first, second, first), new Direction(second, first, first));
    }

    /// The entries of both directions, oldest first within each.
    ///
    /// @param status null for every status
    List<HeldEntry> entries(@Nullable String status) throws SQLException {
        List<HeldEntry> all = new ArrayList<>();
        for (Direction direction : directions()) {
            try (Connection connection = systems.side(direction.target()).reads().getConnection()) {
                new QuarantineStore(direction.source())
                        .entries(connection, status)
                        .forEach(entry -> all.add(new HeldEntry(direction, entry)));
                connection.rollback();
            }
        }
        return all;
    }

    /// The one entry that a person means.
    ///
    /// @throws IllegalArgumentException when there is none, or there are two
    static HeldEntry named(List<HeldEntry> entries, String id) {
        List<HeldEntry> found = entries.stream().filter(entry -> entry.isNamed(id)).toList();
        return switch (found.size()) {
            case 0 ->
                    throw new IllegalArgumentException(
                            "nothing is held under "
                                    + id
                                    + "; 'duet quarantine list' shows what is");
            case 1 -> found.getFirst();
            default ->
                    throw new IllegalArgumentException(
                            id
                                    + " may be "
                                    + found.getFirst().id()
                                    + " or "
                                    + found.getLast().id()
                                    + ": say which");
        };
    }

    /// What applies held changes again, for each direction, through the mapping as it is now.
    Map<Direction, HeldRetry> retries(String by) throws SQLException {
        Blueprint blueprint = Blueprint.compile(config, systems.sides());
        Map<Direction, HeldRetry> retries = new LinkedHashMap<>();
        for (Direction direction : directions()) {
            Side target = systems.side(direction.target());
            Map<String, Shape> shapes = new LinkedHashMap<>();
            blueprint
                    .shapes(direction.source())
                    .forEach(shape -> shapes.put(shape.entity(), shape));
            var settings =
                    new ApplySettings(
                            direction,
                            target.target(),
                            blueprint.relations(direction.target()),
                            blueprint.termsOf(direction.target()),
                            new CheckpointStore(direction.source()),
                            new QuarantineStore(direction.source()),
                            new ConflictStore(direction.source()),
                            config.settings());
            retries.put(
                    direction,
                    new HeldRetry(
                            settings,
                            target.pool(),
                            shapes,
                            blueprint.mappingsInto(direction.target())::map,
                            by));
        }
        return retries;
    }

    /// Gives entries up. A running instance waits meanwhile.
    ///
    /// @return those of them that were still held
    List<HeldEntry> discard(List<HeldEntry> entries, String by) throws SQLException {
        List<HeldEntry> discarded = new ArrayList<>();
        for (Direction direction : directions()) {
            try (Connection connection = systems.side(direction.target()).pool().getConnection()) {
                new CheckpointStore(direction.source()).lock(connection);
                var store = new QuarantineStore(direction.source());
                for (HeldEntry entry : entries) {
                    if (entry.direction().equals(direction)
                            && store.settle(connection, entry.entry().id(), "discarded", by)) {
                        discarded.add(entry);
                    }
                }
                connection.commit();
            }
        }
        return discarded;
    }

    @Override
    public void close() {
        systems.close();
    }
}
