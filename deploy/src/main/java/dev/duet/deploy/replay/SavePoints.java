package dev.duet.deploy.replay;

import dev.duet.deploy.run.OpenSystems;
import dev.duet.deploy.status.StatusReader;
import dev.duet.schemas.BinlogPosition;
import dev.duet.schemas.Lsn;
import dev.duet.schemas.Position;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.SystemConfig;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Places in both logs that people have named. One thread.
///
/// Each database has its own. Neither is the other's at the very same moment, which does not
/// matter: a replay reads both logs to their ends.
public final class SavePoints {
    private final DuetConfig config;
    private final OpenSystems systems;

    /// One place in one log.
    public record SavePoint(
            String name, String system, Position position, String savedBy, Instant savedAt) {
        Bound bound() {
            return switch (position) {
                case Lsn lsn -> new Bound.AtLsn(lsn);
                case BinlogPosition at -> new Bound.AtGtids(at.gtids());
            };
        }
    }

    public SavePoints(DuetConfig config, OpenSystems systems) {
        this.config = config;
        this.systems = systems;
    }

    /// Names where both logs end now.
    ///
    /// @throws CannotReplay when there is one of that name
    public List<SavePoint> save(String name, String by) throws SQLException {
        if (!all(name).isEmpty()) {
            throw new CannotReplay(
                    "there is a save point '%s' already: choose another name ('duet position list' has all)"
                            .formatted(name));
        }
        for (SystemConfig system : config.systems()) {
            try (Connection connection = systems.side(system.name()).pool().getConnection();
                    PreparedStatement insert =
                            connection.prepareStatement(
                                    "INSERT INTO duet.save_point (name, position, saved_by) VALUES"
                                            + " (?, ?, ?)")) {
                insert.setString(1, name);
                insert.setString(2, StatusReader.logStatus(system).end(connection).stored());
                insert.setString(3, by);
                insert.executeUpdate();
                connection.commit();
            }
        }
        return all(name);
    }

    /// All of them, the oldest first.
    public List<SavePoint> all() throws SQLException {
        List<SavePoint> all = new ArrayList<>();
        for (SystemConfig system : config.systems()) {
            try (Connection connection = systems.side(system.name()).reads().getConnection();
                    PreparedStatement select =
                            connection.prepareStatement(
                                    "SELECT name, position, saved_by, saved_at FROM duet.save_point"
                                            + " ORDER BY saved_at");
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    all.add(
                            new SavePoint(
                                    row.getString("name"),
                                    system.name(),
                                    Position.parse(row.getString("position")),
                                    row.getString("saved_by"),
                                    row.getTimestamp("saved_at").toInstant()));
                }
                connection.rollback();
            }
        }
        return all;
    }

    private List<SavePoint> all(String name) throws SQLException {
        return all().stream().filter(it -> it.name().equals(name)).toList();
    }

    /// Where one is, by system.
    ///
    /// @throws CannotReplay when there is none of that name
    Map<String, Bound> places(String name) throws SQLException {
        Map<String, Bound> places = new LinkedHashMap<>();
        all(name).forEach(it -> places.put(it.system(), it.bound()));
        if (places.isEmpty()) {
            throw new CannotReplay(
                    "there is no save point '%s': 'duet position list' has all".formatted(name));
        }
        return places;
    }
}
