package dev.duet.deploy.pause;

import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.store.CheckpointStore;
import dev.duet.apply.store.ParkedStore;
import dev.duet.deploy.compare.Differing;
import dev.duet.deploy.compare.Differing.Found;
import dev.duet.deploy.run.CannotRun;
import dev.duet.deploy.run.OpenSystems;
import dev.duet.deploy.run.Pauses;
import dev.duet.deploy.run.Touches.Touch;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.SystemConfig;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Compares the tables of an entity that was left out of the sync for a while, and parks the
/// records that differ: as they would be had they been seen. One thread.
///
/// What clients do meanwhile is parked by the sync, which follows the entity again and carries
/// nothing of it over; so what differs and is in no log that is read was done before.
final class Survey {
    private static final Logger log = LoggerFactory.getLogger(Survey.class);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final DuetConfig config;
    private final OpenSystems systems;
    private final Pauses pauses;
    private final String entity;
    private final BooleanSupplier stopped;
    private long parked;

    Survey(
            DuetConfig config,
            OpenSystems systems,
            Pauses pauses,
            String entity,
            BooleanSupplier stopped) {
        this.config = config;
        this.systems = systems;
        this.pauses = pauses;
        this.entity = entity;
        this.stopped = stopped;
    }

    /// @return why it is not done; empty when all that differs is parked
    Optional<String> run() throws SQLException, InterruptedException {
        log.info("an entity that was left out is compared entity={}", entity);
        Optional<String> obstacle =
                Differing.of(config, systems, entity, PATIENCE, stopped, this::park);
        if (obstacle.isEmpty()) {
            log.info(
                    "an entity that was left out was compared entity={} differ={}", entity, parked);
        }
        return obstacle;
    }

    /// Those that what was noted since does not explain; as if of the first system, for nobody
    /// knows which side it was.
    private void park(List<Found> some) throws SQLException {
        Map<String, List<Touch>> noted = noted(some);
        List<RecordKey> unseen =
                some.stream()
                        .filter(it -> !isExplained(it, noted.getOrDefault(text(it), List.of())))
                        .map(this::record)
                        .toList();
        if (unseen.isEmpty()) {
            return;
        }
        String source = config.first().name();
        try (Connection connection = into(config.first())) {
            pauses.lock(connection, source);
            long since =
                    new CheckpointStore(source)
                            .read(connection)
                            .map(Checkpoint::position)
                            .orElseThrow(() -> CannotRun.withoutInit(config.second().name()))
                            .ordinal();
            pauses.parkUnseen(connection, source, unseen, since);
            connection.commit();
        }
        parked += unseen.size();
    }

    /// What is noted of some records, by the texts of their keys.
    private Map<String, List<Touch>> noted(List<Found> some) throws SQLException {
        List<String> keys = some.stream().map(this::text).toList();
        Map<String, List<Touch>> noted = new HashMap<>();
        for (SystemConfig source : config.systems()) {
            try (Connection connection = into(source)) {
                new ParkedStore(source.name())
                        .read(connection, entity, keys)
                        .forEach(
                                (key, one) ->
                                        noted.computeIfAbsent(key, _ -> new ArrayList<>())
                                                .add(pauses.touch(entity, one.touched())));
                connection.rollback();
            }
        }
        return noted;
    }

    /// Whether clients have done all this since the entity is followed again.
    private static boolean isExplained(Found found, List<Touch> noted) {
        return found.fields().isEmpty()
                ? noted.stream().anyMatch(it -> it.life() != null)
                : found.fields().stream()
                        .allMatch(
                                field -> noted.stream().anyMatch(it -> it.fields()[field] != null));
    }

    private String text(Found found) {
        return pauses.keyText(record(found));
    }

    private RecordKey record(Found found) {
        return new RecordKey(entity, found.key());
    }

    private Connection into(SystemConfig source) throws SQLException {
        return systems.peerOf(source.name()).pool().getConnection();
    }
}
